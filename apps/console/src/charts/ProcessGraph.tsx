import type { ReactNode } from 'react'
import { useId } from 'react'
import { type GraphInput, layOut, nodeHeight, nodeWidth } from './layered-graph.ts'

export interface ProcessNode {
  readonly id: string
  /** What people call it. */
  readonly name: string
  readonly caption: string
  /** 0 … 1: how strongly it is filled. */
  readonly strength: number
}

export interface ProcessEdge {
  readonly from: string
  readonly to: string
  readonly weight: number
  readonly caption: string
  /** 0 … 1: how thick it is. */
  readonly strength: number
}

/** What follows what: boxes and arrows from top to bottom. The numbers stand in a table beside it too. */
export function ProcessGraph(props: {
  readonly nodes: readonly ProcessNode[]
  readonly edges: readonly ProcessEdge[]
  readonly label: string
}): ReactNode {
  const arrow = useId()
  const input: GraphInput = { nodes: props.nodes.map(({ id }) => id), edges: props.edges }
  const placed = layOut(input)
  const edgeOf = new Map(props.edges.map((edge) => [`${edge.from}\n${edge.to}`, edge]))
  const nodeOf = new Map(props.nodes.map((node) => [node.id, node]))
  return (
    <svg
      className="process-graph"
      viewBox={`0 0 ${placed.width} ${placed.height}`}
      style={{ width: placed.width, maxWidth: '100%' }}
      role="img"
      aria-label={props.label}
    >
      <defs>
        <marker
          id={arrow}
          viewBox="0 0 8 8"
          refX="2"
          refY="4"
          markerWidth="8"
          markerHeight="8"
          markerUnits="userSpaceOnUse"
          orient="auto"
        >
          <path d="M0 0L8 4L0 8z" className="graph-arrow" />
        </marker>
      </defs>
      {placed.edges.map(({ from, to, path }) => {
        const edge = edgeOf.get(`${from}\n${to}`)
        return (
          <path
            key={`${from}\n${to}`}
            d={path}
            className="graph-edge"
            markerEnd={`url(#${arrow})`}
            style={{ strokeWidth: 1 + 5 * (edge?.strength ?? 0) }}
          />
        )
      })}
      {placed.nodes.map(({ id, x, y }) => (
        <Box key={id} node={nodeOf.get(id)} x={x} y={y} />
      ))}
      {placed.edges.map(({ from, to, label }) => (
        <text key={`${from}\n${to}`} x={label.x} y={label.y} className="graph-caption">
          {edgeOf.get(`${from}\n${to}`)?.caption}
        </text>
      ))}
    </svg>
  )
}

function Box(props: { readonly node: ProcessNode | undefined; readonly x: number; readonly y: number }): ReactNode {
  const { node, x, y } = props
  if (!node) return null
  const place = { x: x - nodeWidth / 2, y: y - nodeHeight / 2, width: nodeWidth, height: nodeHeight, rx: 6 }
  return (
    <g>
      <title>{node.name}</title>
      <rect {...place} className="graph-box" />
      <rect {...place} className="graph-fill" style={{ opacity: 0.08 + 0.3 * node.strength }} />
      <text x={x} y={y - 6} className="graph-name">
        {shorten(node.name)}
      </text>
      <text x={x} y={y + 14} className="graph-count">
        {node.caption}
      </text>
    </g>
  )
}

/** As much of a name as fits into a box: Chinese characters take a whole em, others about half of one. */
function shorten(text: string): string {
  const widthEm = (letter: string): number => (letter.charCodeAt(0) > 0x2e7f ? 1 : 0.56)
  let width = 0
  const letters = Array.from(text)
  const cut = letters.findIndex((letter) => {
    width += widthEm(letter)
    return width > 10.5
  })
  return cut < 0 ? text : `${letters.slice(0, cut - 1).join('')}…`
}
