import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { light } from '../shell/palette.ts'
import { courseOption } from './course-option.ts'
import { intervalScale } from './interval-scale.ts'
import { layOut, nodeHeight, nodeWidth } from './layered-graph.ts'
import { pathOf } from './Sparkline.tsx'

describe('the scale of intervals', () => {
  it('holds every value within its ends, and its marks are even', () => {
    const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 20 })
    fc.assert(
      fc.property(values, (given) => {
        const { at, marks } = intervalScale(given)
        for (const value of given) {
          expect(value).toBeGreaterThanOrEqual(marks[0]! - 1e-6 * Math.abs(marks[0]!) - 1e-6)
          expect(value).toBeLessThanOrEqual(marks.at(-1)! + 1e-6 * Math.abs(marks.at(-1)!) + 1e-6)
          expect(at(value)).toBeGreaterThanOrEqual(0)
          expect(at(value)).toBeLessThanOrEqual(1)
        }
        expect(marks.length).toBeLessThanOrEqual(13)
      }),
    )
  })

  it('starts at zero where the values reach near to it, else near the values', () => {
    expect(intervalScale([2, 9]).marks[0]).toBe(0)
    expect(intervalScale([95, 99]).marks).toEqual([95, 96, 97, 98, 99])
  })
})

describe('a layered graph', () => {
  const names = ['a', 'b', 'c', 'd', 'e', 'f']
  const edges = fc.uniqueArray(
    fc.record({
      from: fc.constantFrom(...names),
      to: fc.constantFrom(...names),
      weight: fc.integer({ min: 1, max: 99 }),
    }),
    { selector: ({ from, to }) => `${from}${to}`, maxLength: 20 },
  )

  it('draws every node once, apart from the others and within the frame, and every edge', () => {
    fc.assert(
      fc.property(edges, (given) => {
        const { nodes, edges: drawn, width, height } = layOut({ nodes: names, edges: given })
        expect(nodes.map(({ id }) => id).sort()).toEqual(names)
        expect(drawn.map(({ from, to }) => `${from}${to}`)).toEqual(given.map(({ from, to }) => `${from}${to}`))
        for (const [index, a] of nodes.entries()) {
          expect(a.x - nodeWidth / 2).toBeGreaterThanOrEqual(0)
          expect(a.x + nodeWidth / 2).toBeLessThanOrEqual(width)
          expect(a.y + nodeHeight / 2).toBeLessThanOrEqual(height)
          for (const b of nodes.slice(index + 1))
            expect(Math.abs(a.x - b.x) >= nodeWidth || Math.abs(a.y - b.y) >= nodeHeight).toBe(true)
        }
      }),
    )
  })

  it('runs down along the heaviest edges, whatever leads back', () => {
    const { nodes } = layOut({
      nodes: ['end', 'middle', 'start'],
      edges: [
        { from: 'start', to: 'middle', weight: 9 },
        { from: 'middle', to: 'end', weight: 8 },
        { from: 'end', to: 'start', weight: 1 },
      ],
    })
    const y = (id: string) => nodes.find((node) => node.id === id)!.y
    expect(y('start')).toBeLessThan(y('middle'))
    expect(y('middle')).toBeLessThan(y('end'))
  })
})

it('a line breaks where a value is missing', () => {
  expect(
    pathOf(
      [1, 2, undefined, 3],
      (x) => x,
      (y) => y,
    ),
  ).toBe('M0.0 1.0L1.0 2.0M3.0 3.0')
})

it('a course draws what is compared with dashed, intervals only for the figure itself, and gaps as gaps', () => {
  const point = (value: number | undefined) => ({ value, interval: [0, 1] as const })
  const { series } = courseOption(
    {
      times: ['1', '2'],
      lines: [
        { name: 'now', points: [point(1), { value: undefined }] },
        { name: 'before', secondary: true, points: [point(2), point(3)] },
      ],
      valueText: String,
    },
    light,
    1,
  ) as { series: readonly { type: string; name: string; data: unknown; lineStyle?: { type: string } }[] }
  expect(series.map(({ type, name, data, lineStyle }) => [type, name, data, lineStyle?.type])).toEqual([
    ['line', 'now', [1, null], 'solid'],
    ['custom', 'now', [[0, 0, 1]], undefined],
    ['line', 'before', [2, 3], 'dashed'],
  ])
})
