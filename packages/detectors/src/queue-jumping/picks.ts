import { GrowableInt32, takeInt32 } from '@zhengfeng/eventlog'
import { ascendingOrder, type ServiceLog } from '@zhengfeng/mining'
import { denseCodes } from '../dense-codes.ts'
import { type Groups, groupRows } from '../group-rows.ts'
import { officeCode, officerCode, type Reading, stepIndex } from '../reading.ts'

/** Each time an officer took up a case; parallel arrays, one entry per pick, grouped by queue, in time order within it. */
export interface Picks {
  /** The event that the pick led to. */
  readonly event: Int32Array
  /** The queue it was taken from. */
  readonly queue: Int32Array
  /** Cases that waited then and had come earlier than the one picked. */
  readonly passed: Int32Array
  /** Cases that had come later than the one picked and were taken before it. */
  readonly overtakenBy: Int32Array
  /** Cases that waited then, without the one picked. */
  readonly waiting: Int32Array
  /** 1 where the case had come back and may lawfully keep an earlier place. */
  readonly resumed: Uint8Array
  /** When the case had come to the queue and when work on it began; UTC milliseconds. */
  readonly entered: Float64Array
  readonly taken: Float64Array
}

/**
 * Rebuilds the queues of a log: the cases in which an officer took the same step in the same department are that officer's
 * queue there. A case stands in it from its previous event until work on it begins. Only what an officer did take is counted,
 * so that who knows which items, who is present when, and how cases are dealt out cannot look like a choice.
 *
 * Left out, as picks and as those passed: priority cases, programs, bare dates, and waits for the applicant or a stop. Marked as
 * resumed: cases that came back from there, or to an officer who had worked on them before others did.
 */
export function picksOf(service: ServiceLog, reading: Reading): Picks {
  const { log } = service
  const { events, queue, count, resumed } = queuedEvents(service, reading)
  const entered = new Float64Array(events.length)
  for (let i = 0; i < events.length; i++) entered[i] = log.time[events[i]! - 1]!
  const taken = takenAt(service, events)
  const arrivals = groupRows(queue, count, ascendingOrder(entered))
  const departures = groupRows(queue, count, departureOrder(taken, entered))
  const picks = {
    event: takeInt32(events, departures.rows),
    queue: takeInt32(queue, departures.rows),
    passed: new Int32Array(events.length),
    overtakenBy: new Int32Array(events.length),
    waiting: new Int32Array(events.length),
    resumed: Uint8Array.from(departures.rows, (row) => resumed[row]!),
    entered: Float64Array.from(departures.rows, (row) => entered[row]!),
    taken: Float64Array.from(departures.rows, (row) => taken[row]!),
  }
  const rank = ranksOf(arrivals, entered)
  for (let q = 0; q < count; q++) replay({ arrivals, departures, entered, taken, rank, into: picks }, q)
  return picks
}

/** Cases taken at the same instant count as taken in the order they came: nothing shows another one. */
function departureOrder(taken: Float64Array, entered: Float64Array): Int32Array {
  const byArrival = ascendingOrder(entered)
  return takeInt32(byArrival, ascendingOrder(Float64Array.from(byArrival, (row) => taken[row]!)))
}

const awaiting = new Set(
  (['supplementRequest', 'suspend', 'specialStart', 'close', 'withdraw', 'refuse'] as const).map(stepIndex),
)
const notQueued = new Set(
  (['submit', 'supplementAnswer', 'resume', 'specialEnd', 'withdraw', 'rate', 'deliver'] as const).map(stepIndex),
)

const comingBack = new Set((['supplementAnswer', 'resume', 'specialEnd', 'return'] as const).map(stepIndex))

interface Queued {
  readonly events: Int32Array
  readonly queue: Int32Array
  readonly resumed: Int32Array
  readonly count: number
}

/** The events that took a case from a queue, ascending, and which queue each took from. */
function queuedEvents(service: ServiceLog, reading: Reading): Queued {
  const { log } = service
  const activities = log.activity.values.length
  const officers = log.resource!.values.length
  const departments = (log.department?.values.length ?? 0) + 1
  const queues = denseCodes((service.office.values.length + 1) * departments * activities * officers)
  const events = new GrowableInt32()
  const queue = new GrowableInt32()
  const resumed = new GrowableInt32()
  const lastCaseOf = new Int32Array(officers).fill(-1)
  for (let c = 0; c < log.caseIds.length; c++) {
    if (service.priority[c] === 1) continue
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const officer = officerCode(service, e)
      if (officer < 0) continue
      const returned = lastCaseOf[officer] === c && officerCode(service, e - 1) !== officer
      lastCaseOf[officer] = c
      if (e === log.caseOffsets[c]! || !isQueued(reading, e)) continue
      const place = officeCode(service, c) * departments + (log.department?.codes[e] ?? -1) + 1
      events.push(e)
      queue.push(queues.codeOf((place * activities + log.activity.codes[e]!) * officers + officer))
      resumed.push(returned || comingBack.has(reading.step[e - 1]!) ? 1 : 0)
    }
  }
  return { events: events.finish(), queue: queue.finish(), resumed: resumed.finish(), count: queues.count() }
}

/** Whether the case had waited for an officer, and at times of which the hour is known. */
function isQueued({ step, dateOnly }: Reading, event: number): boolean {
  if (awaiting.has(step[event - 1]!) || notQueued.has(step[event]!)) return false
  return dateOnly[event] === 0 && dateOnly[event - 1] === 0
}

/** When work on each event began: its start where the source says, else the event itself. */
function takenAt({ log }: ServiceLog, events: Int32Array): Float64Array {
  const taken = new Float64Array(events.length)
  for (let i = 0; i < events.length; i++) {
    const e = events[i]!
    const started = log.startTime?.[e] ?? Number.NaN
    taken[i] = Number.isNaN(started) ? log.time[e]! : Math.max(started, log.time[e - 1]!)
  }
  return taken
}

/** Place of each row by arrival in its queue; those who came at the same instant share the first of their places. */
function ranksOf({ offsets, rows }: Groups, entered: Float64Array): Int32Array {
  const rank = new Int32Array(rows.length)
  for (let q = 0; q + 1 < offsets.length; q++) {
    let shared = 0
    for (let i = offsets[q]!; i < offsets[q + 1]!; i++) {
      const together = i > offsets[q]! && entered[rows[i]!] === entered[rows[i - 1]!]
      if (!together) shared = i - offsets[q]!
      rank[rows[i]!] = shared
    }
  }
  return rank
}

interface Queues {
  readonly arrivals: Groups
  readonly departures: Groups
  readonly entered: Float64Array
  readonly taken: Float64Array
  readonly rank: Int32Array
  readonly into: Picks
}

/** Lets the cases of one queue come and go in time order, counting those passed with a Fenwick tree over their arrivals. */
function replay({ arrivals, departures, entered, taken, rank, into }: Queues, queue: number): void {
  const end = arrivals.offsets[queue + 1]!
  const tree = new Int32Array(end - arrivals.offsets[queue]! + 1)
  let waiting = 0
  let next = arrivals.offsets[queue]!
  for (let i = departures.offsets[queue]!; i < end; i++) {
    const row = departures.rows[i]!
    for (; next < end && entered[arrivals.rows[next]!]! <= taken[row]!; next++, waiting++)
      add(tree, rank[arrivals.rows[next]!]!, 1)
    add(tree, rank[row]!, -1)
    waiting--
    const passed = countBelow(tree, rank[row]!)
    // Of all that came after it, those no longer waiting were taken before it.
    const cameLater = next - arrivals.offsets[queue]! - rank[row]! - 1
    into.passed[i] = passed
    into.overtakenBy[i] = Math.max(0, cameLater - (waiting - passed))
    into.waiting[i] = waiting
  }
}

function add(tree: Int32Array, rank: number, change: number): void {
  for (let i = rank + 1; i < tree.length; i += i & -i) tree[i]! += change
}

/** How many waiting cases came strictly before a rank. */
function countBelow(tree: Int32Array, rank: number): number {
  let count = 0
  for (let i = rank; i > 0; i -= i & -i) count += tree[i]!
  return count
}
