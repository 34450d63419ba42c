import type { FindingFilter } from '@zhengfeng/contract'
import { type Access, inScope } from '../http/access.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import { type Conditions, conditionsInto } from '../storage/conditions.ts'
import type { Parameter } from '../storage/database.ts'

/** What bears on which findings somebody sees. */
export interface FilterContext {
  readonly access: Access
  readonly tree: DivisionTree
  /** In which days are meant. */
  readonly dayStart: (day: string) => number
}

const dayMs = 86_400_000

/**
 * The findings that a filter asks for and the caller may see, as conditions on `finding f`.
 *
 * @param options a field of the filter that is left aside, for counting what it can be set to; parameters of the statement so far
 */
export function findingConditions(
  filter: FindingFilter,
  context: FilterContext,
  { except, parameters = [] }: { readonly except?: keyof FindingFilter; readonly parameters?: Parameter[] } = {},
): Conditions {
  const where = conditionsInto(parameters)
  visible(where, context.access)
  const asked: FindingFilter = { ...filter, ...(except && { [except]: undefined }) }
  const { division, detector, state, subject, item, department, assignee, caseNo, from, to, text } = asked
  if (division !== undefined)
    where.add((codes) => `f.division = any(${codes}::text[])`, [...context.tree.subtree(division)])
  if (detector !== undefined) where.add((name) => `f.detector = ${name}`, detector)
  if (state !== undefined) where.add((wanted) => `f.state = ${wanted}`, state)
  if (subject !== undefined) where.add((kind) => `f.subject_kind = ${kind}`, subject)
  if (item !== undefined) where.add((name) => `f.item = ${name}`, item)
  if (department !== undefined) where.add((name) => `f.department = ${name}`, department)
  if (assignee !== undefined) assigned(where, assignee, context.access)
  if (caseNo !== undefined) {
    where.add(
      (no) =>
        `exists (select from finding_case c where c.division = f.division and c.finding_id = f.id and c.case_no = ${no})`,
      caseNo,
    )
  }
  if (from !== undefined) where.add((at) => `f.to_at >= ${at}`, new Date(context.dayStart(from)))
  if (to !== undefined) where.add((at) => `f.from_at < ${at}`, new Date(context.dayStart(nextDay(to))))
  if (text !== undefined && text !== '') where.add((part) => `position(${part} in f.search) > 0`, text.toLowerCase())
  return where
}

/**
 * What the caller may see: findings of the scope, and of those about officers only those of divisions that the caller may see as a
 * whole, for a department cannot judge its own people by comparing them with those of others.
 */
export function visible(where: Conditions, access: Access): void {
  const scope = access.scope('finding.read')
  if (scope.everything) return
  const whole = inScope(scope, { division: 'f.division' }, where.parameters)
  const all = inScope(scope, { division: 'f.division', department: 'f.department' }, where.parameters)
  where.add(() => `(${all})`)
  where.add(() => `(f.subject_kind <> 'officer' or ${whole})`)
}

function assigned(where: Conditions, assignee: string, { who }: Access): void {
  if (assignee === 'nobody') where.add(() => 'f.assignee_id is null')
  else where.add((id) => `f.assignee_id = ${id}`, assignee === 'me' ? (who.kind === 'nobody' ? '' : who.id) : assignee)
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
}
