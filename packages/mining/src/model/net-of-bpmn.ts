import { BpmnModdle, type ModdleElement } from 'bpmn-moddle'
import { ModelError } from './errors.ts'
import { NetBuilder, type WorkflowNet } from './workflow-net.ts'

/** Longer texts are refused; the largest real process models are a tenth of this. */
const maxLength = 20_000_000

/**
 * Reads a BPMN 2.0 process as a net for conformance checking.
 *
 * Understood: start and end events, tasks of every type, exclusive and parallel gateways, sequence flows; lanes, data and
 * annotations are passed over. Several flows into a task are alternatives, several flows out of it run in parallel, as the
 * standard says. Everything else would change what is allowed and is refused, not guessed: inclusive, complex and event-based
 * gateways, subprocesses, call activities, boundary and intermediate events, loop markers, conditional flows out of tasks.
 *
 * @param xml BPMN 2.0 XML; a document type or entities are refused
 * @returns a net whose labels are the names of the tasks; at the end no token is left
 * @throws ModelError one of the `bpmn…` codes, with the element's kind, id and name
 */
export async function netOfBpmn(xml: string): Promise<WorkflowNet> {
  if (xml.length > maxLength) throw new ModelError('bpmnTooLarge', { value: xml.length, limit: maxLength })
  if (/<!DOCTYPE|<!ENTITY/i.test(xml)) throw new ModelError('bpmnEntityForbidden')
  return netOfProcess(onlyProcess(await parse(xml)))
}

async function parse(xml: string): Promise<ModdleElement> {
  try {
    const { rootElement, warnings } = await new BpmnModdle().fromXML(xml)
    // A warning means that something was not understood; what is left might allow too much or too little.
    if (warnings.length > 0) throw new ModelError('bpmnMalformed', { detail: warnings[0]!.message })
    return rootElement
  } catch (error) {
    if (error instanceof ModelError) throw error
    throw new ModelError('bpmnMalformed', { detail: firstLine(error) }, { cause: error })
  }
}

function firstLine(error: unknown): string {
  return String(error instanceof Error ? error.message : error).split('\n', 1)[0]!
}

function onlyProcess(definitions: ModdleElement): ModdleElement {
  const processes = listOf(definitions, 'rootElements').filter(
    (element) => element.$type === 'bpmn:Process' && listOf(element, 'flowElements').length > 0,
  )
  if (processes.length === 0) throw new ModelError('bpmnNoProcess')
  if (processes.length > 1) throw new ModelError('bpmnSeveralProcesses', { value: processes.length })
  return processes[0]!
}

function listOf(element: ModdleElement, property: string): readonly ModdleElement[] {
  return (element[property] ?? []) as readonly ModdleElement[]
}

interface Building {
  readonly net: NetBuilder
  readonly placeOf: ReadonlyMap<ModdleElement, number>
  readonly incoming: ReadonlyMap<ModdleElement, readonly number[]>
  readonly outgoing: ReadonlyMap<ModdleElement, readonly number[]>
  readonly begin: number
}

function netOfProcess(process: ModdleElement): WorkflowNet {
  const elements = listOf(process, 'flowElements')
  const nodes = elements.filter((element) => element.$instanceOf('bpmn:FlowNode'))
  const flows = elements.filter((element) => element.$type === 'bpmn:SequenceFlow')
  const net = new NetBuilder()
  const begin = net.place()
  const placeOf = new Map(flows.map((flow) => [flow, net.place()]))
  const incoming = placesByEnd(placeOf, 'targetRef')
  const outgoing = placesByEnd(placeOf, 'sourceRef')
  for (const node of nodes) addNode({ net, placeOf, incoming, outgoing, begin }, node)
  if (!nodes.some(isStart)) throw new ModelError('bpmnNoStart')
  for (const flow of flows) checkFlow(flow, nodes)
  return net.finish([begin], [])
}

function placesByEnd(
  placeOf: ReadonlyMap<ModdleElement, number>,
  end: 'sourceRef' | 'targetRef',
): Map<ModdleElement, number[]> {
  const places = new Map<ModdleElement, number[]>()
  for (const [flow, place] of placeOf) {
    const node = flow[end] as ModdleElement | undefined
    if (!node) throw new ModelError('bpmnDisconnected', describe(flow))
    places.set(node, [...(places.get(node) ?? []), place])
  }
  return places
}

function checkFlow(flow: ModdleElement, nodes: readonly ModdleElement[]): void {
  const [source, target] = [flow.sourceRef as ModdleElement, flow.targetRef as ModdleElement]
  if (!nodes.includes(source) || !nodes.includes(target)) throw new ModelError('bpmnDisconnected', describe(flow))
  if (flow.conditionExpression && source.$type !== 'bpmn:ExclusiveGateway') {
    throw new ModelError('bpmnUnsupported', describe(flow))
  }
}

function isStart(node: ModdleElement): boolean {
  return node.$type === 'bpmn:StartEvent'
}

function addNode({ net, incoming, outgoing, begin }: Building, node: ModdleElement): void {
  const ins = incoming.get(node) ?? []
  const outs = outgoing.get(node) ?? []
  if (isStart(node) ? ins.length > 0 || outs.length === 0 : ins.length === 0) {
    throw new ModelError('bpmnDisconnected', describe(node))
  }
  if (isStart(node)) net.transition([begin], outs)
  else if (node.$type === 'bpmn:EndEvent') addEnd(net, node, ins, outs)
  else if (node.$type === 'bpmn:ParallelGateway') net.transition(ins, outs)
  else if (node.$type === 'bpmn:ExclusiveGateway') addExclusive(net, ins, outs)
  else if (isTask(node)) for (const place of ins) net.transition([place], outs, nameOf(node))
  else throw new ModelError('bpmnUnsupported', describe(node))
}

/** An end event that ends the whole process at once would take tokens from anywhere, which a plain net cannot say. */
function addEnd(net: NetBuilder, node: ModdleElement, ins: readonly number[], outs: readonly number[]): void {
  const terminates = listOf(node, 'eventDefinitions').some(({ $type }) => $type === 'bpmn:TerminateEventDefinition')
  if (terminates || outs.length > 0) throw new ModelError('bpmnUnsupported', describe(node))
  for (const place of ins) net.transition([place], [])
}

function addExclusive(net: NetBuilder, ins: readonly number[], outs: readonly number[]): void {
  if (outs.length === 0) for (const place of ins) net.transition([place], [])
  for (const from of ins) for (const to of outs) net.transition([from], [to])
}

function isTask(node: ModdleElement): boolean {
  return node.$instanceOf('bpmn:Task') && node.loopCharacteristics === undefined
}

function nameOf(node: ModdleElement): string {
  const name = node.name?.trim()
  if (!name) throw new ModelError('bpmnTaskUnnamed', { id: node.id ?? '' })
  return name
}

function describe(element: ModdleElement): Record<string, string> {
  return { element: element.$type.replace('bpmn:', ''), id: element.id ?? '', name: element.name ?? '' }
}
