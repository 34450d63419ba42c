import { BpmnModdle, type ModdleElement } from 'bpmn-moddle'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { align } from '../conformance/align.ts'
import { createRandom, randomIndex } from '../statistics/random.ts'
import { bpmnOfTree } from './bpmn-of-tree.ts'
import { ModelError } from './errors.ts'
import { layoutTree } from './layout-tree.ts'
import { netOfBpmn } from './net-of-bpmn.ts'
import { sketchTree } from './sketch-tree.ts'
import { traceSetOf } from './trace-set.ts'
import { parseTree } from './tree-notation.ts'

describe('BPMN of a tree', () => {
  test('is read back without a warning, with every shape where the layout puts it', async () => {
    const tree = parseTree("->( 'accept', X( tau, 'review' ), *( 'decide', 'amend' ), +( 'certify', 'deliver' ) )")
    const { rootElement, warnings } = await new BpmnModdle().fromXML(await bpmnOfTree(tree))
    expect(warnings).toEqual([])
    const layout = layoutTree(tree)
    const drawn = planeOf(rootElement)
    expect(drawn.filter(({ $type }) => $type === 'bpmndi:BPMNShape').map(boundsOf)).toEqual(
      layout.shapes.map(({ id, x, y, width, height }) => ({ id, x, y, width, height })),
    )
    expect(drawn.filter(({ $type }) => $type === 'bpmndi:BPMNEdge').map(waypointsOf)).toEqual(
      layout.edges.map(({ id, waypoints }) => ({ id, waypoints })),
    )
  })

  test('every flow is known to both its ends, and every element is drawn', async () => {
    const tree = parseTree("*( X( 'a', ->( 'b', 'c' ) ), +( 'd', X( tau, 'e' ) ) )")
    const { rootElement } = await new BpmnModdle().fromXML(await bpmnOfTree(tree))
    const process = (rootElement.rootElements as ModdleElement[])[0]!
    const elements = process.flowElements as ModdleElement[]
    for (const flow of elements.filter(({ $type }) => $type === 'bpmn:SequenceFlow')) {
      expect((flow.sourceRef as ModdleElement).outgoing).toContain(flow)
      expect((flow.targetRef as ModdleElement).incoming).toContain(flow)
    }
    const drawn = planeOf(rootElement).map(({ bpmnElement }) => (bpmnElement as ModdleElement).id)
    expect(drawn.sort()).toEqual(elements.map(({ id }) => id).sort())
  })

  test('any name survives, save characters that XML cannot hold', async () => {
    const name = `<b a="1">&amp; ]]> 办理\n'\t\u0000\ud800`
    const { rootElement, warnings } = await new BpmnModdle().fromXML(await bpmnOfTree({ kind: 'activity', name }))
    expect(warnings).toEqual([])
    const elements = (rootElement.rootElements as ModdleElement[])[0]!.flowElements as ModdleElement[]
    expect(elements.find(({ id }) => id === 'task_1')!.name).toBe(`<b a="1">&amp; ]]> 办理\n'\t\ufffd\ufffd`)
  })

  test('activities can be called by other names', async () => {
    const xml = await bpmnOfTree(parseTree("'accept'"), { names: new Map([['accept', '受理']]), processName: '许可' })
    expect(xml).toContain('<bpmn:task id="task_1" name="受理">')
    expect(xml).toContain('<bpmn:process id="process" name="许可" isExecutable="false">')
  })

  test('allows the traces that the tree allows: both align at the same cost', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const random = createRandom(seed)
        const tree = sketchTree(random, { leaves: 8, letters: 4 })
        const words = Array.from({ length: 5 }, () =>
          Array.from({ length: randomIndex(random, 7) }, () => 'abcd'[randomIndex(random, 4)]!),
        )
        const traces = traceSetOf(words)
        const cost = (model: Parameters<typeof align>[0]): unknown =>
          align(model, traces).map((found) => 'cost' in found && found.cost)
        expect(cost(await netOfBpmn(await bpmnOfTree(tree)))).toEqual(cost(tree))
      }),
      { numRuns: 60 },
    )
  })
})

describe('a procedure drawn by hand', () => {
  test('several flows into a task are alternatives, several out of it run in parallel', async () => {
    const xml = bpmn(`
      <startEvent id="s" /><exclusiveGateway id="x" />
      <userTask id="a" name=" accept " /><task id="r" name="review" /><task id="d" name="decide" />
      <endEvent id="e1" /><endEvent id="e2" />
      ${flows('s x', 'x a', 'x r', 'r a', 'a d', 'a e1', 'd e2')}`)
    const net = await netOfBpmn(xml)
    const traces = traceSetOf([['accept', 'decide'], ['review', 'accept', 'decide'], ['review', 'decide'], ['accept']])
    expect(align(net, traces)).toMatchObject([{ cost: 0 }, { cost: 0 }, { cost: 1 }, { cost: 1 }])
  })

  test('lanes, data and annotations are passed over', async () => {
    const xml = bpmn(`
      <laneSet id="l"><lane id="l1" name="window"><flowNodeRef>a</flowNodeRef></lane></laneSet>
      <startEvent id="s" /><task id="a" name="accept" /><endEvent id="e" /><dataObject id="do" />
      <dataObjectReference id="dr" dataObjectRef="do" /><textAnnotation id="t"><text>note</text></textAnnotation>
      ${flows('s a', 'a e')}`)
    expect(align(await netOfBpmn(xml), traceSetOf([['accept']]))).toMatchObject([{ cost: 0 }])
  })

  const task = '<startEvent id="s" /><task id="a" name="accept" /><endEvent id="e" />'
  const line = flows('s a', 'a e')
  test.each([
    ['not XML', 'hello', 'bpmnMalformed'],
    ['empty', '', 'bpmnMalformed'],
    ['another XML', '<html/>', 'bpmnMalformed'],
    ['cut off', bpmn(task + line).slice(0, -60), 'bpmnMalformed'],
    ['a document type', `<!DOCTYPE d [<!ENTITY x "y">]>${bpmn(task + line)}`, 'bpmnEntityForbidden'],
    ['no process', bpmn(''), 'bpmnNoProcess'],
    ['two processes', bpmn(`${task + line}</process><process id="q"><task id="z" name="z" />`), 'bpmnSeveralProcesses'],
    [
      'an inclusive gateway',
      bpmn(`${task}<inclusiveGateway id="g" />${flows('s a', 'a g', 'g e')}`),
      'bpmnUnsupported',
    ],
    ['a subprocess', bpmn(`${task}<subProcess id="g" />${flows('s a', 'a g', 'g e')}`), 'bpmnUnsupported'],
    ['a call activity', bpmn(`${task}<callActivity id="g" />${flows('s a', 'a g', 'g e')}`), 'bpmnUnsupported'],
    [
      'a timer in between',
      bpmn(`${task}<intermediateCatchEvent id="g" />${flows('s a', 'a g', 'g e')}`),
      'bpmnUnsupported',
    ],
    [
      'a task that repeats by marker',
      bpmn(
        `<startEvent id="s" /><task id="a" name="a"><standardLoopCharacteristics /></task><endEvent id="e" />${line}`,
      ),
      'bpmnUnsupported',
    ],
    [
      'an end that ends everything',
      bpmn(
        `<startEvent id="s" /><task id="a" name="a" /><endEvent id="e"><terminateEventDefinition /></endEvent>${line}`,
      ),
      'bpmnUnsupported',
    ],
    ['an end that goes on', bpmn(`${task}${flows('s a', 'a e', 'e a')}`), 'bpmnUnsupported'],
    [
      'a task without a name',
      bpmn(`<startEvent id="s" /><task id="a" /><endEvent id="e" />${line}`),
      'bpmnTaskUnnamed',
    ],
    ['no start', bpmn(`<task id="a" name="a" /><task id="e" name="e" />${flows('a e', 'e a')}`), 'bpmnNoStart'],
    ['a task that nothing leads to', bpmn(`${task}<task id="z" name="z" />${line}${flows('z e')}`), 'bpmnDisconnected'],
    ['a flow to nowhere', bpmn(`${task}${flows('s a', 'a nowhere')}`), 'bpmnMalformed'],
  ])('%s is refused', async (_, xml, code) => {
    const error = await netOfBpmn(xml).catch((refusal: unknown) => refusal)
    expect(error).toBeInstanceOf(ModelError)
    expect(error).toMatchObject({ code })
  })

  test('XML nested ten thousand deep is refused, not a crash', async () => {
    const deep = bpmn('<task id="a" name="a">'.repeat(10_000))
    await expect(netOfBpmn(deep)).rejects.toBeInstanceOf(ModelError)
  })
})

function bpmn(content: string): string {
  return `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" targetNamespace="t" id="definitions"><process id="p">${content}</process></definitions>`
}

/** Each `from to`; ids are made of both. */
function flows(...pairs: string[]): string {
  return pairs
    .map((pair) => pair.split(' '))
    .map(([from, to]) => `<sequenceFlow id="f_${from}_${to}" sourceRef="${from}" targetRef="${to}" />`)
    .join('')
}

function planeOf(definitions: ModdleElement): ModdleElement[] {
  const [diagram] = definitions.diagrams as ModdleElement[]
  return (diagram!.plane as ModdleElement).planeElement as ModdleElement[]
}

function boundsOf({ bpmnElement, bounds }: ModdleElement): unknown {
  const { x, y, width, height } = bounds as ModdleElement
  return { id: (bpmnElement as ModdleElement).id, x, y, width, height }
}

function waypointsOf({ bpmnElement, waypoint }: ModdleElement): unknown {
  return {
    id: (bpmnElement as ModdleElement).id,
    waypoints: (waypoint as ModdleElement[]).map(({ x, y }) => ({ x, y })),
  }
}
