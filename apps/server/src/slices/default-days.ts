import type { Slice } from '@zhengfeng/contract'
import { inScope, type Scope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Parameter, Queryable } from '../storage/database.ts'
import { addDays, dayOf, daysBetween } from './days.ts'

/** A slice whose days are known. */
export type DatedSlice = Slice & { readonly from: string; readonly to: string }

/** Days that are looked at where nobody says: four whole weeks, so that the days before have as many Sundays. */
export const defaultDays = 28
const mostDays = 3_660

/**
 * Fills in the days of a slice, none after today unless all are. Where no last day is told it is today, or, where nothing happened in the days until today (a finished
 * export), the last day of which there are figures.
 *
 * @throws ProblemError `invalid` where the days run backwards or are more than ten years
 */
export async function withDays(
  db: Queryable,
  slice: Slice,
  { scope, now }: { scope: Scope; now: number },
): Promise<DatedSlice> {
  const to = untilToday(slice, now) ?? (await lastDay(db, scope, now, slice.from))
  const from = slice.from ?? addDays(to, 1 - defaultDays)
  if (from > to) throw refused('from', from, 'daysBackwards')
  if (daysBetween(from, to) > mostDays) throw refused('from', from, 'tooManyDays')
  return { ...slice, from, to }
}

/** Days to come hold nothing yet but what would fall due; and what there is of a month is compared with as many days before. */
function untilToday({ from, to }: Slice, now: number): string | undefined {
  const today = dayOf(now)
  return to !== undefined && to > today && (from === undefined || from <= today) ? today : to
}

async function lastDay(db: Queryable, scope: Scope, now: number, from: string | undefined): Promise<string> {
  const today = dayOf(now)
  if (from !== undefined) return from > today ? from : today
  const parameters: Parameter[] = [today, addDays(today, 1 - defaultDays)]
  const divisions = { ...scope, divisions: [...scope.divisions, ...scope.departments.map(({ division }) => division)] }
  const seen = inScope(divisions, { division: 'division' }, parameters)
  const [recent] = await db.query<{ day: string | null }>(
    `select max(day) as day from indicator_day where day between $2::date and $1::date and ${seen}`,
    parameters,
  )
  if (recent!.day !== null) return today
  const [latest] = await db.query<{ day: string | null }>(
    `select max(day) as day from indicator_day where day <= $1::date and $2::date is not null and ${seen}`,
    parameters,
  )
  return latest!.day ?? today
}

function refused(field: string, value: string, message: string): ProblemError {
  return new ProblemError('invalid', {}, { fields: [{ field, value, message }] })
}
