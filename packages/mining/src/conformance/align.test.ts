import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { netOfTree } from '../model/net-of-tree.ts'
import type { ProcessTree } from '../model/process-tree.ts'
import { sketchTree, wordsOfTree } from '../model/sketch-tree.ts'
import { traceSetOf } from '../model/trace-set.ts'
import { parseTree } from '../model/tree-notation.ts'
import type { WorkflowNet } from '../model/workflow-net.ts'
import { createRandom } from '../statistics/random.ts'
import { align, type SearchBounds } from './align.ts'
import type { Alignment } from './alignment.ts'

describe('an alignment', () => {
  test('explains a trace by what fits, what was added and what was left out', () => {
    expect(alignWord(parseTree("->( 'a', 'b', +( 'c', 'd' ) )"), 'axdc')).toEqual({
      status: 'optimal',
      cost: 2,
      fitness: 1 - 2 / 8,
      moves: [
        { kind: 'sync', activity: 'a', position: 0 },
        { kind: 'model', activity: 'b', position: 1 },
        { kind: 'log', activity: 'x', position: 1 },
        { kind: 'sync', activity: 'd', position: 2 },
        { kind: 'sync', activity: 'c', position: 3 },
      ],
    })
  })

  test('repeats a loop as often as the trace does', () => {
    const tree = parseTree("*( ->( 'a', 'b' ), 'c' )")
    expect(costs(tree, ['ab', 'abcab', 'abab', 'abcabcab', ''])).toEqual([0, 0, 1, 0, 2])
  })

  test('of an empty trace with a model that may be skipped is perfect', () => {
    expect(alignWord(parseTree("X( tau, 'a' )"), '')).toMatchObject({ cost: 0, fitness: 1 })
  })
})

describe('least costs', () => {
  const cases = fc.record({ seed: fc.integer(), word: fc.string({ unit: fc.constantFrom(...'abcx'), maxLength: 3 }) })

  test('are those found by trying every trace that the model allows, with shared activities or without', () => {
    fc.assert(
      fc.property(cases, fc.boolean(), ({ seed, word }, distinct) => {
        const tree = sketchTree(createRandom(seed), { leaves: 5, letters: 3, distinct })
        const expected = bruteForceCost(tree, word)
        expect(costs(tree, [word])).toEqual([expected])
        expect(costs(netOfTree(tree), [word])).toEqual([expected])
      }),
      { numRuns: 400 },
    )
  })

  test('are the same by calculation on the tree and by search on its net, for longer traces', () => {
    const words = fc.array(fc.string({ unit: fc.constantFrom(...'abcdefgh'), maxLength: 12 }), { maxLength: 3 })
    fc.assert(
      fc.property(fc.integer(), words, (seed, traces) => {
        const tree = sketchTree(createRandom(seed), { leaves: 12, letters: 8, distinct: true })
        expect(costs(tree, traces)).toEqual(costs(netOfTree(tree), traces))
      }),
      { numRuns: 400 },
    )
  })
})

describe('moves', () => {
  test('spell the trace and a trace of the model, and there are as many deviations as they cost', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcdefghx'), maxLength: 12 })
    fc.assert(
      fc.property(fc.integer(), word, fc.boolean(), (seed, word, byNet) => {
        const tree = sketchTree(createRandom(seed), { leaves: 10, letters: 8, distinct: !byNet })
        const alignment = alignWord(byNet ? netOfTree(tree) : tree, word)
        if (alignment.status === 'undecided') throw new Error('not decided')
        const { moves, cost } = alignment
        const spelt = (...kinds: string[]): string =>
          moves
            .filter(({ kind }) => kinds.includes(kind))
            .map(({ activity }) => activity)
            .join('')
        expect(spelt('sync', 'log')).toBe(word)
        expect(moves.filter(({ kind }) => kind !== 'sync').length).toBe(cost)
        expect(moves.filter(({ kind }) => kind !== 'model').map(({ position }) => position)).toEqual(
          [...word].map((_, i) => i),
        )
        expect(costs(netOfTree(tree), [spelt('sync', 'model')])).toEqual([0])
      }),
      { numRuns: 400 },
    )
  })
})

describe('bounds', () => {
  const wide = netOfTree(parseTree(`+( ${[...'abcdefghijkl'].map((name) => `X( tau, '${name}' )`).join(', ')} )`))

  test('a search that would need too many states is undecided, and says what it costs at least', () => {
    expect(alignWord(wide, 'zlkjihgfedcbabcdefz', { maxStates: 500 })).toMatchObject({ status: 'undecided' })
    const atLeast = alignWord(wide, 'zz', { maxStates: 1 })
    expect(atLeast).toMatchObject({ status: 'undecided', lowerBound: 2 })
  })

  test('a calculation that would go on for too long is undecided as well', () => {
    const tree = parseTree("+( *( 'a', 'b' ), *( 'c', 'd' ) )")
    expect(alignWord(tree, 'zabacdcz', { maxCosts: 20 })).toMatchObject({ status: 'undecided', lowerBound: 2 })
    const traces = traceSetOf(['aa', 'bb', 'cc', 'dd'].map((word) => [...word]))
    expect(align(tree, traces, { maxTotalCosts: 100 }).at(-1)).toMatchObject({ status: 'undecided' })
  })

  test('a bound over all traces leaves the rest undecided instead of running on', () => {
    const traces = traceSetOf(['aa', 'bb', 'cc', 'dd'].map((word) => [...word]))
    const statuses = align(wide, traces, { maxTotalStates: 200 }).map(({ status }) => status)
    expect(statuses.at(-1)).toBe('undecided')
  })

  test('the lower bound is never above the cost', () => {
    const word = fc.string({ unit: fc.constantFrom(...'abcd'), maxLength: 8 })
    fc.assert(
      fc.property(fc.integer(), word, fc.integer({ min: 1, max: 60 }), (seed, word, maxStates) => {
        const net = netOfTree(sketchTree(createRandom(seed), { leaves: 8, letters: 4 }))
        const bounded = alignWord(net, word, { maxStates })
        const exact = alignWord(net, word)
        if (exact.status === 'undecided') throw new Error('not decided')
        if (bounded.status === 'undecided') {
          expect(bounded.lowerBound).toBeLessThanOrEqual(exact.cost)
          expect(bounded.fitnessAtMost).toBeGreaterThanOrEqual(exact.fitness)
        } else expect(bounded.cost).toBe(exact.cost)
      }),
    )
  })

  test('a model that can never end is refused', () => {
    const net: WorkflowNet = {
      kind: 'net',
      places: 2,
      transitions: [{ inputs: [0], outputs: [0], label: 'a' }],
      initial: [0],
      final: [1],
    }
    expect(() => alignWord(net, 'a')).toThrow('modelNeverEnds')
  })
})

function alignWord(model: ProcessTree | WorkflowNet, word: string, bounds?: SearchBounds): Alignment {
  return align(model, traceSetOf([[...word]]), bounds)[0]!
}

function costs(model: ProcessTree | WorkflowNet, words: readonly string[]): (number | undefined)[] {
  return words.map((word) => {
    const alignment = alignWord(model, word)
    return alignment.status === 'optimal' ? alignment.cost : undefined
  })
}

/** No word that is longer than twice the trace and the shortest word together can be the closest. */
function bruteForceCost(tree: ProcessTree, word: string): number {
  let shortest = 0
  while (wordsOfTree(tree, shortest).size === 0) shortest++
  const distances = Array.from(wordsOfTree(tree, 2 * word.length + shortest), (other) => distance(word, other))
  return Math.min(...distances.values())
}

/** Fewest letters to insert and delete. */
function distance(a: string, b: string): number {
  if (a === '' || b === '') return a.length + b.length
  if (a[0] === b[0]) return distance(a.slice(1), b.slice(1))
  return 1 + Math.min(distance(a.slice(1), b), distance(a, b.slice(1)))
}
