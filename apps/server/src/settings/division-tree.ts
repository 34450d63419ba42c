import type { Queryable } from '../storage/database.ts'

export interface DivisionNode {
  readonly code: string
  readonly parent: string | null
  /** Codes from the root down to this one, each followed by '/'. */
  readonly path: string
  readonly name: string
  readonly level: number
  readonly position: number
}

/** The divisions as a tree; every list is in the order of `position`, then code. */
export interface DivisionTree {
  /** Parents before children. */
  readonly nodes: readonly DivisionNode[]
  find(code: string): DivisionNode | undefined
  /** `undefined`: the roots. */
  childrenOf(code: string | undefined): readonly DivisionNode[]
  /** The division itself and all below it. Empty where there is no such division. */
  subtree(code: string): readonly string[]
  /** From the root down to the one above. */
  ancestors(code: string): readonly DivisionNode[]
}

/** Reads the tree of divisions. */
export async function divisionTree(db: Queryable): Promise<DivisionTree> {
  const nodes = await db.query<DivisionNode>(
    `select code, parent, path, name, level, position
     from division
     order by level, position, code`,
  )
  return treeOf(nodes)
}

/** The tree of nodes that are given in the order in which siblings stand. */
export function treeOf(nodes: readonly DivisionNode[]): DivisionTree {
  const byCode = new Map(nodes.map((node) => [node.code, node]))
  const children = new Map<string | undefined, DivisionNode[]>()
  for (const node of nodes) {
    const parent = node.parent ?? undefined
    const siblings = children.get(parent)
    if (siblings) siblings.push(node)
    else children.set(parent, [node])
  }
  const childrenOf = (code: string | undefined): readonly DivisionNode[] => children.get(code) ?? []
  return {
    nodes,
    find: (code) => byCode.get(code),
    childrenOf,
    subtree: (code) => (byCode.has(code) ? below(code, childrenOf) : []),
    ancestors: (code) => above(code, byCode),
  }
}

function below(code: string, childrenOf: DivisionTree['childrenOf']): readonly string[] {
  const found = [code]
  // Grows while it is walked: a queue.
  for (const at of found) for (const child of childrenOf(at)) found.push(child.code)
  return found
}

function above(code: string, byCode: ReadonlyMap<string, DivisionNode>): readonly DivisionNode[] {
  const found: DivisionNode[] = []
  for (let at = byCode.get(code)?.parent; at; at = byCode.get(at)?.parent) found.unshift(byCode.get(at)!)
  return found
}
