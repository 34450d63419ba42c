import type { Queryable } from '../storage/database.ts'

export interface DivisionNode {
  readonly code: string
  readonly parent: string | null
  /** Codes from the root down to this one, each followed by '/'. */
  readonly path: string
  readonly name: string
  readonly level: number
  readonly position: number
  /** Made by an import that was taken back, and used by nobody since. */
  readonly isLeftBehind?: boolean
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

const leftBehind = `(
       d.code in (
         select o ->> 'division'
         from import_batch b
         cross join jsonb_array_elements(b.plan -> 'offices') o
         where b.state in ('undone', 'cancelled', 'failed')
           and b.started_at is not null
           and o -> 'create' is not null
       )
       and not exists (select 1 from division below where below.parent = d.code)
       and not exists (select 1 from service_case c where c.division = d.code and c.status <> 'void')
       and not exists (select 1 from source s where s.division = d.code and s.state <> 'undone')
       and not exists (select 1 from account a where a.division = d.code)
       and not exists (select 1 from account_grant g where g.division = d.code)
     )`

/** Reads the tree of divisions. */
export async function divisionTree(db: Queryable): Promise<DivisionTree> {
  const nodes = await db.query<DivisionNode>(
    `select d.code, d.parent, d.path, d.name, d.level, d.position, ${leftBehind} as "isLeftBehind"
     from division d
     order by d.level, d.position, d.code`,
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
