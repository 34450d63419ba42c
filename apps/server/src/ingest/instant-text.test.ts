import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { instantText } from './instant-text.ts'

describe('instantText', () => {
  it('writes what Date.toISOString writes', () => {
    const farthest = 8.64e15
    fc.assert(
      fc.property(
        fc.oneof(fc.integer({ min: -farthest, max: farthest }), fc.integer({ min: -1e13, max: 1e13 })),
        (at) => {
          expect(instantText(at)).toBe(new Date(at).toISOString())
        },
      ),
    )
  })

  it('refuses what is no instant', () => {
    expect(() => instantText(9e15)).toThrow(RangeError)
    expect(() => instantText(Number.NaN)).toThrow(RangeError)
  })
})
