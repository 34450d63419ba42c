import { caseCount, type EventLog, GrowableFloat64, GrowableInt32, takeFloat64, takeInt32 } from '@zhengfeng/eventlog'
import { PairIndex } from '../flow/pair-index.ts'
import { ascendingOrder, firstIntegers, sortedByKey } from '../statistics/index.ts'
import { type ActivityInstances, dateOnlyEvents } from '../time/index.ts'

/** `batch.kind` is an index into this list. */
export const batchKinds = ['simultaneous', 'sequential', 'concurrent'] as const

/** Pieces of work that one hand did together for several cases; one entry per batch, by resource, activity and time. */
export interface Batches {
  /** Code of `log.resource.values`. */
  readonly resource: Int32Array
  /** Code of `log.activity.values`. */
  readonly activity: Int32Array
  /** Index into `batchKinds`. */
  readonly kind: Uint8Array
  /** First beginning (first completion where no start is known) and last completion, UTC milliseconds. */
  readonly from: Float64Array
  readonly to: Float64Array
  /** Distinct cases. */
  readonly cases: Int32Array
  /** Batch `b` holds `instances[offsets[b] … offsets[b + 1] − 1]`, indexes into the activity instances, in order of time. */
  readonly offsets: Int32Array
  readonly instances: Int32Array
}

export interface BatchOptions {
  /** Distinct cases that make a batch, 3 unless told. */
  readonly minCases?: number
  /** Longest pause between one piece of work and the next within a batch, milliseconds; one minute unless told. */
  readonly maxGapMs?: number
  /** Hands that are left out, one per code of `log.resource.values`, such as system accounts. */
  readonly excludedResources?: Uint8Array
  /** Whether work at exactly midnight counts, of which mostly only the date is known; not unless told. */
  readonly includeDateOnly?: boolean
}

/**
 * Finds batches per resource and activity. Work is sorted by time first; only then do the gaps between neighbours mean
 * anything.
 *
 * - *simultaneous*: the same beginning and end, to the millisecond;
 * - *sequential*: each begins at most `maxGapMs` after all before it were done (where no start is known: is done at most
 *   `maxGapMs` after the one before);
 * - *concurrent*: like sequential, but at least two overlap.
 *
 * @param log a log with resources; without them there are no batches
 * @param instances as `activityInstances(log)` gives them; what is still open is left out
 * Source: Martin, Swennen, Depaire, Jans, Caris and Vanhoof 2015, “Batch processing: definition and event log
 * identification”; Klijn and Fahland 2019, “Performance mining for batch processing using the performance spectrum”.
 * @example
 * const closing = (id, at) => [id, 'close', at, { resource: 'Wang' }]
 * const log = sketchLog([closing('a', 1000), closing('b', 2000), closing('c', 3000)])
 * batches(log, activityInstances(log)).cases // → Int32Array.of(3)
 */
export function batches(log: EventLog, instances: ActivityInstances, options: BatchOptions = {}): Batches {
  const work = sortedWork(log, instances, options)
  const finder = new BatchFinder(log, instances, options)
  for (let from = 0; from < work.order.length; ) {
    let to = from + 1
    while (to < work.order.length && work.group[to] === work.group[from]) to++
    finder.searchGroup(work.order.subarray(from, to))
    from = to
  }
  return finder.finish()
}

/** Completed work by resource, activity, beginning and end: stable sorts, the least important key first. */
function sortedWork(log: EventLog, instances: ActivityInstances, options: BatchOptions) {
  const { group, groups } = handAndActivity(log, instances, options)
  const kept = firstIntegers(group.length).filter((k) => group[k]! >= 0)
  const byEnd = ordered(kept, instances.completeAt)
  const starts = instances.startAt.map((startAt, k) => beginning(startAt, instances.completeAt[k]!))
  const order = sortedByKey(ordered(byEnd, starts), group, groups)
  return { order, group: takeInt32(group, order) }
}

/** For every instance a number of its resource and activity, ascending by both codes; `-1` where it is left out. */
function handAndActivity(log: EventLog, { event, completeAt }: ActivityInstances, options: BatchOptions) {
  const dateOnly = options.includeDateOnly ? new Uint8Array(log.time.length) : dateOnlyEvents(log)
  const index = new PairIndex(Math.max(log.resource?.values.length ?? 0, log.activity.values.length))
  const group = new Int32Array(event.length).fill(-1)
  for (let k = 0; k < event.length; k++) {
    const resource = log.resource?.codes[event[k]!] ?? -1
    if (resource < 0 || options.excludedResources?.[resource] === 1) continue
    if (Number.isNaN(completeAt[k]!) || dateOnly[event[k]!] === 1) continue
    group[k] = index.add(resource, log.activity.codes[event[k]!]!)
  }
  const { from, to } = index.finish()
  const ranking = firstIntegers(index.size).sort((a, b) => from[a]! - from[b]! || to[a]! - to[b]!)
  const rank = new Int32Array(index.size)
  for (let place = 0; place < rank.length; place++) rank[ranking[place]!] = place
  for (let k = 0; k < group.length; k++) if (group[k]! >= 0) group[k] = rank[group[k]!]!
  return { group, groups: index.size }
}

/** Items by the value that each has. */
function ordered(items: Int32Array, values: Float64Array): Int32Array {
  return takeInt32(items, ascendingOrder(takeFloat64(values, items)))
}

function beginning(startAt: number, completeAt: number): number {
  return Number.isNaN(startAt) ? completeAt : startAt
}

const simultaneous = 0
const sequential = 1
const concurrent = 2

class BatchFinder {
  readonly #log: EventLog
  readonly #work: ActivityInstances
  readonly #minCases: number
  readonly #maxGapMs: number
  readonly #columns = { resource: new GrowableInt32(), activity: new GrowableInt32(), kind: new GrowableInt32() }
  readonly #span = { from: new GrowableFloat64(), to: new GrowableFloat64() }
  readonly #cases = new GrowableInt32()
  readonly #offsets = new GrowableInt32()
  readonly #instances = new GrowableInt32()
  /** The last stretch (numbered) in which a case was counted. */
  readonly #countedIn: Int32Array
  #stretch = 0

  constructor(log: EventLog, work: ActivityInstances, options: BatchOptions) {
    this.#log = log
    this.#work = work
    this.#minCases = options.minCases ?? 3
    this.#maxGapMs = options.maxGapMs ?? 60_000
    this.#countedIn = new Int32Array(caseCount(log))
    this.#offsets.push(0)
  }

  /** Work of one resource and activity, sorted. Simultaneous batches stand alone; what lies between them is chained. */
  searchGroup(items: Int32Array): void {
    let chainFrom = 0
    for (let from = 0; from < items.length; ) {
      let to = from + 1
      while (to < items.length && this.#same(items[from]!, items[to]!)) to++
      if (this.#distinctCases(items, from, to) >= this.#minCases) {
        this.#searchChain(items.subarray(chainFrom, from))
        this.#add(items.subarray(from, to), simultaneous)
        chainFrom = to
      }
      from = to
    }
    this.#searchChain(items.subarray(chainFrom))
  }

  finish(): Batches {
    return {
      resource: this.#columns.resource.finish(),
      activity: this.#columns.activity.finish(),
      kind: Uint8Array.from(this.#columns.kind.finish()),
      from: this.#span.from.finish(),
      to: this.#span.to.finish(),
      cases: this.#cases.finish(),
      offsets: this.#offsets.finish(),
      instances: this.#instances.finish(),
    }
  }

  #searchChain(items: Int32Array): void {
    let from = 0
    let end = Number.NEGATIVE_INFINITY
    let overlaps = false
    for (let i = 0; i <= items.length; i++) {
      const began = i < items.length ? this.#beginning(items[i]!) : Number.POSITIVE_INFINITY
      if (began > end + this.#maxGapMs) {
        if (this.#distinctCases(items, from, i) >= this.#minCases)
          this.#add(items.subarray(from, i), overlaps ? concurrent : sequential)
        from = i
        overlaps = false
      } else if (began < end) overlaps = true
      if (i < items.length) end = Math.max(end, this.#work.completeAt[items[i]!]!)
    }
  }

  #beginning(item: number): number {
    return beginning(this.#work.startAt[item]!, this.#work.completeAt[item]!)
  }

  #same(a: number, b: number): boolean {
    return this.#work.completeAt[a] === this.#work.completeAt[b] && this.#beginning(a) === this.#beginning(b)
  }

  #distinctCases(items: Int32Array, from: number, to: number): number {
    if (to - from < this.#minCases) return 0
    this.#stretch++
    let distinct = 0
    for (let i = from; i < to; i++) {
      const ofCase = this.#work.ofCase[items[i]!]!
      if (this.#countedIn[ofCase] !== this.#stretch) distinct++
      this.#countedIn[ofCase] = this.#stretch
    }
    return distinct
  }

  #add(items: Int32Array, kind: number): void {
    const event = this.#work.event[items[0]!]!
    this.#columns.resource.push(this.#log.resource!.codes[event]!)
    this.#columns.activity.push(this.#log.activity.codes[event]!)
    this.#columns.kind.push(kind)
    this.#cases.push(this.#distinctCases(items, 0, items.length))
    this.#span.from.push(this.#beginning(items[0]!))
    this.#span.to.push(
      items.reduce((latest, item) => Math.max(latest, this.#work.completeAt[item]!), Number.NEGATIVE_INFINITY),
    )
    for (const item of items) this.#instances.push(item)
    this.#offsets.push(this.#instances.length)
  }
}
