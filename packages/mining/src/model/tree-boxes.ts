import type { ProcessTree } from './process-tree.ts'

/** Sizes and distances in pixels; shapes are as large as in bpmn.io. */
export const task = { width: 100, height: 80 }
export const gateway = 50
export const event = 36
export const gapX = 50
/** Between boxes that stand one above the other. */
export const gapY = 30
/** Room for a flow that passes by without a shape. */
const bypassHeight = 40

/** A tree with its size; `axis` is the height, from the top, at which flows enter and leave. */
export type Box = { readonly width: number; readonly height: number; readonly axis: number } & (
  | { readonly kind: 'bypass' }
  | { readonly kind: 'task'; readonly activity: string }
  | { readonly kind: 'row'; readonly parts: readonly Box[] }
  | { readonly kind: 'stack'; readonly gateway: 'exclusive' | 'parallel'; readonly parts: readonly Box[] }
  | { readonly kind: 'loop'; readonly body: Box; readonly redo: Box }
)

/** Measures a simplified tree. */
export function measure(tree: ProcessTree): Box {
  switch (tree.kind) {
    case 'tau':
      return { kind: 'bypass', width: 0, height: bypassHeight, axis: bypassHeight / 2 }
    case 'activity':
      return { kind: 'task', activity: tree.name, ...task, axis: task.height / 2 }
    case 'sequence':
      return measureRow(tree.children.map(measure))
    case 'loop':
      return measureLoop(measure(tree.body), measure(tree.redo))
    default:
      return measureStack(tree.kind === 'xor' ? 'exclusive' : 'parallel', tree.children.map(measure))
  }
}

function measureRow(parts: readonly Box[]): Box {
  const axis = Math.max(...parts.map((part) => part.axis))
  const below = Math.max(...parts.map((part) => part.height - part.axis))
  const width = parts.reduce((sum, part) => sum + part.width, gapX * (parts.length - 1))
  return { kind: 'row', parts, width, height: axis + below, axis }
}

/** The part in the middle stands on the axis. */
function measureStack(kind: 'exclusive' | 'parallel', parts: readonly Box[]): Box {
  const width = Math.max(...parts.map((part) => part.width)) + 2 * (gateway + gapX)
  const height = parts.reduce((sum, part) => sum + part.height, gapY * (parts.length - 1))
  const middle = Math.floor(parts.length / 2)
  const axis = topsOf(parts)[middle]! + parts[middle]!.axis
  return { kind: 'stack', gateway: kind, parts, width, height, axis }
}

/** Tops of parts that stand one above the other, relative to the first. */
export function topsOf(parts: readonly Box[]): number[] {
  let top = 0
  return parts.map((part) => {
    const own = top
    top += part.height + gapY
    return own
  })
}

function measureLoop(body: Box, redo: Box): Box {
  const axis = Math.max(body.axis, gateway / 2)
  const bodyHeight = axis + Math.max(body.height - body.axis, gateway / 2)
  const width = Math.max(body.width, redo.width) + 2 * (gateway + gapX)
  return { kind: 'loop', body, redo, width, height: bodyHeight + gapY + redo.height, axis }
}
