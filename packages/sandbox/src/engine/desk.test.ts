import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { CaseRun } from '../casework/step.ts'
import { Desk } from './desk.ts'

function waiting(index: number, { priority = false, hurried = false } = {}): CaseRun {
  return { index, priority, hurried } as CaseRun
}

const anyone = (): boolean => true

describe('a desk', () => {
  test('gives cases out in the order they came, those with priority first', () => {
    fc.assert(
      fc.property(fc.array(fc.boolean()), (priorities) => {
        const desk = new Desk()
        for (const [index, priority] of priorities.entries()) desk.add(waiting(index, { priority }))
        const out: number[] = []
        for (let run = desk.take(anyone); run; run = desk.take(anyone)) out.push(run.index)
        const indexes = [...priorities.keys()]
        expect(out).toEqual([...indexes.filter((i) => priorities[i]), ...indexes.filter((i) => !priorities[i])])
      }),
    )
  })

  test('passes over only what the officer may not take', () => {
    const desk = new Desk()
    for (const index of [0, 1, 2]) desk.add(waiting(index))
    expect(desk.take(({ index }) => index > 0)?.index).toBe(1)
    expect(desk.take(anyone)?.index).toBe(0)
    expect(desk.length).toBe(1)
  })

  test('counts whom a favoured case passes', () => {
    const desk = new Desk()
    desk.add(waiting(0))
    desk.add(waiting(1, { priority: true }))
    desk.add(waiting(2))
    expect(desk.takeOutOfTurn(({ index }) => index === 2)).toMatchObject({ run: { index: 2 }, passed: 2 })
    expect(desk.takeOutOfTurn(({ index }) => index === 2)).toBeUndefined()
  })
})
