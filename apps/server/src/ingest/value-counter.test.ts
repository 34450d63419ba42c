import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ValueCounter } from './value-counter.ts'

function valuesOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1
  return Object.values(value).reduce<number>((sum, inner) => sum + valuesOf(inner), 1)
}

it('counts what is parsed, wherever the chunks are cut, and is not misled by texts', () => {
  fc.assert(
    fc.property(fc.json(), fc.nat(50), (text, cut) => {
      const bytes = new TextEncoder().encode(text)
      const counter = new ValueCounter()
      counter.push(bytes.subarray(0, cut))
      counter.push(bytes.subarray(cut))
      // A value that stands alone is not counted, and an empty list or object may count as if it held one.
      expect(counter.count).toBeGreaterThanOrEqual(Math.floor((valuesOf(JSON.parse(text)) - 1) / 2))
      expect(counter.count).toBeLessThanOrEqual(2 * valuesOf(JSON.parse(text)))
    }),
  )
})

it('counts lists, objects and what commas part, outside texts', () => {
  const counter = new ValueCounter()
  counter.push(new TextEncoder().encode('[{"a":"[,\\",{"},{}]\n"open [,,\n[1,2]'))
  expect(counter.count).toBe(6)
})
