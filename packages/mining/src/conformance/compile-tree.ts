import { addBit, membersOf } from '../model/bit-set.ts'
import { activitiesOfTree, type ProcessTree } from '../model/process-tree.ts'

/**
 * A process tree prepared for alignment. Activities are numbered; `one` is a choice among single activities, so that a
 * model that allows anything costs one step, not one per activity.
 */
export type Step = TauStep | OneStep | ComposedStep | LoopStep | ParallelStep

interface StepFacts {
  /** Bit set of the labels in the step. */
  readonly labels: Int32Array
  /** Fewest events that the step needs. */
  readonly shortest: number
}

export interface TauStep extends StepFacts {
  readonly kind: 'tau'
}

export interface OneStep extends StepFacts {
  readonly kind: 'one'
  /** One of the labels, for a model move. */
  readonly label: number
}

export interface ComposedStep extends StepFacts {
  readonly kind: 'sequence' | 'choice'
  readonly children: readonly Step[]
}

export interface LoopStep extends StepFacts {
  readonly kind: 'loop'
  readonly body: Step
  readonly redo: Step
}

/** Branches that share no activity, so that a trace can be dealt out among them. */
export interface ParallelStep extends StepFacts {
  readonly kind: 'parallel'
  readonly branches: readonly Step[]
  /** Branch of each activity, `-1` for those of no branch. */
  readonly branchOf: Int32Array
}

export interface CompiledTree {
  readonly root: Step
  /** Activity names; labels index them. */
  readonly labels: readonly string[]
}

/** Prepares a simplified tree; nothing where two parallel branches share an activity. */
export function compileTree(tree: ProcessTree): CompiledTree | undefined {
  const labels = activitiesOfTree(tree)
  const labelOf = new Map(labels.map((name, label) => [name, label]))
  const root = compile(tree, labelOf)
  return root && { root, labels }
}

type Labels = ReadonlyMap<string, number>

function compile(tree: ProcessTree, labelOf: Labels): Step | undefined {
  switch (tree.kind) {
    case 'tau':
      return { kind: 'tau', labels: noLabels(labelOf), shortest: 0 }
    case 'activity':
      return oneOf([tree], labelOf, false)
    case 'xor':
      return compileChoice(tree.children, labelOf)
    case 'sequence': {
      const children = compileAll(tree.children, labelOf)
      return children && { kind: 'sequence', children, labels: unionOf(children), shortest: totalOf(children) }
    }
    case 'loop': {
      const parts = compileAll([tree.body, tree.redo], labelOf)
      if (!parts) return undefined
      const [body, redo] = parts as [Step, Step]
      return { kind: 'loop', body, redo, labels: unionOf(parts), shortest: body.shortest }
    }
    case 'parallel':
      return compileParallel(tree.children, labelOf)
  }
}

function compileAll(trees: readonly ProcessTree[], labelOf: Labels): Step[] | undefined {
  const steps: Step[] = []
  for (const tree of trees) {
    const step = compile(tree, labelOf)
    if (!step) return undefined
    steps.push(step)
  }
  return steps
}

function compileChoice(trees: readonly ProcessTree[], labelOf: Labels): Step | undefined {
  const single = trees.filter((tree) => tree.kind === 'activity')
  const optional = trees.some((tree) => tree.kind === 'tau')
  const children = compileAll(
    trees.filter((tree) => tree.kind !== 'activity' && tree.kind !== 'tau'),
    labelOf,
  )
  if (!children) return undefined
  if (single.length > 0) children.unshift(oneOf(single, labelOf, optional))
  else if (optional) children.unshift({ kind: 'tau', labels: noLabels(labelOf), shortest: 0 })
  if (children.length === 1) return children[0]!
  return { kind: 'choice', children, labels: unionOf(children), shortest: Math.min(...children.map(needs)) }
}

function oneOf(members: readonly (ProcessTree & { kind: 'activity' })[], labelOf: Labels, optional: boolean): OneStep {
  const labels = noLabels(labelOf)
  for (const { name } of members) addBit(labels, labelOf.get(name)!)
  return { kind: 'one', labels, label: labelOf.get(members[0]!.name)!, shortest: optional ? 0 : 1 }
}

function compileParallel(trees: readonly ProcessTree[], labelOf: Labels): Step | undefined {
  const branches = compileAll(trees, labelOf)
  if (!branches) return undefined
  const branchOf = new Int32Array(labelOf.size).fill(-1)
  for (const [branch, step] of branches.entries()) {
    for (const label of membersOf(step.labels)) {
      if (branchOf[label] !== -1) return undefined
      branchOf[label] = branch
    }
  }
  return { kind: 'parallel', branches, branchOf, labels: unionOf(branches), shortest: totalOf(branches) }
}

function noLabels(labelOf: Labels): Int32Array {
  return new Int32Array(Math.max(1, (labelOf.size + 31) >>> 5))
}

function unionOf(steps: readonly Step[]): Int32Array {
  return steps.map((step) => step.labels).reduce((a, b) => a.map((bits, word) => bits | b[word]!))
}

function totalOf(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + step.shortest, 0)
}

function needs(step: Step): number {
  return step.shortest
}
