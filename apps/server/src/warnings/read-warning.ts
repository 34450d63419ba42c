import type { WarningAct, WarningView } from '@zhengfeng/contract'
import type { z } from 'zod'
import type { Access } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import { instantOf } from '../jobs/instant.ts'
import type { Platform } from '../platform.ts'
import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import { readWarningActs } from './append-warning-acts.ts'
import { visible } from './warning-filter.ts'
import { type WarningRow, warningColumns, warningSummary, warningTables } from './warning-row.ts'

export interface WarningKey {
  readonly division: string
  readonly id: string
}

/** @throws ProblemError `notFound` also where the caller may not see it */
export async function visibleWarning(
  db: Queryable,
  { division, id }: WarningKey,
  { access, lock = false }: { access: Access; lock?: boolean },
): Promise<WarningRow> {
  const where = conditionsOf(division, id)
  visible(where, access)
  const [row] = await db.query<WarningRow>(
    `select ${warningColumns}
     from ${warningTables}
     where w.division = $1
       and w.id = $2
       and ${where.text()}
     ${lock ? 'for update of w' : ''}`,
    where.parameters,
  )
  if (!row) throw new ProblemError('notFound')
  return row
}

/** A card with all that happened to it. */
export async function readWarning(platform: Platform, key: WarningKey, access: Access): Promise<WarningView> {
  const row = await visibleWarning(platform.db, key, { access })
  const acts = (await readWarningActs(platform.db, key.division, [key.id])).get(key.id) ?? []
  return {
    ...warningSummary(row, platform.now()),
    acts: acts.map(({ number, kind, at, byName, detail }): z.infer<typeof WarningAct> => {
      const { replyDue, escalations: _, ...told } = detail
      return {
        number,
        kind,
        at: instantOf(at),
        by: byName,
        ...told,
        ...(replyDue !== undefined && { replyDue: instantOf(replyDue) }),
      }
    }),
    may: { reply: mayReply(access, row), manage: access.can('warning.manage', key.division) },
  }
}

/** Who may reply: whoever may do so for the body that the card is with now; of those below it only who manages cards as well. */
export function mayReply(
  access: Access,
  { division, department, addressee, parent }: Pick<WarningRow, 'division' | 'department' | 'addressee' | 'parent'>,
): boolean {
  if (addressee === 'parentDivision' && parent !== null && !access.can('warning.manage', division))
    return access.can('warning.reply', parent)
  if (access.can('warning.reply', division)) return true
  const isWithDepartment = addressee === 'holder' || addressee === 'department'
  return isWithDepartment && department !== '' && access.can('warning.reply', division, department)
}
