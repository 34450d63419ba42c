import { TraceGrouper, type TraceSet, traceCount } from '../trace-set.ts'

/**
 * A part of a log during discovery: distinct traces over an alphabet of its own, so that bit sets stay small.
 * Local code `x` stands for activity `alphabet[x]`; `alphabet` ascends.
 */
export interface Sublog {
  readonly alphabet: Int32Array
  readonly codes: Int32Array
  readonly offsets: Int32Array
  readonly counts: Float64Array
}

/** The whole log as a sublog. Activities are numbered by name, so that the tree does not depend on the order of the source. */
export function wholeLog(traces: TraceSet): { readonly sublog: Sublog; readonly names: readonly string[] } {
  const names = [...new Set(traces.activities)].sort()
  const rank = new Map(names.map((name, index) => [name, index]))
  const codes = traces.codes.map((code) => rank.get(traces.activities[code]!)!)
  const builder = new SublogBuilder()
  for (let t = 0; t < traceCount(traces); t++) {
    for (let i = traces.offsets[t]!; i < traces.offsets[t + 1]!; i++) builder.push(codes[i]!)
    builder.endTrace(traces.counts[t]!)
  }
  return { sublog: builder.finish(), names }
}

/** Builds a sublog trace by trace from activity codes of the whole log; equal traces are merged. */
export class SublogBuilder {
  #grouper = new TraceGrouper()
  #trace = new Int32Array(64)
  #length = 0

  push(activity: number): void {
    if (this.#length === this.#trace.length) {
      const longer = new Int32Array(this.#length * 2)
      longer.set(this.#trace)
      this.#trace = longer
    }
    this.#trace[this.#length++] = activity
  }

  endTrace(count: number): void {
    this.#grouper.add(this.#trace, 0, this.#length, count)
    this.#length = 0
  }

  finish(): Sublog {
    const { codes, offsets, counts } = this.#grouper.finish()
    const alphabet = Int32Array.from(new Set(codes)).sort()
    const local = new Int32Array((alphabet.at(-1) ?? -1) + 1)
    for (let x = 0; x < alphabet.length; x++) local[alphabet[x]!] = x
    return { alphabet, codes: codes.map((activity) => local[activity]!), offsets, counts }
  }
}

/** Number of cases, and of those how many did nothing. */
export function countCases(sublog: Sublog): { readonly cases: number; readonly empty: number } {
  let cases = 0
  let empty = 0
  for (let t = 0; t < sublog.counts.length; t++) {
    cases += sublog.counts[t]!
    if (sublog.offsets[t] === sublog.offsets[t + 1]) empty += sublog.counts[t]!
  }
  return { cases, empty }
}

/** The sublog without its empty traces. */
export function withoutEmpty(sublog: Sublog): Sublog {
  const kept: number[] = []
  for (let t = 0; t < sublog.counts.length; t++) if (sublog.offsets[t] !== sublog.offsets[t + 1]) kept.push(t)
  if (kept.length === sublog.counts.length) return sublog
  const offsets = Int32Array.from([0, ...kept.map((t) => sublog.offsets[t + 1]!)])
  return { ...sublog, offsets, counts: Float64Array.from(kept, (t) => sublog.counts[t]!) }
}
