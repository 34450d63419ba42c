import { quantileSorted } from '@zhengfeng/mining'
import type { Distribution } from './check-up.ts'

const hourMs = 3_600_000

/**
 * Describes a set of durations: quantiles by linear interpolation, and classes of one round width that hold 95% of them.
 *
 * @param values milliseconds, in any order; reordered
 * @param dayMs length of the day in which the classes are counted: 24 hours, or the hours of a working day
 * @returns `null` where there is nothing to describe
 */
export function distributionOf(values: Float64Array, dayMs: number): Distribution | null {
  if (values.length === 0) return null
  const sorted = values.sort()
  const at = (q: number): number => quantileSorted(sorted, q)
  return {
    cases: sorted.length,
    p25Ms: at(0.25),
    medianMs: at(0.5),
    p75Ms: at(0.75),
    p90Ms: at(0.9),
    maxMs: at(1),
    bins: binsOf(sorted, binWidth(at(0.95), dayMs)),
  }
}

/** The smallest round width with which at most 32 classes reach `upTo`. */
function binWidth(upTo: number, dayMs: number): number {
  const widths = [hourMs / 12, hourMs / 4, hourMs / 2, hourMs, 2 * hourMs, dayMs / 4, dayMs / 2]
  for (let power = 1; power < 1e6; power *= 10) widths.push(power * dayMs, 2 * power * dayMs, 5 * power * dayMs)
  return widths.find((width) => upTo / width <= 32) ?? upTo / 32
}

function binsOf(sorted: Float64Array, width: number): Distribution['bins'] {
  const closed = Math.max(1, Math.ceil(quantileSorted(sorted, 0.95) / width + 1e-9))
  const bins: Distribution['bins'] = Array.from({ length: closed }, (_, index) => ({
    fromMs: index * width,
    toMs: (index + 1) * width,
    cases: 0,
  }))
  let beyond = 0
  for (const value of sorted) {
    const bin = bins[Math.max(0, Math.floor(value / width))]
    if (bin) bin.cases++
    else beyond++
  }
  return beyond > 0 ? [...bins, { fromMs: closed * width, toMs: null, cases: beyond }] : bins
}
