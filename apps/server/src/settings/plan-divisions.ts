import { DivisionCode, type DivisionImport } from '@zhengfeng/contract'
import { deepestLevel, type NewNode } from './create-division.ts'
import type { DivisionTree } from './division-tree.ts'

export interface DivisionRow {
  /** 1-based line of the file. */
  readonly line: number
  readonly code: string
  readonly name: string
  /** Absent where the file has no such column or the cell is empty: then the code tells. */
  readonly parent?: string
}

export interface DivisionPlan {
  /** Parents before children. */
  readonly create: readonly NewNode[]
  readonly rename: readonly { readonly code: string; readonly name: string }[]
  readonly move: readonly { readonly code: string; readonly parent: string | undefined }[]
  readonly unchanged: number
  readonly problems: DivisionImport['problems']
}

type Problem = DivisionImport['problems'][number]

/** What has to be done so that the tree says what the rows say. Divisions that the rows do not name stay as they are. */
export function planDivisions(tree: DivisionTree, rows: readonly DivisionRow[]): DivisionPlan {
  const problems: Problem[] = []
  const byCode = new Map<string, DivisionRow>()
  for (const row of rows) {
    const key = problemOf(row, byCode)
    if (key) problems.push({ line: row.line, key, values: { code: row.code, name: row.name } })
    else byCode.set(row.code, row)
  }
  const parents = parentsAfter(tree, byCode, problems)
  const create: (NewNode & { readonly depth: number })[] = []
  const rename: { code: string; name: string }[] = []
  const move: { code: string; parent: string | undefined; depth: number }[] = []
  let unchanged = 0
  for (const [code, row] of byCode) {
    const depth = depthOf(code, parents)
    if (depth > deepestLevel)
      problems.push({
        line: row.line,
        key: depth === Number.POSITIVE_INFINITY ? 'circle' : 'tooDeep',
        values: { code },
      })
    const parent = parents.get(code)
    const node = tree.find(code)
    if (!node) create.push({ code, name: row.name, parent, position: create.length, depth })
    else {
      const moved = (node.parent ?? undefined) !== parent
      if (moved) move.push({ code, parent, depth })
      if (node.name !== row.name) rename.push({ code, name: row.name })
      else if (!moved) unchanged++
    }
  }
  create.sort((a, b) => a.depth - b.depth || a.position! - b.position!)
  // From the top down, so that two that change places do not meet.
  move.sort((a, b) => a.depth - b.depth)
  return {
    create: create.map(({ depth: _, ...node }) => node),
    rename,
    move: move.map(({ code, parent }) => ({ code, parent })),
    unchanged,
    problems: problems.slice(0, 100),
  }
}

function problemOf(row: DivisionRow, before: ReadonlyMap<string, DivisionRow>): Problem['key'] | undefined {
  if (!DivisionCode.safeParse(row.code).success) return 'code'
  if (row.name === '' || row.name.length > 200) return 'name'
  return before.has(row.code) ? 'repeated' : undefined
}

/** The parent of every division once the rows are carried out. */
function parentsAfter(
  tree: DivisionTree,
  rows: ReadonlyMap<string, DivisionRow>,
  problems: Problem[],
): Map<string, string | undefined> {
  const parents = new Map(tree.nodes.map(({ code, parent }) => [code, parent ?? undefined]))
  const known = (code: string): boolean => rows.has(code) || tree.find(code) !== undefined
  for (const row of rows.values()) {
    if (row.parent !== undefined && !known(row.parent))
      problems.push({ line: row.line, key: 'parentUnknown', values: { code: row.code, parent: row.parent } })
    const told = row.parent ?? codesAbove(row.code).find((code) => code !== row.code && known(code))
    parents.set(row.code, told ?? parents.get(row.code))
  }
  return parents
}

function depthOf(code: string, parents: ReadonlyMap<string, string | undefined>): number {
  let depth = 1
  for (let at = parents.get(code); at !== undefined; at = parents.get(at))
    if (++depth > parents.size) return Number.POSITIVE_INFINITY
  return depth
}

/** Digits of province, city, county, street and village in codes of GB/T 2260 and what is appended to them. */
const stages = [2, 4, 6, 9, 12]

/**
 * Codes that may stand above a code of GB/T 2260, the nearest first: above 440305 there are 440300 and 440000, above all of
 * them the nation.
 */
export function codesAbove(code: string): readonly string[] {
  if (!/^(\d{6}|\d{9}|\d{12})$/.test(code)) return []
  const told = code.replace(/0+$/, '').length
  const found: string[] = []
  for (const stage of stages.filter((digits) => digits < told).reverse()) {
    const start = code.slice(0, stage)
    for (const length of [code.length, Math.max(stage, 6)]) if (length >= stage) found.push(start.padEnd(length, '0'))
  }
  return [...new Set([...found, '100000', '000000'])].filter((above) => above !== code)
}
