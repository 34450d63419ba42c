import type { WarningFilter } from '@zhengfeng/contract'
import { type Access, inScope } from '../http/access.ts'
import type { DivisionTree } from '../settings/division-tree.ts'
import { type Conditions, conditionsInto } from '../storage/conditions.ts'
import type { Parameter } from '../storage/database.ts'

/** What bears on which cards somebody sees. */
export interface FilterContext {
  readonly access: Access
  readonly tree: DivisionTree
  /** UTC milliseconds. */
  readonly now: number
  /** When a day begins, UTC milliseconds. */
  readonly dayStart: (day: string) => number
}

const dayMs = 86_400_000

/**
 * The cards that a filter asks for and the caller may see, as conditions on `warning w`.
 *
 * @param options a field of the filter that is left aside, for counting what it can be set to; parameters of the statement so far
 */
export function warningConditions(
  filter: WarningFilter,
  context: FilterContext,
  { except, parameters = [] }: { readonly except?: keyof WarningFilter; readonly parameters?: Parameter[] } = {},
): Conditions {
  const where = conditionsInto(parameters)
  visible(where, context.access)
  const asked: WarningFilter = { ...filter, ...(except && { [except]: undefined }) }
  const { division, level, state, rule, item, department, caseNo, escalated, replyLate, from, to, text } = asked
  if (division !== undefined)
    where.add((codes) => `w.division = any(${codes}::text[])`, [...context.tree.subtree(division)])
  if (level !== undefined) where.add((wanted) => `w.level = ${wanted}`, level)
  if (state !== undefined) where.add((wanted) => `w.state = ${wanted}`, state)
  if (rule !== undefined) where.add((id) => `w.rule = ${id}`, rule)
  if (item !== undefined) where.add((name) => `w.item = ${name}`, item)
  if (department !== undefined) where.add((name) => `w.department = ${name}`, department)
  if (caseNo !== undefined) where.add((no) => `w.case_no = ${no}`, caseNo)
  if (escalated !== undefined) where.add(() => (escalated ? 'w.escalation > 0' : 'w.escalation = 0'))
  if (replyLate !== undefined) {
    where.add((now) => `${replyLate ? '' : 'not '}${replyLateText(now)}`, new Date(context.now))
  }
  if (from !== undefined) where.add((at) => `w.raised_at >= ${at}`, new Date(context.dayStart(from)))
  if (to !== undefined) where.add((at) => `w.raised_at < ${at}`, new Date(context.dayStart(nextDay(to))))
  if (text !== undefined && text !== '') where.add((part) => `position(${part} in w.search) > 0`, text.toLowerCase())
  return where
}

/** Late as `isReplyLate` says. */
export function replyLateText(now: string): string {
  return `(w.state in ('open', 'returned') and coalesce(w.reply_due < ${now}, false))`
}

/** What the caller may see. */
export function visible(where: Conditions, access: Access): void {
  const scope = inScope(
    access.scope('warning.read'),
    { division: 'w.division', department: 'w.department' },
    where.parameters,
  )
  where.add(() => scope)
}

function nextDay(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + dayMs).toISOString().slice(0, 10)
}
