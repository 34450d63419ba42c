import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hashBytes, Interner } from './interner.ts'

it('gives equal texts one code, in order of first appearance, and gives the texts back', () => {
  const texts = fc.array(fc.oneof(fc.constantFrom('', '受理', 'a', 'ab'), fc.string({ unit: 'grapheme' })), {
    maxLength: 200,
  })
  fc.assert(
    fc.property(texts, (written) => {
      const interner = new Interner()
      const codes = written.map((text) => interner.intern(text))
      const distinct = [...new Set(written)]
      expect(codes).toEqual(written.map((text) => distinct.indexOf(text)))
      expect(interner.values).toEqual(distinct)
      expect(interner.count).toBe(distinct.length)
    }),
  )
})

it('keeps many texts apart, and lets go of the bytes it was given', () => {
  const interner = new Interner()
  const source = Buffer.alloc(12)
  for (let i = 0; i < 50_000; i++) {
    source.write(`case-${i}`, 'latin1')
    const length = `case-${i}`.length
    expect(interner.internBytes(source, 0, length)).toBe(i)
  }
  expect(interner.values[0]).toBe('case-0')
  expect(interner.values.at(-1)).toBe('case-49999')
  expect(interner.intern('case-31415')).toBe(31415)
})

it('shows one text without making the others, and its bytes', () => {
  const interner = new Interner()
  interner.intern('')
  interner.intern('受理')
  expect(interner.text(1)).toBe('受理')
  expect(Buffer.from(interner.bytes.subarray(interner.startOf(1), interner.startOf(2))).toString()).toBe('受理')
})

it('takes a hash that was computed before', () => {
  const interner = new Interner()
  const bytes = Buffer.from('window')
  expect(interner.intern('window')).toBe(interner.internHashed(bytes, 0, 6, hashBytes(bytes, 0, 6)))
})
