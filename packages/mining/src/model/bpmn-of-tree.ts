import { BpmnModdle, type ModdleElement } from 'bpmn-moddle'
import { type Edge, layoutTree, type Point, type Shape } from './layout-tree.ts'
import type { ProcessTree } from './process-tree.ts'

/**
 * Writes a process tree as a BPMN 2.0 diagram, laid out, that opens in bpmn.io and other editors.
 *
 * @param tree any process tree; it is simplified first
 * @param options.names what to call an activity in the diagram, where that is not its own name
 * @param options.processName name of the process
 * @returns BPMN 2.0 XML with diagram interchange (shapes, waypoints)
 */
export async function bpmnOfTree(
  tree: ProcessTree,
  options: { readonly names?: ReadonlyMap<string, string>; readonly processName?: string } = {},
): Promise<string> {
  const moddle = new BpmnModdle()
  const { shapes, edges } = layoutTree(tree)
  const { elements, process } = processOf(moddle, shapes, edges, options)
  const plane = moddle.create('bpmndi:BPMNPlane', {
    id: 'plane',
    bpmnElement: process,
    planeElement: [
      ...shapes.map((shape) => shapeOf(moddle, shape, elements.get(shape.id)!)),
      ...edges.map((edge) => edgeOf(moddle, edge, elements.get(edge.id)!)),
    ],
  })
  const definitions = moddle.create('bpmn:Definitions', {
    id: 'definitions',
    targetNamespace: 'http://bpmn.io/schema/bpmn',
    rootElements: [process],
    diagrams: [moddle.create('bpmndi:BPMNDiagram', { id: 'diagram', plane })],
  })
  const { xml } = await moddle.toXML(definitions, { format: true })
  return xml
}

interface ProcessElements {
  readonly process: ModdleElement
  /** By the id of the shape or edge. */
  readonly elements: ReadonlyMap<string, ModdleElement>
}

function processOf(
  moddle: BpmnModdle,
  shapes: readonly Shape[],
  edges: readonly Edge[],
  options: { readonly names?: ReadonlyMap<string, string>; readonly processName?: string },
): ProcessElements {
  const elements = new Map<string, ModdleElement>()
  for (const { id, kind, activity } of shapes) {
    const name = activity === undefined ? undefined : xmlText(options.names?.get(activity) ?? activity)
    const incoming: ModdleElement[] = []
    const outgoing: ModdleElement[] = []
    elements.set(id, moddle.create(nodeTypes[kind], { id, ...(name !== undefined && { name }), incoming, outgoing }))
  }
  for (const { id, source, target } of edges) {
    const [sourceRef, targetRef] = [elements.get(source)!, elements.get(target)!]
    const flow = moddle.create('bpmn:SequenceFlow', { id, sourceRef, targetRef })
    ;(sourceRef.outgoing as ModdleElement[]).push(flow)
    ;(targetRef.incoming as ModdleElement[]).push(flow)
    elements.set(id, flow)
  }
  const name = options.processName === undefined ? {} : { name: xmlText(options.processName) }
  const process = moddle.create('bpmn:Process', {
    id: 'process',
    ...name,
    isExecutable: false,
    flowElements: [...elements.values()],
  })
  return { process, elements }
}

const nodeTypes = {
  start: 'bpmn:StartEvent',
  end: 'bpmn:EndEvent',
  task: 'bpmn:Task',
  exclusive: 'bpmn:ExclusiveGateway',
  parallel: 'bpmn:ParallelGateway',
} as const

function shapeOf(moddle: BpmnModdle, { id, kind, x, y, width, height }: Shape, bpmnElement: ModdleElement) {
  return moddle.create('bpmndi:BPMNShape', {
    id: `${id}_shape`,
    bpmnElement,
    ...(kind === 'exclusive' && { isMarkerVisible: true }),
    bounds: moddle.create('dc:Bounds', { x, y, width, height }),
  })
}

function edgeOf(moddle: BpmnModdle, { id, waypoints }: Edge, bpmnElement: ModdleElement) {
  return moddle.create('bpmndi:BPMNEdge', {
    id: `${id}_edge`,
    bpmnElement,
    waypoint: waypoints.map(({ x, y }: Point) => moddle.create('dc:Point', { x, y })),
  })
}

/** Characters that XML 1.0 cannot hold, not even escaped, become the replacement character. */
function xmlText(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: those are what it looks for
  return text.replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd')
}
