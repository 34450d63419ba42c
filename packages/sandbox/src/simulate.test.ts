import { describe, expect, test } from 'vitest'
import { simulate } from './simulate.ts'

describe('a simulation', () => {
  test('gives the same log and labels for the same seed', () => {
    const options = { cases: 400, seed: 11, misconduct: { 'buck-passing': 0.1 } }
    expect(simulate(options)).toEqual(simulate(options))
  })

  test('gives another log for another seed', () => {
    const activities = (seed: number): number[] => Array.from(simulate({ cases: 100, seed }).log.time)
    expect(activities(1)).not.toEqual(activities(2))
  })
})
