import type { WarningSummary } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import { replyLateText, visible } from './warning-filter.ts'

export interface WarningNumber {
  readonly level: WarningSummary['level']
  readonly state: WarningSummary['state']
  readonly count: number
  /** Of these, without a reply although its deadline has passed. */
  readonly replyLate: number
}

/**
 * How many cards stand at each level and state, within what the caller may see. Cards that lapsed or were closed are left out.
 *
 * @param options divisions to count in, all of the scope where absent; now in UTC milliseconds
 */
export async function warningNumbers(
  db: Queryable,
  access: Access,
  { divisions, now }: { readonly divisions?: readonly string[]; readonly now: number },
): Promise<readonly WarningNumber[]> {
  const where = conditionsOf(new Date(now))
  visible(where, access)
  if (divisions) where.add((codes) => `w.division = any(${codes}::text[])`, [...divisions])
  return db.query<WarningNumber>(
    `select w.level, w.state, count(*) as count, count(*) filter (where ${replyLateText('$1')}) as "replyLate"
     from warning w
     where w.state in ('open', 'returned', 'replied')
       and ${where.text()}
     group by w.level, w.state
     order by w.level, w.state`,
    where.parameters,
  )
}
