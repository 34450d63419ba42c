import { Graph, layout, type Point } from '@dagrejs/dagre'
import { html, type Markup } from '../html/markup.ts'
import type { Flow } from '../model/flow-model.ts'
import type { MapLink, MapSelection } from './map-selection.ts'
import { fitText, round, textWidth } from './scale.ts'

export interface ProcessMap {
  /** Tells its arrowheads from those of other maps in the same document. */
  readonly id: string
  readonly title: string
  readonly flow: Flow
  readonly selection: MapSelection
  readonly startLabel: string
  readonly endLabel: string
  readonly formatCount: (value: number) => string
  readonly formatDuration: (ms: number) => string
}

interface Placed {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

const nodeWidth = 176
const nodeHeight = 54
const fontSize = 12

/**
 * The process as a picture: activities as boxes, successions as arrows. Each arrow carries two labels, its count and its median
 * duration, and two classes of width; the style sheet shows one pair at a time.
 */
export function processMap(data: ProcessMap): Markup {
  const graph = laidOut(data)
  const { width = 0, height = 0 } = graph.graph() as { width?: number; height?: number }
  const view = { width: Math.ceil(width) + 4, height: Math.ceil(height) + 4 }
  const marker = `arrow-${data.id}`
  const links = data.selection.links.map((link, index) => ({ link, drawn: drawnLink(graph, link, index) }))
  return html`<svg class="chart map" viewBox="-2 -2 ${view.width} ${view.height}" width="${view.width}" height="${view.height}" role="img" aria-label="${data.title}">
<defs><marker id="${marker}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="11" markerHeight="11" markerUnits="userSpaceOnUse" orient="auto-start-reverse"><path d="M0 .8L7 4L0 7.2z"/></marker></defs>
${links.map(({ link, drawn }) => linkMark(data, link, { path: drawn.path, marker }))}
${links.map(({ link, drawn }) => linkLabels(data, link, drawn))}
${data.selection.nodes.map((node) => nodeMark(data, node, graph.node(`n${node}`) as Placed))}
${terminal(data.startLabel, graph.node('start') as Placed)}${terminal(data.endLabel, graph.node('end') as Placed)}
</svg>`
}

function laidOut(data: ProcessMap): Graph {
  const graph = new Graph({ multigraph: true })
  graph.setGraph({ rankdir: 'TB', nodesep: 26, ranksep: 40, edgesep: 14, marginx: 6, marginy: 6 })
  graph.setDefaultEdgeLabel(() => ({}))
  graph.setNode('start', { width: textWidth(data.startLabel) + 28, height: 28 })
  graph.setNode('end', { width: textWidth(data.endLabel) + 28, height: 28 })
  for (const node of data.selection.nodes) graph.setNode(`n${node}`, { width: nodeWidth, height: nodeHeight })
  for (const [index, link] of data.selection.links.entries()) {
    const label = { width: 58, height: 16, labelpos: 'c', weight: Math.max(1, Math.round(Math.log2(link.count))) }
    graph.setEdge(placeId(link.from), placeId(link.to), label, `e${index}`)
  }
  layout(graph)
  return graph
}

interface Drawn {
  readonly path: string
  /** Where its label stands. */
  readonly x: number
  readonly y: number
}

function drawnLink(graph: Graph, link: MapLink, index: number): Drawn {
  if (link.from === link.to) return loopAt(graph.node(placeId(link.from)) as Placed)
  const { points, x, y } = graph.edge(placeId(link.from), placeId(link.to), `e${index}`) as Point & { points: Point[] }
  return { path: smoothPath(points), x, y }
}

/** A step from an activity to itself, at its right side, where the layout has left room. */
function loopAt({ x, y, width }: Placed): Drawn {
  const right = round(x + width / 2)
  const [reach, middle] = [right + 30, round(y)]
  return {
    path: `M${right} ${middle - 9}C${reach} ${middle - 24} ${reach} ${middle + 24} ${right} ${middle + 9}`,
    x: right + 50,
    y,
  }
}

function placeId(place: number | 'start' | 'end'): string {
  return typeof place === 'number' ? `n${place}` : place
}

function linkMark(data: ProcessMap, link: MapLink, drawn: { readonly path: string; readonly marker: string }): Markup {
  const most = data.selection.links[0]?.count ?? 1
  const edge = link.edge === undefined ? undefined : data.flow.edges[link.edge]!
  const slowest = Math.max(
    1,
    ...data.selection.links.map(({ edge: at }) => (at === undefined ? 0 : data.flow.edges[at]!.medianMs)),
  )
  const frequency = widthClass(link.count / most)
  const duration = edge ? widthClass(edge.medianMs / slowest) : 0
  return html`<path class="link f${frequency} d${duration}${edge ? '' : ' terminal'}" marker-end="url(#${drawn.marker})" d="${drawn.path}"><title>${linkTitle(data, link)}</title></path>`
}

function linkTitle(data: ProcessMap, link: MapLink): string {
  const name = (place: number | 'start' | 'end'): string =>
    place === 'start' ? data.startLabel : place === 'end' ? data.endLabel : data.flow.nodes[place]!.activity
  const edge = link.edge === undefined ? undefined : data.flow.edges[link.edge]!
  const facts = edge
    ? [data.formatCount(edge.count), data.formatDuration(edge.medianMs)]
    : [data.formatCount(link.count)]
  return `${name(link.from)} → ${name(link.to)}: ${facts.join(' · ')}`
}

function linkLabels(data: ProcessMap, link: MapLink, at: { readonly x: number; readonly y: number }): Markup {
  const edge = link.edge === undefined ? undefined : data.flow.edges[link.edge]!
  const label = (kind: string, text: string): Markup =>
    html`<text class="${kind}" x="${round(at.x)}" y="${round(at.y + 4)}" text-anchor="middle">${text}</text>`
  return html`${label('by-frequency', data.formatCount(link.count))}${edge && label('by-duration', data.formatDuration(edge.medianMs))}`
}

function nodeMark(data: ProcessMap, node: number, at: Placed): Markup {
  const { activity, events } = data.flow.nodes[node]!
  const lines = wrap(activity, nodeWidth - 18)
  const firstY = at.y - (lines.length === 1 ? 4 : 12)
  return html`<g class="node"><title>${activity}: ${data.formatCount(events)}</title><rect x="${round(at.x - nodeWidth / 2)}" y="${round(at.y - nodeHeight / 2)}" width="${nodeWidth}" height="${nodeHeight}" rx="7"/>
${lines.map((line, index) => html`<text x="${round(at.x)}" y="${round(firstY + index * 15)}" text-anchor="middle">${line}</text>`)}<text class="tick" x="${round(at.x)}" y="${round(at.y + (lines.length === 1 ? 15 : 21))}" text-anchor="middle">${data.formatCount(events)}</text></g>`
}

function terminal(label: string, at: Placed): Markup {
  return html`<g class="terminal"><rect x="${round(at.x - at.width / 2)}" y="${round(at.y - 14)}" width="${round(at.width)}" height="28" rx="14"/><text x="${round(at.x)}" y="${round(at.y + 4)}" text-anchor="middle">${label}</text></g>`
}

/** 1 (thin) … 6 (thick), on a square-root scale so that rare links stay visible. */
function widthClass(share: number): number {
  return 1 + Math.round(5 * Math.sqrt(Math.min(1, Math.max(0, share))))
}

/** A curve through the middles between the points of a layout, straight at both ends. */
function smoothPath(points: readonly Point[]): string {
  const at = (point: Point): string => `${round(point.x)} ${round(point.y)}`
  const first = points[0]!
  const last = points.at(-1)!
  let path = `M${at(first)}`
  for (let i = 1; i < points.length - 1; i++) {
    const next = points[i + 1]!
    const end = i === points.length - 2 ? last : { x: (points[i]!.x + next.x) / 2, y: (points[i]!.y + next.y) / 2 }
    path += `Q${at(points[i]!)} ${at(end)}`
  }
  return points.length < 3 ? `${path}L${at(last)}` : path
}

/** A name on at most two lines; breaks at a space where there is one. */
function wrap(text: string, width: number): readonly string[] {
  if (textWidth(text, fontSize) <= width) return [text]
  let first = ''
  for (const piece of text.match(/\S+\s*|\s+/gu) ?? []) {
    if (textWidth((first + piece).trimEnd(), fontSize) > width) break
    first += piece
  }
  if (first === '') first = fitText(text, width, fontSize).slice(0, -1)
  return [first.trimEnd(), fitText(text.slice(first.length).trimStart(), width, fontSize)]
}
