import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Flow } from '../model/flow-model.ts'
import { smallCheckUp } from '../testing/check-up-of.ts'
import { firstShown, selectPaths } from './map-selection.ts'

const { flow: small } = smallCheckUp()

/** A flow with the given steps between activities; every activity may begin and end a case. */
function flowOf(steps: readonly (readonly [from: number, to: number, count: number])[]): Flow {
  const width = 1 + Math.max(...steps.flatMap((step) => step.slice(0, 2)))
  const node = { ...small.nodes[0]!, starts: 1, ends: 1 }
  const edges = steps
    .map(([from, to, count]) => ({ ...small.edges[0]!, from, to, count }))
    .sort((a, b) => b.count - a.count)
  return {
    ...small,
    nodes: Array.from({ length: width }, (_, index) => ({ ...node, activity: `a${index}` })),
    edges,
    transitions: edges.reduce((sum, edge) => sum + edge.count, 0),
  }
}

const flows = fc
  .uniqueArray(fc.tuple(fc.nat(20), fc.nat(20), fc.integer({ min: 1, max: 1000 })), {
    minLength: 1,
    maxLength: 150,
    selector: ([from, to]) => `${from}>${to}`,
  })
  .map(flowOf)

describe('selectPaths', () => {
  it('shows more with each step, and leaves no activity without a way in and a way out', () => {
    fc.assert(
      fc.property(flows, (flow) => {
        const found = selectPaths(flow)
        expect(found.length).toBeGreaterThan(0)
        for (const [index, { nodes, links, share }] of found.entries()) {
          expect(links.length).toBeGreaterThan(found[index - 1]?.links.length ?? 0)
          expect(share).toBeGreaterThanOrEqual(found[index - 1]?.share ?? 0)
          for (const node of nodes) {
            expect(links.some((link) => link.to === node && link.from !== node)).toBe(true)
            expect(links.some((link) => link.from === node && link.to !== node)).toBe(true)
          }
        }
      }),
    )
  })

  it('offers one step where all fits into it', () => {
    expect(selectPaths(small).map(({ links, share }) => [links.length, share])).toEqual([[6, 1]])
  })

  it('begins with the commonest', () => {
    const flow = flowOf(
      Array.from({ length: 60 }, (_, index) => [index % 8, Math.floor(index / 8), 1000 - index] as const),
    )
    expect(
      selectPaths(flow)[0]!
        .links.slice(0, 7)
        .map((link) => link.count),
    ).toEqual([1000, 999, 998, 997, 996, 995, 994])
  })
})

describe('firstShown', () => {
  const drawing = (nodes: number, share: number) => ({
    nodes: Array.from({ length: nodes }, (_, index) => index),
    share,
  })

  it('takes the plainest drawing that holds enough', () => {
    expect(firstShown([drawing(5, 0.4), drawing(9, 0.6), drawing(14, 0.9)])).toBe(1)
  })

  it('takes the fullest that can be read where none of those holds enough', () => {
    expect(firstShown([drawing(8, 0.24), drawing(13, 0.31), drawing(25, 0.4), drawing(26, 0.7)])).toBe(2)
  })

  it('takes the plainest where none can be read, and the first of none', () => {
    expect(firstShown([drawing(30, 0.1), drawing(60, 0.2)])).toBe(0)
    expect(firstShown([])).toBe(0)
  })
})
