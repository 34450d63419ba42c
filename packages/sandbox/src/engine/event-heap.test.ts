import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EventHeap } from './event-heap.ts'

test('events come out by time, and equal times in the order they went in', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 20 }), { maxLength: 3000 }), (times) => {
      const heap = new EventHeap()
      times.forEach((time, code) => {
        heap.push(time, code)
      })
      const popped: number[] = []
      while (heap.length > 0) popped.push(heap.pop())
      const expected = times.map((time, code) => ({ time, code })).sort((a, b) => a.time - b.time || a.code - b.code)
      expect(popped).toEqual(expected.map(({ code }) => code))
    }),
  )
})

test('pushing and popping by turns keeps the order', () => {
  const heap = new EventHeap()
  heap.push(5, 1)
  heap.push(3, 2)
  expect(heap.nextTime).toBe(3)
  expect(heap.pop()).toBe(2)
  heap.push(4, 3)
  heap.push(5, 4)
  expect([heap.pop(), heap.pop(), heap.pop()]).toEqual([3, 1, 4])
})
