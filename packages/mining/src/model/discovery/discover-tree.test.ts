import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { align } from '../../conformance/align.ts'
import { createRandom } from '../../statistics/random.ts'
import { ModelError } from '../errors.ts'
import { sketchTree, wordsOfTree } from '../sketch-tree.ts'
import { traceSetOf } from '../trace-set.ts'
import { formatTree, parseTree } from '../tree-notation.ts'
import { discoverTree } from './discover-tree.ts'

/** Traces as words of one-letter activities. */
function discovered(words: readonly string[], noise = 0, counts?: readonly number[]): string {
  return formatTree(
    discoverTree(
      traceSetOf(
        words.map((word) => [...word]),
        counts,
      ),
      { noise },
    ),
  )
}

describe('cuts', () => {
  test.each([
    [['ab', 'c'], "X( ->( 'a', 'b' ), 'c' )"],
    [['abc', 'ac'], "->( 'a', X( tau, 'b' ), 'c' )"],
    [['abd', 'd'], "->( X( tau, ->( 'a', 'b' ) ), 'd' )"],
    [['ab', 'ba'], "+( 'a', 'b' )"],
    [['abcd', 'acbd'], "->( 'a', +( 'b', 'c' ), 'd' )"],
    [['ab', 'abcab'], "*( ->( 'a', 'b' ), 'c' )"],
    [['ab', 'abcab', 'abdab'], "*( ->( 'a', 'b' ), X( 'c', 'd' ) )"],
    [['abcdef', 'abcd', 'aef'], "->( 'a', X( tau, ->( 'b', 'c', 'd' ) ), X( tau, ->( 'e', 'f' ) ) )"],
  ])('%j gives %s', (words, expected) => {
    expect(discovered(words)).toBe(expected)
  })
})

describe('fall-throughs', () => {
  test.each([
    ['a case without events is an alternative', ['', 'a'], "X( tau, 'a' )"],
    ['an activity that repeats is a loop', ['a', 'aaa'], "*( 'a', tau )"],
    ['an activity once in every trace goes beside the rest', ['abb', 'bba', 'bab'], "+( 'a', *( 'b', tau ) )"],
    [
      'an activity without which there is a cut goes beside the rest',
      ['abxc', 'axbc', 'xabxc', 'abcx'],
      "+( *( 'x', tau ), ->( 'a', 'b', 'c' ) )",
    ],
    ['a whole trace that repeats is a loop', ['abab'], "*( ->( 'a', 'b' ), tau )"],
  ])('%s', (_, words, expected) => {
    const tree = discovered(words)
    expect(tree).toBe(expected)
    expect(align(parseTree(tree), traceSetOf(words.map((word) => [...word]))).every(isFitting)).toBe(true)
  })
})

describe('noise', () => {
  test('a rare flow that hides a sequence is left out', () => {
    expect(discovered(['abc', 'cab'], 0, [99, 1])).toBe("+( 'a', 'b', 'c' )")
    expect(discovered(['abc', 'cab'], 0.2, [99, 1])).toBe("->( 'a', 'b', 'c' )")
  })

  test('rare cases without events, and rare repetition, are left out', () => {
    expect(discovered(['a', '', 'aa'], 0.1, [98, 1, 1])).toBe("'a'")
    expect(discovered(['a', '', 'aa'], 0, [98, 1, 1])).toBe("X( tau, *( 'a', tau ) )")
  })

  test('any share of noise gives some tree over activities of the log', () => {
    fc.assert(
      fc.property(logs, fc.double({ min: 0, max: 1, noNaN: true }), (words, noise) => {
        for (const name of discovered(words, noise).matchAll(/'(.)'/g)) expect(words.join('')).toContain(name[1])
      }),
    )
  })
})

const logs = fc.array(fc.string({ unit: fc.constantFrom(...'abcdef'), maxLength: 8 }), { minLength: 1, maxLength: 12 })

describe('laws', () => {
  test('without noise the tree allows every trace, and holds each activity once', () => {
    fc.assert(
      fc.property(logs, (words) => {
        const traces = traceSetOf(words.map((word) => [...word]))
        const tree = discoverTree(traces)
        expect(align(tree, traces).every(isFitting)).toBe(true)
        const leaves = formatTree(tree).match(/'.'/g) ?? []
        expect(leaves.sort()).toEqual([...new Set(words.join(''))].sort().map((letter) => `'${letter}'`))
      }),
      { numRuns: 1_000 },
    )
  })

  test('the order of cases and how often each was seen do not change it', () => {
    fc.assert(
      fc.property(logs, fc.integer(), (words, seed) => {
        const random = createRandom(seed)
        const shuffled = [...words, ...words.filter(() => random() < 0.5)].sort(() => random() - 0.5)
        expect(discovered(shuffled)).toBe(discovered(words))
      }),
    )
  })

  test('a model without loops is found again from all its traces', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const tree = sketchTree(createRandom(seed), { leaves: 6, letters: 6, distinct: true })
        fc.pre(!formatTree(tree).includes('*') && !formatTree(tree).includes('tau'))
        const words = wordsOfTree(tree, 6)
        expect(wordsOfTree(parseTree(discovered([...words])), 6)).toEqual(words)
      }),
      { numRuns: 60 },
    )
  })
})

test('a log of nothing gives tau', () => {
  expect(discovered([])).toBe('tau')
  expect(discovered([''])).toBe('tau')
})

test('a column of thousands of different values is refused as no process', () => {
  const traces = traceSetOf(Array.from({ length: 2_001 }, (_, i) => [`value ${i}`]))
  expect(() => discoverTree(traces)).toThrow(ModelError)
})

function isFitting(alignment: ReturnType<typeof align>[number]): boolean {
  return alignment.status === 'optimal' && alignment.cost === 0
}
