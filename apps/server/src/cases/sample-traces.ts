import type { Slice } from '@zhengfeng/contract'
import { inScope, type Scope } from '../http/access.ts'
import { addDays, startOfDay } from '../slices/days.ts'
import { type Conditions, conditionsOf } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'

export interface TraceQuery {
  readonly scope: Scope
  readonly slice: Slice & { readonly from: string; readonly to: string }
  readonly most: number
}

export interface TraceSample {
  /** Cases of the slice; not counted beyond `countedAtMost`. */
  readonly casesInSlice: number
  readonly sampled: boolean
  readonly rows: readonly { readonly source_id: string; readonly trace: string }[]
}

export const countedAtMost = 1_000_000

/**
 * The traces of cases that were open or ended within the days of the slice. Where there are more than `most`, every k-th by a
 * digest of its number: the same ones each time, and not the latest ones only.
 */
export async function sampleTraces(db: Queryable, { scope, slice, most }: TraceQuery): Promise<TraceSample> {
  const counting = conditionsOf()
  addSlice(counting, scope, slice)
  const [counted] = await db.query<{ cases: number }>(
    `select count(*) as cases
     from (
       select 1
       from service_case c
       where ${counting.text()}
       limit ${countedAtMost}
     ) bounded`,
    counting.parameters,
  )
  const everyKth = Math.max(1, Math.ceil(counted!.cases / most))
  const reading = conditionsOf(everyKth, most)
  addSlice(reading, scope, slice)
  const rows = await db.query<{ source_id: string; trace: string }>(
    `select c.source_id, c.trace
     from service_case c
     where ${reading.text()}
       and mod(abs(hashtext(c.case_no)::bigint), $1::bigint) = 0
     order by c.division, c.case_no
     limit $2`,
    reading.parameters,
  )
  return { casesInSlice: counted!.cases, sampled: everyKth > 1 || rows.length < counted!.cases, rows }
}

function addSlice(conditions: Conditions, scope: Scope, slice: TraceQuery['slice']): void {
  conditions.add(() => inScope(scope, { division: 'c.division', department: 'c.department' }, conditions.parameters))
  conditions.add((at) => `c.last_at >= ${at}`, new Date(startOfDay(slice.from)))
  conditions.add((at) => `c.first_at < ${at}`, new Date(startOfDay(addDays(slice.to, 1))))
  const equal = (column: string, value: string | undefined): void => {
    if (value !== undefined) conditions.add((place) => `${column} = ${place}`, value)
  }
  equal('c.item', slice.item)
  equal('c.department', slice.department)
  equal('c.channel', slice.channel)
  equal('c.applicant_group', slice.applicantGroup)
  if (slice.source !== undefined) conditions.add((place) => `c.source_id = ${place}::uuid`, slice.source)
}
