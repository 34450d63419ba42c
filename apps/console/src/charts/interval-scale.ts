/** A scale from values to shares of the width, with round marks. */
export interface IntervalScale {
  /** 0 … 1 */
  readonly at: (value: number) => number
  readonly marks: readonly number[]
}

/** A scale that holds all values, ends at round marks, and starts at zero where the values reach near to it. */
export function intervalScale(values: readonly number[], markCount = 5): IntervalScale {
  const finite = values.filter(Number.isFinite).map((value) => (Math.abs(value) < 1e-9 ? 0 : value))
  const least = finite.length === 0 ? 0 : Math.min(...finite)
  const most = finite.length === 0 ? 1 : Math.max(...finite)
  // Bars of chance are compared by place, not by length: zero belongs in only where it is near.
  const low = least > 0 && least < (most - least) * 1.5 ? 0 : least
  // Values that are as good as one need some room around them.
  const span = most === low ? Math.abs(most) || 1 : Math.max(most - low, Math.abs(most) * 1e-6, 1e-9)
  const step = roundStep(span / markCount)
  const first = Math.floor(low / step) * step
  const last = Math.max(first + step, Math.ceil(most / step - 1e-9) * step)
  const marks = Array.from({ length: Math.round((last - first) / step) + 1 }, (_, index) => first + index * step)
  return { at: (value) => Math.min(1, Math.max(0, (value - first) / (last - first))), marks }
}

/** The next of 1, 2, 5 times a power of ten. */
function roundStep(rough: number): number {
  const power = 10 ** Math.floor(Math.log10(rough))
  const factor = [1, 2, 5, 10].find((it) => it * power >= rough - Number.EPSILON) ?? 10
  return factor * power
}
