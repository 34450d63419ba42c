/**
 * A block-structured process model: what may happen, in which order.
 *
 * - `activity`: happens once; `tau`: nothing happens.
 * - `sequence`: the children one after the other; `xor`: exactly one of them; `parallel`: all of them, interleaved anyhow.
 * - `loop`: the body, then any number of times the redo part and the body again.
 *
 * Source: Leemans, Fahland, van der Aalst, “Discovering block-structured process models from event logs”, 2013.
 */
export type ProcessTree =
  | { readonly kind: 'activity'; readonly name: string }
  | { readonly kind: 'tau' }
  | { readonly kind: 'sequence' | 'xor' | 'parallel'; readonly children: readonly ProcessTree[] }
  | { readonly kind: 'loop'; readonly body: ProcessTree; readonly redo: ProcessTree }

export const tau: ProcessTree = { kind: 'tau' }

/**
 * Lists the activities of a tree, each once, in the order in which they stand in it.
 *
 * @param tree any process tree
 * @returns activity names
 * @example
 * activitiesOfTree(parseTree("->( 'accept', *( 'decide', 'accept' ) )")) // → ['accept', 'decide']
 */
export function activitiesOfTree(tree: ProcessTree): string[] {
  const names = new Set<string>()
  collectActivities(tree, names)
  return [...names]
}

function collectActivities(tree: ProcessTree, names: Set<string>): void {
  if (tree.kind === 'activity') names.add(tree.name)
  else for (const child of childrenOf(tree)) collectActivities(child, names)
}

/** The children of any node, body before redo; none for activities and tau. */
export function childrenOf(tree: ProcessTree): readonly ProcessTree[] {
  switch (tree.kind) {
    case 'activity':
    case 'tau':
      return []
    case 'loop':
      return [tree.body, tree.redo]
    default:
      return tree.children
  }
}
