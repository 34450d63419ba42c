import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cumulativeOf, Dice } from './dice.ts'

describe('dice', () => {
  test('give the same numbers for the same seed and keys, others for others', () => {
    const draw = (...keys: number[]): number[] => {
      const dice = new Dice(5, ...keys)
      return Array.from({ length: 4 }, () => dice.next())
    }
    expect(draw(1, 2)).toEqual(draw(1, 2))
    expect(draw(1, 2)).not.toEqual(draw(1, 3))
    expect(draw(1, 2)).not.toEqual(draw(2, 1))
  })

  test('tell seeds apart that differ only beyond 32 bits', () => {
    expect(new Dice(7).next()).not.toBe(new Dice(7 + 2 ** 32).next())
  })

  test('stay within their bounds', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: -50, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        (seed, low, width) => {
          const dice = new Dice(seed)
          const whole = dice.integer(low, low + width)
          const real = dice.between(low, low + width + 1)
          return whole >= low && whole <= low + width && real >= low && real < low + width + 1
        },
      ),
    )
  })

  test('have the mean and spread of what they are asked for', () => {
    const dice = new Dice(3)
    const mean = (draw: () => number): number => Array.from({ length: 40_000 }, draw).reduce((a, b) => a + b) / 40_000
    expect(mean(() => dice.next())).toBeCloseTo(0.5, 1)
    expect(mean(() => dice.normal() ** 2)).toBeCloseTo(1, 1)
    expect(mean(() => dice.exponential(3))).toBeCloseTo(3, 0)
    expect(mean(() => (dice.logNormal(5, 0.5) < 5 ? 1 : 0))).toBeCloseTo(0.5, 1)
  })

  test('choose by weight, and never what weighs nothing', () => {
    const dice = new Dice(9)
    const counts = [0, 0, 0, 0]
    const weights = cumulativeOf([0, 1, 0, 3])
    for (let i = 0; i < 8000; i++) counts[dice.fromCumulative(weights)]!++
    expect(counts[0]).toBe(0)
    expect(counts[2]).toBe(0)
    expect(counts[3]! / counts[1]!).toBeCloseTo(3, 0)
  })
})
