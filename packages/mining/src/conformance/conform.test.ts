import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { sketchLog } from '../example/sketch-log.ts'
import { discoverTree } from '../model/discovery/discover-tree.ts'
import { netOfTree } from '../model/net-of-tree.ts'
import type { ProcessTree } from '../model/process-tree.ts'
import { simplifyTree } from '../model/simplify-tree.ts'
import { traceSetOf } from '../model/trace-set.ts'
import { formatTree, parseTree } from '../model/tree-notation.ts'
import { conform } from './conform.ts'
import { conformToProcedure } from './conform-to-procedure.ts'

const procedure = parseTree("->( 'accept', 'decide' )")

describe('conformance of a log', () => {
  test('counts cases, fitness and deviations', () => {
    const log = traceSetOf([['accept', 'decide'], ['accept', 'phone', 'phone', 'decide'], ['decide']], [8, 1, 1])
    expect(conform(log, procedure)).toMatchObject({
      cases: 10,
      undecidedCases: 0,
      fittingCases: 8,
      averageFitness: (8 * 1 + (1 - 2 / 6) + (1 - 1 / 3)) / 10,
      deviations: [
        { activity: 'phone', logMoves: 2, logCases: 1, modelMoves: 0, modelCases: 0 },
        { activity: 'accept', logMoves: 0, logCases: 0, modelMoves: 1, modelCases: 1 },
      ],
    })
  })

  test('says what is not decided, and between what the average can be', () => {
    const wide = netOfTree(parseTree("+( 'a', 'b', 'c', 'd', 'e', 'f', 'g' )"))
    const log = traceSetOf([[...'abcdefg'], [...'xgfedcbaabcdefg']], [3, 1])
    const found = conform(log, wide, { maxStates: 200 })
    expect(found).toMatchObject({ cases: 4, undecidedCases: 1, fittingCases: 3, averageFitness: 1 })
    expect(found.fitnessBetween[0]).toBe(0.75)
    expect(found.fitnessBetween[1]).toBeLessThan(1)
  })

  test('of an empty log decides nothing', () => {
    const { averageFitness, fitnessBetween } = conform(traceSetOf([]), procedure)
    expect([averageFitness, fitnessBetween]).toEqual([undefined, [0, 1]])
  })
})

test('a log held against a procedure names the events and the steps left out, case by case', () => {
  const log = sketchLog([
    ['c1', 'accept', 1],
    ['c1', 'phone', 2],
    ['c1', 'decide', 3],
    ['c2', 'accept', 1],
    ['c2', 'decide', 2],
    ['c3', 'decide', 5],
  ])
  const { offProcedure, skipped, undecided } = conformToProcedure(log, procedure)
  expect(offProcedure).toEqual(Int32Array.of(1))
  expect(skipped).toEqual([{ case: 2, activity: 'accept', beforeEvent: 5 }])
  expect(undecided).toEqual(new Int32Array(0))
})

const logPath = fileURLToPath(new URL('../../../../../shared/data/permits-wabo/receipt.csv', import.meta.url))
const goldenPath = fileURLToPath(new URL('../../../../../shared/golden/receipt.json', import.meta.url))
const present = existsSync(logPath) && existsSync(goldenPath)

describe.skipIf(!present)(`the WABO receipt log${present ? '' : ' (skipped: shared/ is absent)'}`, () => {
  if (!present) return
  const golden = JSON.parse(readFileSync(goldenPath, 'utf8'))
  const log = traceSetOf(readTraces())

  test('gives the tree of an independent tool, but for the order of alternatives', () => {
    const theirs = simplifyTree(parseTree(golden.inductive_miner_noise_0_tree))
    expect(formatTree(inOneOrder(discoverTree(log)))).toBe(formatTree(inOneOrder(theirs)))
  })

  test('fits that tool’s tree as well as that tool says, by calculation and by search', () => {
    const tree = parseTree(golden.inductive_miner_noise_0_tree)
    for (const model of [tree, netOfTree(tree)]) {
      const { averageFitness, undecidedCases, cases } = conform(log, model)
      expect(averageFitness).toBeCloseTo(golden.alignment_average_fitness_on_that_tree, 12)
      expect([cases, undecidedCases]).toEqual([1434, 0])
    }
  })

  test('fits a tree with noise left out equally well by calculation and by search', () => {
    const tree = discoverTree(log, { noise: 0.2 })
    const byTree = conform(log, tree)
    expect(byTree.averageFitness).toBeLessThan(0.9)
    expect(conform(log, netOfTree(tree)).averageFitness).toBe(byTree.averageFitness)
  })
})

/** Alternatives and parallel parts sorted, for their order means nothing. */
function inOneOrder(tree: ProcessTree): ProcessTree {
  if (tree.kind === 'loop') return { ...tree, body: inOneOrder(tree.body), redo: inOneOrder(tree.redo) }
  if (tree.kind === 'activity' || tree.kind === 'tau') return tree
  const children = tree.children.map(inOneOrder)
  if (tree.kind !== 'sequence') children.sort((a, b) => (formatTree(a) < formatTree(b) ? -1 : 1))
  return { ...tree, children }
}

/** This file has no quoted cells. */
function readTraces(): string[][] {
  const cases = new Map<string, { at: number; activity: string }[]>()
  for (const line of readFileSync(logPath, 'utf8').trimEnd().split(/\r?\n/).slice(1)) {
    const cells = line.split(',')
    const at = Date.parse(cells[14]!.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1'))
    const events = cases.get(cells[1]!) ?? []
    cases.set(cells[1]!, events)
    events.push({ at, activity: cells[10]! })
  }
  return Array.from(cases.values(), (events) => events.sort((a, b) => a.at - b.at).map(({ activity }) => activity))
}
