import { SPACE, textOf } from '../xml/bytes.ts'

const numberSyntax = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/
const powersOfTen = Array.from({ length: 16 }, (_, power) => 10 ** power)

/**
 * Reads an xs:long or xs:double from bytes: correctly rounded, `NaN` where it is none.
 * Up to 15 digits are exact in a double, and so is the power of ten they are divided by.
 */
export function parseNumber(bytes: Uint8Array, from: number, to: number): number {
  const negative = bytes[from] === 45
  let value = 0
  let digits = 0
  let point = -1
  for (let i = negative ? from + 1 : from; i < to; i++) {
    const byte = bytes[i]!
    if (byte === 46 && point < 0) point = digits
    else if (byte < 48 || byte > 57 || ++digits > 15) return parseNumberText(textOf(bytes, from, to))
    else value = value * 10 + byte - 48
  }
  if (digits === 0) return parseNumberText(textOf(bytes, from, to))
  const magnitude = point < 0 ? value : value / powersOfTen[digits - point]!
  return negative ? -magnitude : magnitude
}

/** Reads a number as XML Schema writes it, `INF` included; `NaN` where it is none. */
function parseNumberText(text: string): number {
  const trimmed = text.trim()
  if (trimmed === 'INF' || trimmed === '+INF') return Number.POSITIVE_INFINITY
  if (trimmed === '-INF') return Number.NEGATIVE_INFINITY
  return numberSyntax.test(trimmed) ? Number(trimmed) : Number.NaN
}

/** Reads an xs:boolean from bytes, in any case: `1`, `0`, or `-1` where it is none. */
export function parseBoolean(bytes: Uint8Array, from: number, to: number): number {
  while (from < to && bytes[from]! <= SPACE) from++
  while (to > from && bytes[to - 1]! <= SPACE) to--
  const length = to - from
  if (length === 1) return bytes[from] === 49 ? 1 : bytes[from] === 48 ? 0 : -1
  if (length !== 4 && length !== 5) return -1
  const text = textOf(bytes, from, to).toLowerCase()
  return text === 'true' ? 1 : text === 'false' ? 0 : -1
}
