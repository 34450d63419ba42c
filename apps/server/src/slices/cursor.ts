import { textFault } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'

type Key = string | number | null

/** Writes the key of the last row of a page as an opaque text. */
export function writeCursor(key: readonly Key[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

/**
 * Reads the key that `writeCursor` wrote.
 *
 * @param length how many parts the key has
 * @returns `undefined` for the first page
 * @throws ProblemError `invalid` where the text was not written by us
 */
export function readCursor(cursor: string | undefined, length: number): readonly Key[] | undefined {
  if (cursor === undefined) return undefined
  const key = parsed(Buffer.from(cursor, 'base64url').toString())
  const fits = Array.isArray(key) && key.length === length && key.every(isKey)
  if (!fits) throw new ProblemError('invalid', {}, { fields: [{ field: 'cursor', value: cursor, message: 'cursor' }] })
  return key
}

function isKey(value: unknown): value is Key {
  return (
    value === null || typeof value === 'number' || (typeof value === 'string' && textFault(value, 4_000) === undefined)
  )
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
