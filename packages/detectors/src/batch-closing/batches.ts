/** A burst: positions of its first and last instant. */
export interface Batch {
  readonly from: number
  readonly to: number
}

/**
 * Finds bursts in ascending instants: every `least` neighbours within the window, joined where they overlap.
 *
 * @param times ascending
 * @param options `windowMs` and the `least` number of instants in it, at least 2
 */
export function batchesIn(
  times: Float64Array,
  { windowMs, least }: { windowMs: number; least: number },
): readonly Batch[] {
  const batches: { from: number; to: number }[] = []
  for (let from = 0; from + least - 1 < times.length; from++) {
    const to = from + least - 1
    if (times[to]! - times[from]! > windowMs) continue
    const last = batches.at(-1)
    if (last && from <= last.to) last.to = to
    else batches.push({ from, to })
  }
  return batches
}
