import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../statistics/random.ts'
import { ModelError } from './errors.ts'
import { simplifyTree } from './simplify-tree.ts'
import { sketchTree, wordsOfTree } from './sketch-tree.ts'
import { formatTree, parseTree } from './tree-notation.ts'

describe('the notation of process trees', () => {
  test('every tree can be written and read back', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const tree = sketchTree(createRandom(seed), { leaves: 12, letters: 5 })
        expect(parseTree(formatTree(tree))).toEqual(tree)
      }),
    )
  })

  test('any name can be written and read back', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."a'\\(),\n 办") }), (name) => {
        expect(parseTree(formatTree({ kind: 'activity', name }))).toEqual({ kind: 'activity', name })
      }),
    )
  })

  test.each([
    ['', 1],
    ["'a", 1],
    ["->( 'a', )", 10],
    ["->( 'a'", 8],
    ["'a' 'b'", 5],
    ["*( 'a', 'b', 'c' )", 18],
    ["Z( 'a' )", 1],
  ])('%s is refused at character %i', (text, position) => {
    expect(refusalOf(text)).toMatchObject({ code: 'treeMalformed', values: { position } })
  })

  test('a tree of hostile depth is refused', () => {
    expect(refusalOf('+('.repeat(100_000))).toMatchObject({ code: 'treeTooDeep' })
  })
})

describe('simplification', () => {
  test.each([
    ["->( 'a', tau )", "'a'"],
    ["+( +( 'a', 'b' ), 'c' )", "+( 'a', 'b', 'c' )"],
    ["X( tau, X( tau, 'a' ), 'a' )", "X( tau, 'a' )"],
    ["X( tau, *( tau, 'a' ) )", "*( tau, 'a' )"],
    ["*( *( 'a', tau ), 'b' )", "*( 'a', X( tau, 'b' ) )"],
    ['*( tau, ->( tau, tau ) )', 'tau'],
  ])('%s becomes %s', (text, expected) => {
    expect(formatTree(simplifyTree(parseTree(text)))).toBe(expected)
  })

  test('it allows the same traces as before, and simplifying again changes nothing', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const tree = sketchTree(createRandom(seed), { leaves: 7, letters: 3 })
        const simple = simplifyTree(tree)
        expect(wordsOfTree(simple, 5)).toEqual(wordsOfTree(tree, 5))
        expect(simplifyTree(simple)).toEqual(simple)
      }),
      { numRuns: 300 },
    )
  })
})

function refusalOf(text: string): unknown {
  try {
    return parseTree(text)
  } catch (error) {
    expect(error).toBeInstanceOf(ModelError)
    return error
  }
}
