import { ascendingOrder, quantileInPlace, type ServiceLog } from '@zhengfeng/mining'
import { denseCodes } from './dense-codes.ts'
import { groupRows, rowsOf } from './group-rows.ts'
import { officeCode, type Reading } from './reading.ts'

const neighboursEachSide = 5

/** What makes cases neighbours at a desk: the step they waited for, or the one they lay still after. */
export type DeskBy = 'next' | 'previous'

/**
 * How long others waited who came to a desk at about the same time: the median working milliseconds that the five cases before
 * and the five after waited for the same step in the same department of the same office. Where those waited as long, the desk
 * stood still, by absence or overload, and no single case was left lying. By `previous`, it is what they
 * waited after the same step there, for steps such as a stop of the clock that can come at any time.
 *
 * @returns a function from an event to that time; 0 where nobody else was served there
 */
export function deskPace(service: ServiceLog, reading: Reading, by: DeskBy): (event: number) => number {
  const { keys, count } = desksOfEvents(service, by)
  const desks = groupRows(keys, count, ascendingOrder(arrivals(service)))
  const place = new Int32Array(keys.length)
  for (let desk = 0; desk < count; desk++)
    for (let i = desks.offsets[desk]!; i < desks.offsets[desk + 1]!; i++)
      place[desks.rows[i]!] = i - desks.offsets[desk]!
  return (event) => {
    if (keys[event]! < 0) return 0
    const served = rowsOf(desks, keys[event]!)
    const waits: number[] = []
    for (const direction of [-1, 1])
      waits.push(...waitsBeside(reading, { served, event, place: place[event]!, direction }))
    return waits.length > 0 ? quantileInPlace(Float64Array.from(waits), 0.5) : 0
  }
}

/** When the case of each event came to its desk: at the event before. */
function arrivals({ log }: ServiceLog): Float64Array {
  const arrived = log.time.slice()
  arrived.copyWithin(1, 0)
  for (let c = 0; c < log.caseIds.length; c++) arrived[log.caseOffsets[c]!] = log.time[log.caseOffsets[c]!]!
  return arrived
}

interface Beside {
  readonly served: Int32Array
  readonly event: number
  readonly place: number
  readonly direction: number
}

function waitsBeside({ eventCase, worked }: Reading, { served, event, place, direction }: Beside): number[] {
  const waits: number[] = []
  for (let i = place + direction; i >= 0 && i < served.length && waits.length < neighboursEachSide; i += direction) {
    const other = served[i]!
    if (eventCase[other] !== eventCase[event]) waits.push(worked[other]! - worked[other - 1]!)
  }
  return waits
}

/** The desk that served each event: office, department and activity; -1 for the first event of a case, which waited for nothing. */
function desksOfEvents(service: ServiceLog, by: DeskBy): { keys: Int32Array; count: number } {
  const { log } = service
  const activities = log.activity.values.length
  const departments = (log.department?.values.length ?? 0) + 1
  const desks = denseCodes((service.office.values.length + 1) * departments * activities)
  const keys = new Int32Array(log.time.length).fill(-1)
  const back = by === 'previous' ? 1 : 0
  for (let c = 0; c < log.caseIds.length; c++) {
    const office = officeCode(service, c) * departments
    for (let e = log.caseOffsets[c]! + 1; e < log.caseOffsets[c + 1]!; e++) {
      const department = (log.department?.codes[e - back] ?? -1) + 1
      keys[e] = desks.codeOf((office + department) * activities + log.activity.codes[e - back]!)
    }
  }
  return { keys, count: desks.count() }
}
