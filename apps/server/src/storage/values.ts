import { parseInstant } from './instant-text.ts'

/** Reads one value from the text that PostgreSQL sends. */
export type Decode = (text: string) => unknown

const readers: Readonly<Record<number, Decode>> = {
  16: (text) => text === 't',
  17: readBytes,
  20: readNumber,
  21: Number,
  23: Number,
  26: Number,
  700: Number,
  701: Number,
  1700: readNumber,
  114: readJson,
  3802: readJson,
  1114: parseInstant,
  1184: parseInstant,
}

// Array types by the type of their elements. Elements that have no reader stay text.
const elements: Readonly<Record<number, number>> = {
  1000: 16,
  1001: 17,
  1005: 21,
  1007: 23,
  1009: 25,
  1014: 1042,
  1015: 1043,
  1016: 20,
  1021: 700,
  1022: 701,
  1028: 26,
  1115: 1114,
  1182: 1082,
  1185: 1184,
  1231: 1700,
  199: 114,
  2951: 2950,
  3807: 3802,
}

/** How values of a type are read; types without a reader stay text. */
export function decoderOf(type: number): Decode {
  const reader = readers[type]
  if (reader !== undefined) return reader
  const element = elements[type]
  return element === undefined ? keepText : (text) => readArray(text, decoderOf(element))
}

function keepText(text: string): string {
  return text
}

function readNumber(text: string): number {
  const value = Number(text)
  // A count or sum that a number cannot hold to the last digit must not be shown as if it were exact.
  if (Math.abs(value) > Number.MAX_SAFE_INTEGER && Number.isFinite(value)) {
    throw new RangeError(`${text} is beyond 2^53 and cannot be read exactly; cast it to text in the statement`)
  }
  return value
}

function readBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text.slice(2), 'hex')
  return new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length)
}

function readJson(text: string): unknown {
  return JSON.parse(text)
}

/** Reads `{a,"b c",NULL,{…}}`. */
function readArray(text: string, read: Decode): unknown[] {
  // Bounds are told before the array where they do not begin at 1: [0:1]={a,b}.
  let at = text.indexOf('{') + 1
  const levels: unknown[][] = [[]]
  for (;;) {
    const values = levels.at(-1)!
    const sign = text[at]
    if (sign === '{') {
      levels.push([])
      at += 1
    } else if (sign === '}') {
      levels.pop()
      if (levels.length === 0) return values
      levels.at(-1)!.push(values)
      at += 1
    } else if (sign === ',') {
      at += 1
    } else if (sign === '"') {
      const [value, next] = readQuoted(text, at + 1)
      values.push(read(value))
      at = next
    } else {
      const next = endOfPlain(text, at)
      const value = text.slice(at, next)
      values.push(value === 'NULL' ? null : read(value))
      at = next
    }
  }
}

function readQuoted(text: string, from: number): [string, number] {
  let value = ''
  let at = from
  while (text[at] !== '"') {
    if (text[at] === '\\') at += 1
    value += text[at]
    at += 1
  }
  return [value, at + 1]
}

function endOfPlain(text: string, from: number): number {
  let at = from
  while (text[at] !== ',' && text[at] !== '}') at += 1
  return at
}
