import type { Flow } from '../model/flow-model.ts'

/** A step from one place of the map to another; places are node indexes, `start` or `end`. */
export interface MapLink {
  readonly from: number | 'start'
  readonly to: number | 'end'
  readonly count: number
  /** Index into `flow.edges`; absent for links from the start and to the end. */
  readonly edge?: number
}

export interface MapSelection {
  readonly nodes: readonly number[]
  readonly links: readonly MapLink[]
  /** Share of all direct successions that the links hold. */
  readonly share: number
}

/** How many links, the commonest first, each step of detail starts from. */
const steps = [7, 13, 24, 45, 80]

/**
 * The map in up to five steps of detail: the commonest links, then the best way in and out of every activity among them, so that
 * none hangs in the air. Steps that would show the same are one.
 */
export function selectPaths(flow: Flow): readonly MapSelection[] {
  const all = rankedLinks(flow)
  const found: MapSelection[] = []
  for (const count of steps) {
    const selection = selectCommonest(flow, all, count)
    if (selection.links.length !== found.at(-1)?.links.length) found.push(selection)
  }
  return found
}

/** A drawing of more activities than this can no longer be read at a glance. */
const readableNodes = 25
/** Share of all successions that a first look should hold. */
const enoughShare = 0.6

/**
 * Which drawing to show first: the plainest that holds enough of all successions, or where none that can be read does, the fullest
 * that can be read.
 *
 * @param drawings what `selectPaths` chose, plainest first
 * @returns an index into `drawings`; 0 where there are none
 */
export function firstShown(drawings: readonly Pick<MapSelection, 'nodes' | 'share'>[]): number {
  const readable = drawings.filter(({ nodes }) => nodes.length <= readableNodes)
  const enough = readable.findIndex(({ share }) => share >= enoughShare)
  return enough >= 0 ? enough : Math.max(0, readable.length - 1)
}

function selectCommonest(flow: Flow, all: readonly MapLink[], count: number): MapSelection {
  const chosen = new Set(all.slice(0, count))
  connect(chosen, all)
  const links = all.filter((link) => chosen.has(link))
  const nodes = new Set<number>()
  for (const { from, to } of links) {
    if (from !== 'start') nodes.add(from)
    if (to !== 'end') nodes.add(to)
  }
  const held = links.reduce((sum, { edge, count: times }) => sum + (edge === undefined ? 0 : times), 0)
  return {
    nodes: [...nodes].sort((a, b) => a - b),
    links,
    share: flow.transitions === 0 ? 1 : held / flow.transitions,
  }
}

function rankedLinks(flow: Flow): readonly MapLink[] {
  const links: MapLink[] = flow.edges.map(({ from, to, count }, edge) => ({ from, to, count, edge }))
  for (const [node, { starts, ends }] of flow.nodes.entries()) {
    if (starts > 0) links.push({ from: 'start', to: node, count: starts })
    if (ends > 0) links.push({ from: node, to: 'end', count: ends })
  }
  return links.sort((a, b) => b.count - a.count)
}

/** Adds the most frequent way in and way out of each chosen activity until nothing is missing. */
function connect(chosen: Set<MapLink>, all: readonly MapLink[]): void {
  const bestIn = new Map<number, MapLink>()
  const bestOut = new Map<number, MapLink>()
  for (const link of all) {
    if (link.from === link.to) continue
    if (link.to !== 'end' && !bestIn.has(link.to)) bestIn.set(link.to, link)
    if (link.from !== 'start' && !bestOut.has(link.from)) bestOut.set(link.from, link)
  }
  // A set that grows while it is walked: links added are themselves looked at.
  for (const { from, to } of chosen) {
    for (const node of [from, to]) {
      if (typeof node !== 'number') continue
      const [into, out] = [bestIn.get(node), bestOut.get(node)]
      if (into) chosen.add(into)
      if (out) chosen.add(out)
    }
  }
}
