import { textFault } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'

type Kind = 'number' | 'integer' | 'string' | 'uuid'
type Values<K extends readonly Kind[]> = { [I in keyof K]: K[I] extends 'number' | 'integer' ? number : string }

/** What the database can take: whoever forges a cursor must not get further than here. */
const fits: Readonly<Record<Kind, (value: unknown) => boolean>> = {
  // As far as instants reach.
  number: (value) => typeof value === 'number' && Math.abs(value) <= 8.64e15,
  integer: (value) => Number.isSafeInteger(value),
  string: (value) => typeof value === 'string' && textFault(value, 4_000) === undefined,
  uuid: (value) => typeof value === 'string' && /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(value),
}

/** Where a page ended, as text for the address of the next one. */
export function writeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url')
}

/**
 * Reads back what `writeCursor` wrote.
 *
 * @param kinds what each value must be
 * @returns undefined where there is no cursor: the first page
 * @throws ProblemError `invalid` for anything else
 */
export function readCursor<const K extends readonly Kind[]>(text: string | undefined, kinds: K): Values<K> | undefined {
  if (text === undefined) return undefined
  const values = parsed(text)
  const ours =
    Array.isArray(values) && values.length === kinds.length && kinds.every((kind, i) => fits[kind](values[i]))
  if (ours) return values as Values<K>
  throw new ProblemError('invalid', {}, { fields: [{ field: 'cursor', value: text, message: 'cursor' }] })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
