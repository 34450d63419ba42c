import { type ProcessTree, tau } from './process-tree.ts'
import { formatTree } from './tree-notation.ts'

/**
 * Makes a tree smaller without changing which traces it allows: nested operators of one kind are merged, `tau` goes where
 * it adds nothing, equal alternatives are kept once.
 *
 * @param tree any process tree
 * @returns an equivalent tree; `tau` is left only as an alternative, as a part of a loop, or as the whole tree
 * @example
 * formatTree(simplifyTree(parseTree("->( ->( 'a', tau ), X( 'b', X( 'c', 'b' ) ) )"))) // → "->( 'a', X( 'b', 'c' ) )"
 */
export function simplifyTree(tree: ProcessTree): ProcessTree {
  return simplified(tree).tree
}

/** A simplified tree, and whether it allows the empty trace. */
interface Simplified {
  readonly tree: ProcessTree
  readonly skippable: boolean
}

function simplified(tree: ProcessTree): Simplified {
  switch (tree.kind) {
    case 'activity':
      return { tree, skippable: false }
    case 'tau':
      return { tree: tau, skippable: true }
    case 'loop':
      return simplifiedLoop(simplified(tree.body), simplified(tree.redo))
    case 'xor':
      return simplifiedChoice(tree.children.map(simplified))
    default:
      return simplifiedAll(tree.kind, tree.children.map(simplified))
  }
}

function simplifiedAll(kind: 'sequence' | 'parallel', parts: readonly Simplified[]): Simplified {
  const children = parts.flatMap(({ tree }) => (tree.kind === kind ? tree.children : tree.kind === 'tau' ? [] : [tree]))
  return { tree: operator(kind, children), skippable: parts.every((part) => part.skippable) }
}

function simplifiedChoice(parts: readonly Simplified[]): Simplified {
  const skippable = parts.some((part) => part.skippable)
  const alternatives = new Map<string, ProcessTree>()
  for (const { tree } of parts) {
    for (const child of tree.kind === 'xor' ? tree.children : [tree]) {
      if (child.kind !== 'tau') alternatives.set(formatTree(child), child)
    }
  }
  // `tau` is kept only where no other alternative can already be skipped. An alternative that was a choice with `tau` of
  // its own gave its `tau` up above, so it does not count.
  const needsTau =
    skippable && !parts.some(({ tree, skippable }) => skippable && tree.kind !== 'tau' && !choiceWithTau(tree))
  return { tree: operator('xor', [...(needsTau ? [tau] : []), ...alternatives.values()]), skippable }
}

function choiceWithTau(tree: ProcessTree): boolean {
  return tree.kind === 'xor' && tree.children.some((child) => child.kind === 'tau')
}

function simplifiedLoop(body: Simplified, redo: Simplified): Simplified {
  if (body.tree.kind === 'loop') {
    const inner = body.tree
    const redos = simplifiedChoice([simplified(inner.redo), redo])
    return { tree: { kind: 'loop', body: inner.body, redo: redos.tree }, skippable: body.skippable }
  }
  if (body.tree.kind === 'tau' && redo.tree.kind === 'tau') return { tree: tau, skippable: true }
  return { tree: { kind: 'loop', body: body.tree, redo: redo.tree }, skippable: body.skippable }
}

function operator(kind: 'sequence' | 'xor' | 'parallel', children: readonly ProcessTree[]): ProcessTree {
  if (children.length === 0) return tau
  return children.length === 1 ? children[0]! : { kind, children }
}
