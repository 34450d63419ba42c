import { createRandom, type Random } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import { type RankingOptions, type RankingUnit, rankUnits, type StratumSums } from './rank-units.ts'

const overdue = { kind: 'share', better: 'lower' } as const

function unit(key: string, ...strata: readonly (readonly [stratum: string, n: number, sum: number])[]): RankingUnit {
  return { key, strata: strata.map(([stratum, n, sum]) => ({ stratum, n, sum })) }
}

describe('ranking units', () => {
  it('holds the mix of cases equal: hard cases are no fault', () => {
    // Everybody is late in one of ten easy and five of ten hard cases; `c` has the hard ones.
    const units = [
      unit('a', ['easy', 900, 90], ['hard', 100, 50]),
      unit('b', ['easy', 500, 50], ['hard', 500, 250]),
      unit('c', ['easy', 100, 10], ['hard', 900, 450]),
    ]
    const { units: ranked, overall } = rankUnits(units, overdue)
    expect(overall).toBe(0.3)
    for (const each of ranked) {
      expect(each).toMatchObject({ rank: 1, rankRange: [1, 3], state: 'ranked', reasons: [] })
      expect(each.adjusted).toBeCloseTo(0.3, 10)
      expect(each.expected).toBeCloseTo(each.observed!, 10)
    }
    expect(ranked.map(({ observed }) => observed)).toEqual([0.14, 0.3, 0.46])
  })

  it('names the last only where they are worse by more than chance, and says why', () => {
    const good = Array.from({ length: 9 }, (_, i) => unit(`u${i}`, ['x', 200, 20], ['y', 200, 20]))
    const { units } = rankUnits([...good, unit('slow', ['x', 200, 22], ['y', 200, 60])], overdue)
    const last = units.at(-1)!
    expect(last).toMatchObject({ key: 'slow', rank: 10, rankRange: [10, 10], state: 'bottom' })
    expect(last.reasons).toEqual([
      {
        key: 'worseThanExpected',
        values: { sample: 400, observed: 0.205, expected: 0.1, adjusted: expect.closeTo(0.2155, 4), overall: 0.1105 },
      },
      {
        key: 'difference',
        values: { difference: expect.closeTo(0.105), low: expect.closeTo(0.067, 2), high: expect.closeTo(0.148, 2) },
      },
      { key: 'confident', values: { falseDiscoveryRate: 0.05 } },
      { key: 'stratum', values: { stratum: 'y', sample: 200, observed: 0.3, expected: 0.1 } },
    ])
    expect(units.filter(({ state }) => state === 'bottom')).toHaveLength(1)
    expect(units[0]).toMatchObject({ rank: 1, rankRange: [1, 9] })
  })

  it('names nobody where the last differ by no more than chance', () => {
    const units = Array.from({ length: 10 }, (_, i) => unit(`u${i}`, ['', 100, 10 + (i % 4)]))
    expect(rankUnits(units, overdue).units.map(({ state }) => state)).toEqual(new Array(10).fill('ranked'))
  })

  it('turns round where more is better', () => {
    const units = [unit('a', ['', 400, 390]), unit('b', ['', 400, 388]), unit('c', ['', 400, 300])]
    const { units: ranked } = rankUnits(units, { kind: 'share', better: 'higher' })
    expect(ranked.map(({ key, rank, state }) => `${key} ${rank} ${state}`)).toEqual([
      'a 1 ranked',
      'b 2 ranked',
      'c 3 bottom',
    ])
  })

  it('ranks only units with enough cases, and enough of them in common with others', () => {
    const units = [
      unit('a', ['x', 100, 10]),
      unit('b', ['x', 100, 12]),
      unit('small', ['x', 29, 29]),
      unit('alone', ['z', 500, 100], ['x', 30, 3]),
      unit('none'),
    ]
    const { units: ranked } = rankUnits(units, overdue)
    expect(ranked.map(({ key, state }) => `${key} ${state}`)).toEqual([
      'a ranked',
      'b ranked',
      'small tooFew',
      'alone tooLittleInCommon',
      'none tooFew',
    ])
    expect(ranked[3]).toEqual({
      key: 'alone',
      sample: 530,
      comparedSample: 30,
      observed: 103 / 530,
      state: 'tooLittleInCommon',
      reasons: [],
    })
    expect(ranked[4]).not.toHaveProperty('observed')
  })

  it('does not call a unit late for one rare case', () => {
    const units = [...Array.from({ length: 9 }, (_, i) => unit(`u${i}`, ['', 1000, 1])), unit('v', ['', 30, 1])]
    expect(rankUnits(units, overdue).units.at(-1)).toMatchObject({ key: 'v', state: 'ranked' })
  })

  it('does not depend on the order in which units and strata come', () => {
    const units = [
      unit('a', ['x', 100, 10], ['y', 50, 9]),
      unit('b', ['y', 70, 20], ['x', 100, 12]),
      unit('c', ['x', 60, 20], ['y', 60, 30]),
    ]
    const turned = units.map((each) => ({ ...each, strata: [...each.strata].reverse() })).reverse()
    const told = rankUnits(units, overdue).units.map(({ key, rank, rankRange }) => ({ key, rank, rankRange }))
    expect(rankUnits(turned, overdue).units.map(({ key, rank, rankRange }) => ({ key, rank, rankRange }))).toEqual(told)
  })

  it('widens intervals where cases of a unit vary together', () => {
    const units = [unit('a', ['', 100, 10]), unit('b', ['', 100, 20])]
    const width = (designEffect: number): number => {
      const { interval } = rankUnits(units, { ...overdue, designEffect }).units[1]!
      return interval!.high - interval!.low
    }
    expect(width(4) / width(1)).toBeCloseTo(2, 1)
  })
})

/** Draws units whose strata and sizes differ; `effect` moves some of them. Tells what they truly are. */
function drawUnits(random: Random, kind: RankingOptions['kind'], effect: (unit: number) => number) {
  // Box and Muller.
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random())
  const base = { share: [0.06, 0.2, 0.5], rate: [0.02, 0.05, 0.2], mean: [20, 50, 90] }[kind]
  const draw = (mean: number): number => {
    if (kind === 'share') return random() < mean ? 1 : 0
    // Arrivals of a Poisson process within one unit of time.
    if (kind === 'rate') {
      let events = 0
      let passed = -Math.log(1 - random())
      while (passed < mean) {
        events++
        passed -= Math.log(1 - random())
      }
      return events
    }
    return mean * Math.exp(0.7 * normal() - 0.245)
  }
  const drawn = Array.from({ length: 20 }, (_, u) => {
    const means = base.map((level) => level * (1 + effect(u)))
    const strata: StratumSums[] = means.map((mean, s) => {
      const n = 20 + Math.floor(random() ** 2 * 260)
      let sum = 0
      let squares = 0
      for (let i = 0; i < n; i++) {
        const value = draw(mean)
        sum += value
        squares += value * value
      }
      return { stratum: String(s), n, sum, squares }
    })
    return { key: String(u), strata, means }
  })
  const truth = new Map(
    drawn.map(({ key, strata, means }) => {
      const n = strata.reduce((total, each) => total + each.n, 0)
      const gaps = strata.map(({ n: own }, s) => {
        const others = drawn.filter((each) => each.key !== key)
        const peers = others.reduce((total, each) => total + each.strata[s]!.n, 0)
        const expected = others.reduce((total, each) => total + each.strata[s]!.n * each.means[s]!, 0) / peers
        return own * (means[s]! - expected)
      })
      return [key, gaps.reduce((a, b) => a + b, 0) / n]
    }),
  )
  return { units: drawn.map(({ key, strata }) => ({ key, strata })), truth }
}

describe.each(['share', 'rate', 'mean'] as const)('by simulation, the ranking of a %s', (kind) => {
  const options = { kind, better: 'lower' } as const

  it('has intervals that hold the true difference in 95% of cases', () => {
    const random = createRandom(7)
    let held = 0
    let drawn = 0
    for (let run = 0; run < 120; run++) {
      const { units, truth } = drawUnits(random, kind, (u) => (u % 4) * 0.15)
      const { units: ranked, overall } = rankUnits(units, options)
      for (const { key, interval } of ranked) {
        drawn++
        const level = overall + truth.get(key)!
        if (interval!.low <= level && level <= interval!.high) held++
      }
    }
    expect(held / drawn).toBeGreaterThan(0.94)
    expect(held / drawn).toBeLessThan(0.985)
  })

  it('names somebody in about 5% of rankings, or fewer, where nobody differs', () => {
    const random = createRandom(11)
    let wrong = 0
    for (let run = 0; run < 400; run++) {
      const { units } = rankUnits(drawUnits(random, kind, () => 0).units, options)
      if (units.some(({ state }) => state === 'bottom')) wrong++
    }
    // 5% and twice the standard error of 400 runs.
    expect(wrong / 400).toBeLessThanOrEqual(0.072)
  })

  it('names those who are much worse, and hardly anybody else', () => {
    const random = createRandom(13)
    let right = 0
    let named = 0
    for (let run = 0; run < 60; run++) {
      const { units } = rankUnits(
        drawUnits(random, kind, (u) => (u === 3 ? (kind === 'rate' ? 1.5 : 0.9) : 0)).units,
        options,
      )
      const bottom = units.filter(({ state }) => state === 'bottom')
      named += bottom.length
      if (bottom.some(({ key }) => key === '3')) right++
    }
    expect(right / 60).toBeGreaterThan(0.85)
    expect(right / named).toBeGreaterThan(0.9)
  })
})
