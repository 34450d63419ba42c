import type { ProcessTree } from './process-tree.ts'
import { simplifyTree } from './simplify-tree.ts'
import { type Box, event, gapX, gateway, measure, task, topsOf } from './tree-boxes.ts'

/** A process tree drawn as a diagram: shapes and the flows between them. Pixels, origin at the top left. */
export interface TreeLayout {
  readonly width: number
  readonly height: number
  readonly shapes: readonly Shape[]
  readonly edges: readonly Edge[]
}

export interface Shape {
  readonly id: string
  readonly kind: 'start' | 'end' | 'task' | 'exclusive' | 'parallel'
  /** The activity of a task; absent for all others. */
  readonly activity?: string
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface Edge {
  readonly id: string
  /** Ids of the shapes that it leads from and to. */
  readonly source: string
  readonly target: string
  /** At least two points; every stretch between two is horizontal or vertical. */
  readonly waypoints: readonly Point[]
}

export interface Point {
  readonly x: number
  readonly y: number
}

const margin = 20

/**
 * Lays a process tree out as a block-structured diagram from left to right: every operator is a box of its own, so shapes
 * never overlap and flows never cross a shape. Sizes are those of bpmn.io. Redo parts of loops run below, from right to left.
 *
 * @param tree any process tree; it is simplified first
 * @returns shapes (ids `start`, `end`, `task_1`, `gateway_1`, …) and edges (`flow_1`, …), numbered from left to right
 * @example
 * const { shapes } = layoutTree(parseTree("'accept'"))
 * shapes.map(({ id, x }) => [id, x]) // → [['start', 20], ['task_1', 106], ['end', 256]]
 */
export function layoutTree(tree: ProcessTree): TreeLayout {
  const box = measure(simplifyTree(tree))
  const axis = margin + Math.max(box.axis, event / 2)
  const drawing: Drawing = { shapes: [], edges: [], counts: new Map() }
  const beginX = margin
  const boxX = beginX + event + gapX
  const endX = boxX + (box.kind === 'bypass' ? 0 : box.width + gapX)
  addShape(drawing, 'start', { x: beginX, y: axis - event / 2, width: event, height: event })
  if (box.kind === 'bypass') addEdge(drawing, 'start', 'end', [at(beginX + event, axis), at(endX, axis)])
  else {
    const { entry, exit } = draw(drawing, box, { x: boxX, y: axis - box.axis, forward: true })
    addEdge(drawing, 'start', entry, [at(beginX + event, axis), at(boxX, axis)])
    addEdge(drawing, exit, 'end', [at(boxX + box.width, axis), at(endX, axis)])
  }
  addShape(drawing, 'end', { x: endX, y: axis - event / 2, width: event, height: event })
  const below = Math.max(box.height - box.axis, event / 2)
  return { width: endX + event + margin, height: axis + below + margin, shapes: drawing.shapes, edges: drawing.edges }
}

interface Drawing {
  readonly shapes: Shape[]
  readonly edges: Edge[]
  readonly counts: Map<string, number>
}

/** Where a box stands: its corner at which flows enter (left, or right where they run backward), and its top. */
interface Place {
  readonly x: number
  readonly y: number
  readonly forward: boolean
}

/** The shapes through which flows enter and leave a box. */
interface Ports {
  readonly entry: string
  readonly exit: string
}

function draw(drawing: Drawing, box: Box, place: Place): Ports {
  switch (box.kind) {
    case 'task': {
      const x = place.forward ? place.x : place.x - box.width
      const id = addShape(drawing, 'task', { x, y: place.y, ...task }, box.activity)
      return { entry: id, exit: id }
    }
    case 'row':
      return drawRow(drawing, box, place)
    case 'stack':
      return drawStack(drawing, box, place)
    case 'loop':
      return drawLoop(drawing, box, place)
    case 'bypass':
      throw new RangeError('a bypass has no shape')
  }
}

function drawRow(drawing: Drawing, row: Box & { kind: 'row' }, place: Place): Ports {
  const y = place.y + row.axis
  let x = 0
  let ports: Ports | undefined
  for (const part of row.parts) {
    const next = draw(drawing, part, { ...place, x: along(place, x), y: y - part.axis })
    if (ports) addEdge(drawing, ports.exit, next.entry, [at(along(place, x - gapX), y), at(along(place, x), y)])
    ports = { entry: ports?.entry ?? next.entry, exit: next.exit }
    x += part.width + gapX
  }
  return ports!
}

function drawStack(drawing: Drawing, stack: Box & { kind: 'stack' }, place: Place): Ports {
  const gates = drawGates(drawing, stack, place, stack.gateway)
  const tops = topsOf(stack.parts)
  stack.parts.forEach((part, index) => {
    const y = place.y + tops[index]! + part.axis
    drawBetween(drawing, part, { ...gates, place, y })
  })
  return { entry: gates.fork, exit: gates.join }
}

function drawLoop(drawing: Drawing, loop: Box & { kind: 'loop' }, place: Place): Ports {
  const gates = drawGates(drawing, loop, place, 'exclusive')
  drawBetween(drawing, loop.body, { ...gates, place, y: gates.axis })
  const y = place.y + loop.height - loop.redo.height + loop.redo.axis
  const back = { fork: gates.join, join: gates.fork, axis: gates.axis, width: gates.width }
  const placeBack = { x: along(place, loop.width), y: place.y, forward: !place.forward }
  drawBetween(drawing, loop.redo, { ...back, place: placeBack, y })
  return { entry: gates.fork, exit: gates.join }
}

/** Two gateways at the ends of a box, seen in the direction of flow. */
interface Gates {
  readonly fork: string
  readonly join: string
  /** Height at which both stand. */
  readonly axis: number
  /** From the outer edge of one to that of the other. */
  readonly width: number
}

function drawGates(drawing: Drawing, box: Box, place: Place, kind: 'exclusive' | 'parallel'): Gates {
  const axis = place.y + box.axis
  const gate = (offset: number): string => {
    const x = along(place, offset) - (place.forward ? 0 : gateway)
    return addShape(drawing, kind, { x, y: axis - gateway / 2, width: gateway, height: gateway })
  }
  return { fork: gate(0), join: gate(box.width - gateway), axis, width: box.width }
}

/** Draws a part between two gateways at height `y`, centred, with the flows that lead to it and from it. */
function drawBetween(
  drawing: Drawing,
  part: Box,
  { fork, join, axis, width, place, y }: Gates & { readonly place: Place; readonly y: number },
): void {
  // A flow leaves a gateway straight ahead on its axis, else from its top or bottom corner.
  const corner = axis + Math.sign(y - axis) * (gateway / 2)
  const out = y === axis ? [at(along(place, gateway), y)] : gateColumn(along(place, gateway / 2), corner, y)
  const onward =
    y === axis ? [at(along(place, width - gateway), y)] : gateColumn(along(place, width - gateway / 2), y, corner)
  if (part.kind === 'bypass') {
    addEdge(drawing, fork, join, [...out, ...onward])
    return
  }
  const x = Math.floor((width - part.width) / 2)
  const ports = draw(drawing, part, { ...place, x: along(place, x), y: y - part.axis })
  addEdge(drawing, fork, ports.entry, [...out, at(along(place, x), y)])
  addEdge(drawing, ports.exit, join, [at(along(place, x + part.width), y), ...onward])
}

function gateColumn(x: number, fromY: number, toY: number): Point[] {
  return [at(x, fromY), at(x, toY)]
}

/** The x that lies `offset` further along the direction of flow. */
function along(place: Place, offset: number): number {
  return place.forward ? place.x + offset : place.x - offset
}

function at(x: number, y: number): Point {
  return { x, y }
}

function addShape(
  drawing: Drawing,
  kind: Shape['kind'],
  bounds: Pick<Shape, 'x' | 'y' | 'width' | 'height'>,
  activity?: string,
): string {
  const id = kind === 'start' || kind === 'end' ? kind : numbered(drawing, kind === 'task' ? 'task' : 'gateway')
  drawing.shapes.push({ id, kind, ...(activity !== undefined && { activity }), ...bounds })
  return id
}

function addEdge(drawing: Drawing, source: string, target: string, waypoints: readonly Point[]): void {
  drawing.edges.push({ id: numbered(drawing, 'flow'), source, target, waypoints })
}

function numbered(drawing: Drawing, prefix: string): string {
  const count = (drawing.counts.get(prefix) ?? 0) + 1
  drawing.counts.set(prefix, count)
  return `${prefix}_${count}`
}
