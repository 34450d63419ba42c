import { type EventLog, GrowableFloat64, GrowableInt32, takeFloat64, takeInt32 } from '@zhengfeng/eventlog'
import { PairIndex } from '../flow/pair-index.ts'
import { ascendingOrder, countUpTo, firstIntegers, sortedByKey } from '../statistics/index.ts'
import type { ActivityInstances } from '../time/activity-instances.ts'

export interface WorkloadOptions {
  /** How far back completed work counts as load, milliseconds; 24 hours unless told. */
  readonly horizonMs?: number
  /**
   * Where no start is known, the time since the hand’s last completion counts as service time up to this many
   * milliseconds; one hour unless told. Beyond it the hand probably did something else.
   */
  readonly maxPauseMs?: number
  /** Hands that are left out, one per code of `log.resource.values`, such as system accounts. */
  readonly excludedResources?: Uint8Array
}

/** Pieces of work whose service time is known; parallel arrays. */
export interface TimedWork {
  readonly resource: Int32Array
  /** A number for each (resource, activity) that occurs, from 0. */
  readonly group: Int32Array
  /** Resource of each of these numbers. */
  readonly groupResource: Int32Array
  /** Pieces of work that the hand completed within the horizon before this one began. */
  readonly load: Float64Array
  readonly serviceMs: Float64Array
  /** How many pieces of work of these hands are not in the arrays. */
  readonly unmeasured: number
  /** How many have no known start, so that the time since the hand’s last completion stands in. */
  readonly estimated: number
}

/** Walks through the completed work of each hand in order of time. */
export function timedWork(log: EventLog, instances: ActivityInstances, options: WorkloadOptions): TimedWork {
  const { horizonMs = 86_400_000, maxPauseMs = 3_600_000 } = options
  const byHand = workByHand(log, instances, options.excludedResources)
  const index = new PairIndex(Math.max(byHand.length, log.activity.values.length))
  const columns = { resource: new GrowableInt32(), group: new GrowableInt32() }
  const measures = { load: new GrowableFloat64(), serviceMs: new GrowableFloat64() }
  let unmeasured = 0
  let estimated = 0
  byHand.forEach((items, hand) => {
    const ends = takeFloat64(instances.completeAt, items)
    items.forEach((item, k) => {
      const known = ends[k]! - instances.startAt[item]!
      const serviceMs = Number.isNaN(known) ? sinceLast(ends, k, maxPauseMs) : known
      if (!(serviceMs > 0)) {
        unmeasured++
        return
      }
      if (Number.isNaN(known)) estimated++
      const began = ends[k]! - serviceMs
      columns.resource.push(hand)
      columns.group.push(index.add(hand, log.activity.codes[instances.event[item]!]!))
      measures.load.push(countUpTo(ends, began) - countUpTo(ends, began - horizonMs))
      measures.serviceMs.push(serviceMs)
    })
  })
  return {
    resource: columns.resource.finish(),
    group: columns.group.finish(),
    groupResource: index.finish().from,
    load: measures.load.finish(),
    serviceMs: measures.serviceMs.finish(),
    unmeasured,
    estimated,
  }
}

/** Completed pieces of work of each resource, by completion. */
function workByHand(log: EventLog, instances: ActivityInstances, excluded: Uint8Array | undefined): Int32Array[] {
  const { event, completeAt } = instances
  const hands = log.resource?.values.length ?? 0
  const handOf = new Int32Array(event.length)
  for (let k = 0; k < event.length; k++) handOf[k] = log.resource?.codes[event[k]!] ?? -1
  const counted = firstIntegers(event.length).filter(
    (k) => handOf[k]! >= 0 && excluded?.[handOf[k]!] !== 1 && !Number.isNaN(completeAt[k]!),
  )
  const byTime = takeInt32(counted, ascendingOrder(takeFloat64(completeAt, counted)))
  const items = sortedByKey(byTime, handOf, hands)
  const sizes = new Int32Array(hands)
  for (let i = 0; i < items.length; i++) sizes[handOf[items[i]!]!]!++
  let end = 0
  return Array.from(sizes, (size) => {
    end += size
    return items.subarray(end - size, end)
  })
}

function sinceLast(ends: Float64Array, k: number, maxPauseMs: number): number {
  const pause = k === 0 ? Number.NaN : ends[k]! - ends[k - 1]!
  return pause <= maxPauseMs ? pause : Number.NaN
}
