import { type EventLog, GrowableInt32 } from '@zhengfeng/eventlog'
import { activitiesOf, variants } from '../flow/variants.ts'

/**
 * The distinct traces of a log, each once with the number of cases that took it. Trace `t` is
 * `codes[offsets[t] … offsets[t + 1] − 1]`.
 */
export interface TraceSet {
  /** Activity names; codes index them. */
  readonly activities: readonly string[]
  readonly codes: Int32Array
  /** One more than there are traces, ascending, first `0`. */
  readonly offsets: Int32Array
  /** Cases per trace. */
  readonly counts: Float64Array
  /** The trace of each case, where the set was made from a log; else empty. */
  readonly traceOfCase: Int32Array
}

/**
 * Groups the cases of a log by their sequence of activities.
 *
 * @param log any event log; every event counts, whatever its lifecycle transition
 * @returns distinct traces with their number of cases, most frequent first
 */
export function traceSetOfLog(log: EventLog): TraceSet {
  const found = variants(log)
  const codes = new GrowableInt32()
  const offsets = new Int32Array(found.cases.length + 1)
  for (let t = 0; t < found.cases.length; t++) {
    for (const code of activitiesOf(log, found.firstCase[t]!)) codes.push(code)
    offsets[t + 1] = codes.length
  }
  const counts = Float64Array.from(found.cases)
  return { activities: log.activity.values, codes: codes.finish(), offsets, counts, traceOfCase: found.ofCase }
}

/**
 * Makes a trace set from plain arrays of activity names.
 *
 * @param traces one array of names per trace; equal traces are counted together
 * @param counts cases per trace, parallel to `traces`; 1 each where left out
 * @returns distinct traces with their number of cases; `traceOfCase` tells which one each entry of `traces` became
 * @example
 * traceSetOf([['accept', 'decide'], ['accept', 'decide']]).counts // → Float64Array.of(2)
 */
export function traceSetOf(traces: readonly (readonly string[])[], counts?: readonly number[]): TraceSet {
  const codeOf = new Map<string, number>()
  const grouper = new TraceGrouper()
  const traceOfCase = Int32Array.from(traces, (names, index) => {
    const codes = Int32Array.from(names, (name) => codeOf.get(name) ?? codeOf.set(name, codeOf.size).size - 1)
    return grouper.add(codes, 0, codes.length, counts?.[index] ?? 1)
  })
  return { activities: [...codeOf.keys()], ...grouper.finish(), traceOfCase }
}

/** Number of distinct traces. */
export function traceCount(traces: Pick<TraceSet, 'offsets'>): number {
  return traces.offsets.length - 1
}

/** Counts equal traces together: a hash table over the codes themselves, no text is made. */
export class TraceGrouper {
  #codes = new GrowableInt32()
  #offsets: number[] = [0]
  #counts: number[] = []
  #hashes: number[] = []
  #slots = new Int32Array(64).fill(-1)

  /** Adds `source[from … to − 1]`, `count` times, and returns its number. */
  add(source: Int32Array, from: number, to: number, count: number): number {
    const hash = hashCodes(source, from, to)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let trace = this.#slots[slot]!; trace !== -1; trace = this.#slots[slot]!) {
      if (this.#hashes[trace] === hash && this.#equals(trace, source, from, to)) {
        this.#counts[trace]! += count
        return trace
      }
      slot = (slot + 1) & mask
    }
    return this.#append(source, from, to, { hash, slot, count })
  }

  /** The distinct traces so far. */
  finish(): Pick<TraceSet, 'codes' | 'offsets' | 'counts'> {
    return {
      codes: this.#codes.finish(),
      offsets: Int32Array.from(this.#offsets),
      counts: Float64Array.from(this.#counts),
    }
  }

  #equals(trace: number, source: Int32Array, from: number, to: number): boolean {
    const start = this.#offsets[trace]!
    if (this.#offsets[trace + 1]! - start !== to - from) return false
    for (let i = from, j = start; i < to; i++, j++) if (source[i] !== this.#codes.get(j)) return false
    return true
  }

  #append(
    source: Int32Array,
    from: number,
    to: number,
    entry: { readonly hash: number; readonly slot: number; readonly count: number },
  ): number {
    const trace = this.#counts.length
    for (let i = from; i < to; i++) this.#codes.push(source[i]!)
    this.#offsets.push(this.#codes.length)
    this.#counts.push(entry.count)
    this.#hashes.push(entry.hash)
    this.#slots[entry.slot] = trace
    if (trace * 2 >= this.#slots.length) this.#rehash()
    return trace
  }

  #rehash(): void {
    const size = this.#slots.length * 2
    this.#slots = new Int32Array(size).fill(-1)
    for (let trace = 0; trace < this.#hashes.length; trace++) {
      let slot = this.#hashes[trace]! & (size - 1)
      while (this.#slots[slot] !== -1) slot = (slot + 1) & (size - 1)
      this.#slots[slot] = trace
    }
  }
}

/** FNV-1a over whole codes, with a final mix so that the low bits are good enough for a table. */
function hashCodes(source: Int32Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let i = from; i < to; i++) {
    hash = Math.imul(hash ^ source[i]!, 0x01000193)
    hash ^= hash >>> 13
  }
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d)
  return (hash ^ (hash >>> 12)) & 0x7fffffff
}
