import { ProblemError } from '../http/problem-error.ts'

type Kind = 'number' | 'string'
type Values<K extends readonly Kind[]> = { [I in keyof K]: K[I] extends 'number' ? number : string }

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
  const fits =
    Array.isArray(values) && values.length === kinds.length && values.every((value, i) => typeof value === kinds[i])
  if (fits) return values as Values<K>
  throw new ProblemError('invalid', {}, { fields: [{ field: 'cursor', value: text, message: 'cursor' }] })
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}
