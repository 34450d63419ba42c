import { expect, it } from 'vitest'
import { readCursor, writeCursor } from './cursor.ts'

const id = '0190c1e2-0000-7000-8000-00000000000a'

it('gives back what was written', () => {
  const written = writeCursor([1_700_000_000_000, '办件', id, 3])
  expect(readCursor(written, ['number', 'string', 'uuid', 'integer'])).toEqual([1_700_000_000_000, '办件', id, 3])
  expect(readCursor(undefined, ['number'])).toBeUndefined()
})

it.each([
  ['an instant beyond the calendar', [1e300], ['number']],
  ['a number that is none', [null], ['number']],
  ['a fraction for a number of a row', [0.5], ['integer']],
  ['a NUL character', ['a\0b'], ['string']],
  ['half of a surrogate pair', ['a\ud800'], ['string']],
  ['no UUID', ["' or 1=1 --"], ['uuid']],
  ['too few values', [1], ['number', 'uuid']],
] as const)('refuses %s, before the database is asked', (_, values, kinds) => {
  expect(() => readCursor(writeCursor(values as never), kinds)).toThrow(expect.objectContaining({ code: 'invalid' }))
})
