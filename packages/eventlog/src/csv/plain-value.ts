/** Longest run of digits of which every number is exact in a double. */
const mostDigits = 15

/**
 * Whether a text is an integer as a program writes it: no leading zero, no plus sign, at most 15 digits. What has more, or
 * leading zeros, is an identifier, and would be spoilt by becoming a number.
 */
export function isPlainInteger(bytes: Uint8Array, from: number, to: number): boolean {
  const first = bytes[from] === 45 ? from + 1 : from
  const digits = to - first
  if (digits < 1 || digits > mostDigits || (bytes[first] === 48 && to - from > 1)) return false
  for (let i = first; i < to; i++) if (bytes[i]! < 48 || bytes[i]! > 57) return false
  return true
}

/** Whether a text is a number as a program writes it: an integer, or with decimals, or with an exponent. */
export function isPlainNumber(bytes: Uint8Array, from: number, to: number): boolean {
  const text = to - from > 32 ? '' : Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from).toString('latin1')
  return (
    /^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(text) &&
    (isPlainInteger(bytes, from, to) || /[.eE]/.test(text)) &&
    Number.isFinite(Number(text))
  )
}

const truths = ['true', '1', 'yes', 'y', 't', '是']
const falsehoods = ['false', '0', 'no', 'n', 'f', '否']

/**
 * Reads a truth value: `1`, `0`, or `-1` where the text is none. Only `true` and `false` are taken for truth values unasked; the
 * other words are where the profile says that the column is boolean.
 */
export function readTruth(bytes: Uint8Array, from: number, to: number, asked: boolean): number {
  if (to - from > 5) return -1
  const text = new TextDecoder().decode(bytes.subarray(from, to)).toLowerCase()
  const known = asked ? truths.length : 1
  if (truths.indexOf(text) >= 0 && truths.indexOf(text) < known) return 1
  return falsehoods.indexOf(text) >= 0 && falsehoods.indexOf(text) < known ? 0 : -1
}
