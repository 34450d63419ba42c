/** Round tick values that cover `low … high` with about `wanted` steps: 0, 5, 10, … */
export function niceTicks(low: number, high: number, wanted = 5): readonly number[] {
  if (!(high > low)) return [low]
  const step = niceStep((high - low) / wanted)
  const ticks: number[] = []
  for (let i = Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) ticks.push(roundOff(i * step))
  return ticks
}

/** The smallest of 1, 2, 5 × 10ⁿ that is not below `least`. */
export function niceStep(least: number): number {
  const power = 10 ** Math.floor(Math.log10(least))
  return roundOff(([1, 2, 5, 10].find((factor) => factor * power >= least * (1 - 1e-9)) ?? 10) * power)
}

/** Maps `domain` to `range` in a straight line; a domain of no width maps to the start of the range. */
export function linear(domain: readonly [number, number], range: readonly [number, number]): (value: number) => number {
  const width = domain[1] - domain[0]
  const factor = width === 0 ? 0 : (range[1] - range[0]) / width
  return (value) => round(range[0] + (value - domain[0]) * factor)
}

/** Coordinates need no more than a tenth of a pixel. */
export function round(value: number): number {
  return Math.round(value * 10) / 10
}

function roundOff(value: number): number {
  return Number(value.toPrecision(12))
}

/** Width of a text in pixels as far as one can tell without a font: full-width characters count double. */
export function textWidth(text: string, fontSize = 12): number {
  let units = 0
  for (const char of text) units += char.codePointAt(0)! >= 0x1100 ? 1 : 0.56
  return units * fontSize
}

/** Shortens a text to a width in pixels, with an ellipsis. */
export function fitText(text: string, width: number, fontSize = 12): string {
  if (textWidth(text, fontSize) <= width) return text
  let kept = ''
  for (const char of text) {
    if (textWidth(`${kept}${char}…`, fontSize) > width) break
    kept += char
  }
  return `${kept.trimEnd()}…`
}
