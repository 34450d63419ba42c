import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../statistics/random.ts'
import { type Edge, layoutTree, type Point, type Shape, type TreeLayout } from './layout-tree.ts'
import { sketchTree } from './sketch-tree.ts'
import { parseTree } from './tree-notation.ts'

test('a sequence stands on one line', () => {
  expect(layoutTree(parseTree("->( 'accept', 'decide' )"))).toEqual({
    width: 462,
    height: 120,
    shapes: [
      { id: 'start', kind: 'start', x: 20, y: 42, width: 36, height: 36 },
      { id: 'task_1', kind: 'task', activity: 'accept', x: 106, y: 20, width: 100, height: 80 },
      { id: 'task_2', kind: 'task', activity: 'decide', x: 256, y: 20, width: 100, height: 80 },
      { id: 'end', kind: 'end', x: 406, y: 42, width: 36, height: 36 },
    ],
    edges: [
      { id: 'flow_1', source: 'task_1', target: 'task_2', waypoints: [point(206, 60), point(256, 60)] },
      { id: 'flow_2', source: 'start', target: 'task_1', waypoints: [point(56, 60), point(106, 60)] },
      { id: 'flow_3', source: 'task_2', target: 'end', waypoints: [point(356, 60), point(406, 60)] },
    ],
  })
})

test('the redo part of a loop runs below, from right to left', () => {
  const { shapes, edges } = layoutTree(parseTree("*( 'check', ->( 'amend', 'send' ) )"))
  const place = (name: string): Shape => shapes.find(({ activity }) => activity === name)!
  expect(place('send').x).toBeLessThan(place('amend').x)
  expect(place('send').y).toBeGreaterThan(place('check').y + place('check').height)
  const [send, amend] = [place('send').id, place('amend').id]
  expect(edges.find(({ source }) => source === amend)!.target).toBe(send)
})

describe('laws', () => {
  const layouts = fc.integer().map((seed) => layoutTree(sketchTree(createRandom(seed), { leaves: 20, letters: 9 })))

  test('shapes do not overlap and lie inside the drawing', () => {
    fc.assert(
      fc.property(layouts, ({ shapes, width, height }) => {
        for (const a of shapes) {
          expect(a.x >= 0 && a.y >= 0 && a.x + a.width <= width && a.y + a.height <= height).toBe(true)
          expect(shapes.filter((b) => a !== b && overlap(a, b))).toEqual([])
        }
      }),
    )
  })

  test('flows run straight across or down, begin and end on the border of their shapes, and cross no shape', () => {
    fc.assert(
      fc.property(layouts, (layout) => {
        for (const edge of layout.edges) checkEdge(layout, edge)
      }),
    )
  })

  test('every shape but the start is entered, every shape but the end is left, and a gateway forks or joins', () => {
    fc.assert(
      fc.property(layouts, ({ shapes, edges }) => {
        for (const { id, kind } of shapes) {
          const ins = edges.filter(({ target }) => target === id).length
          const outs = edges.filter(({ source }) => source === id).length
          if (kind === 'start') expect([ins, outs]).toEqual([0, 1])
          else if (kind === 'end') expect([ins, outs]).toEqual([1, 0])
          else if (kind === 'task') expect([ins, outs]).toEqual([1, 1])
          else expect(Math.min(ins, outs) === 1 && Math.max(ins, outs) > 1).toBe(true)
        }
      }),
    )
  })
})

function checkEdge({ shapes }: TreeLayout, { source, target, waypoints }: Edge): void {
  const shapeOf = (id: string): Shape => shapes.find((shape) => shape.id === id)!
  expect(waypoints.length).toBeGreaterThan(1)
  expect(onBorder(shapeOf(source), waypoints[0]!)).toBe(true)
  expect(onBorder(shapeOf(target), waypoints.at(-1)!)).toBe(true)
  for (let i = 1; i < waypoints.length; i++) {
    const [a, b] = [waypoints[i - 1]!, waypoints[i]!]
    expect(a.x === b.x || a.y === b.y).toBe(true)
    const stretch = {
      x: Math.min(a.x, b.x),
      y: Math.min(a.y, b.y),
      width: Math.abs(a.x - b.x),
      height: Math.abs(a.y - b.y),
    }
    expect(shapes.filter((shape) => overlap(stretch, shape))).toEqual([])
  }
}

type Rectangle = Pick<Shape, 'x' | 'y' | 'width' | 'height'>

function overlap(a: Rectangle, b: Rectangle): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
}

function onBorder({ x, y, width, height }: Rectangle, at: Point): boolean {
  const inside = at.x >= x && at.x <= x + width && at.y >= y && at.y <= y + height
  return inside && (at.x === x || at.x === x + width || at.y === y || at.y === y + height)
}

function point(x: number, y: number): Point {
  return { x, y }
}
