/** What is drawn: activities and what follows what. */
export interface GraphInput {
  readonly nodes: readonly string[]
  readonly edges: readonly { readonly from: string; readonly to: string; readonly weight: number }[]
}

export interface PlacedNode {
  readonly id: string
  /** The centre. */
  readonly x: number
  readonly y: number
}

export interface PlacedEdge {
  readonly from: string
  readonly to: string
  /** An SVG path. */
  readonly path: string
  /** Where the label goes. */
  readonly label: { readonly x: number; readonly y: number }
}

export interface PlacedGraph {
  readonly width: number
  readonly height: number
  readonly nodes: readonly PlacedNode[]
  readonly edges: readonly PlacedEdge[]
}

export const nodeWidth = 156
export const nodeHeight = 52
const columnGap = 56
const rowGap = 76
const margin = 24
/** How much further left a way past other layers may reach. */
const swingOut = 36

/**
 * Places a graph in layers from top to bottom: heavy edges lead down, edges that lead back run along the side. Layers are those of
 * Sugiyama: cycles are broken by leaving out the lightest edges, a node stands below all that lead to it, and nodes of a layer are
 * ordered by the mean place of their neighbours.
 */
export function layOut(graph: GraphInput): PlacedGraph {
  const forward = withoutCycles(graph)
  const layerOf = layers(graph.nodes, forward)
  const rows = ordered(graph.nodes, layerOf, forward)
  const widest = Math.max(1, ...rows.map((row) => row.length))
  const inner = widest * nodeWidth + (widest - 1) * columnGap
  const back = graph.edges.filter(({ from, to }) => (layerOf.get(from) ?? 0) >= (layerOf.get(to) ?? 0))
  const left = margin + (graph.edges.some(({ from, to }) => isLong(layerOf.get(from), layerOf.get(to))) ? swingOut : 0)
  const side = back.length === 0 ? 0 : 40 + Math.min(6, back.length) * 14
  const nodes = rows.flatMap((row, index) => place(row, index, { inner, left }))
  const byId = new Map(nodes.map((node) => [node.id, node]))
  const width = left + inner + margin + side
  const edges = graph.edges.flatMap(({ from, to }) => {
    const [start, end] = [byId.get(from), byId.get(to)]
    if (!start || !end) return []
    const lane = back.findIndex((edge) => edge.from === from && edge.to === to)
    return [lane < 0 ? downward(start, end) : backward(start, end, left + inner + margin + (lane % 6) * 14)]
  })
  return { width, height: rows.length * (nodeHeight + rowGap) - rowGap + 2 * margin, nodes, edges }
}

/** Whether an edge passes a layer on its way down. */
function isLong(from = 0, to = 0): boolean {
  return to - from > 1
}

/** Edges that make no cycle, heaviest first; an edge that would close one is left out. */
function withoutCycles({ edges }: GraphInput): readonly { readonly from: string; readonly to: string }[] {
  const next = new Map<string, string[]>()
  const reaches = (from: string, to: string, seen = new Set<string>()): boolean => {
    if (from === to) return true
    if (seen.has(from)) return false
    seen.add(from)
    return (next.get(from) ?? []).some((node) => reaches(node, to, seen))
  }
  const kept: { readonly from: string; readonly to: string }[] = []
  for (const { from, to } of [...edges].sort((a, b) => b.weight - a.weight)) {
    if (reaches(to, from)) continue
    next.set(from, [...(next.get(from) ?? []), to])
    kept.push({ from, to })
  }
  return kept
}

/** The layer of each node: the length of the longest way to it. */
function layers(
  nodes: readonly string[],
  edges: readonly { readonly from: string; readonly to: string }[],
): ReadonlyMap<string, number> {
  const before = new Map<string, string[]>()
  for (const { from, to } of edges) before.set(to, [...(before.get(to) ?? []), from])
  const found = new Map<string, number>()
  const layer = (node: string): number => {
    const known = found.get(node)
    if (known !== undefined) return known
    const value = Math.max(-1, ...(before.get(node) ?? []).map(layer)) + 1
    found.set(node, value)
    return value
  }
  for (const node of nodes) layer(node)
  return found
}

function ordered(
  nodes: readonly string[],
  layerOf: ReadonlyMap<string, number>,
  edges: readonly { readonly from: string; readonly to: string }[],
): readonly (readonly string[])[] {
  const count = Math.max(0, ...layerOf.values()) + 1
  const rows = Array.from({ length: count }, (_, layer) => nodes.filter((node) => layerOf.get(node) === layer))
  // Four sweeps settle graphs of this size.
  for (let sweep = 0; sweep < 4; sweep++) {
    const place = new Map(rows.flatMap((row) => row.map((node, index) => [node, (index + 0.5) / row.length] as const)))
    for (const row of rows) {
      const centre = new Map(row.map((node) => [node, meanPlace(node, edges, place)]))
      row.sort((a, b) => (centre.get(a) ?? 0) - (centre.get(b) ?? 0))
      for (const [index, node] of row.entries()) place.set(node, (index + 0.5) / row.length)
    }
  }
  return rows
}

function meanPlace(
  node: string,
  edges: readonly { readonly from: string; readonly to: string }[],
  place: ReadonlyMap<string, number>,
): number {
  const near = edges.flatMap(({ from, to }) => (from === node ? [to] : to === node ? [from] : []))
  if (near.length === 0) return place.get(node) ?? 0
  return near.reduce((sum, other) => sum + (place.get(other) ?? 0), 0) / near.length
}

function place(
  row: readonly string[],
  index: number,
  frame: { readonly inner: number; readonly left: number },
): readonly PlacedNode[] {
  const width = row.length * nodeWidth + (row.length - 1) * columnGap
  const left = frame.left + (frame.inner - width) / 2
  return row.map((id, column) => ({
    id,
    x: left + column * (nodeWidth + columnGap) + nodeWidth / 2,
    y: margin + index * (nodeHeight + rowGap) + nodeHeight / 2,
  }))
}

function downward(start: PlacedNode, end: PlacedNode): PlacedEdge {
  const [y1, y2] = [start.y + nodeHeight / 2, end.y - nodeHeight / 2 - 7]
  const bend = Math.max(24, (y2 - y1) / 2)
  // A way past other layers swings out, so that it does not run through their boxes.
  const layerCount = Math.round((end.y - start.y) / (nodeHeight + rowGap))
  const swing = isLong(0, layerCount) ? (start.x <= end.x ? -1 : 1) * ((nodeWidth / 2 + 24) / 0.75) : 0
  const path = `M${start.x} ${y1}C${start.x + swing} ${y1 + bend} ${end.x + swing} ${y2 - bend} ${end.x} ${y2}`
  return { from: start.id, to: end.id, path, label: { x: (start.x + end.x) / 2 + swing * 0.75, y: (y1 + y2) / 2 } }
}

function backward(start: PlacedNode, end: PlacedNode, lane: number): PlacedEdge {
  const x1 = start.x + nodeWidth / 2
  const x2 = end.x + nodeWidth / 2 + 7
  const [y1, y2] = start.id === end.id ? [start.y + 12, end.y - 12] : [start.y, end.y + 6]
  const path = `M${x1} ${y1}C${lane} ${y1} ${lane} ${y2} ${x2} ${y2}`
  return { from: start.id, to: end.id, path, label: { x: (x1 + 3 * lane) / 4, y: (y1 + y2) / 2 } }
}
