import { createHash } from 'node:crypto'
import { DivisionCode, type ImportPlan, type OfficeTarget } from '@zhengfeng/contract'
import type { DivisionNode, DivisionTree } from '../settings/division-tree.ts'
import type { ImportRow } from './import-row.ts'
import type { PreviewResult } from './reading/task.ts'

/**
 * What an import would do unless the person says otherwise: offices go to the divisions that are called like them, by code or name;
 * others are made. What the person chose before is kept as far as it still fits.
 */
export function proposePlan(
  row: Pick<ImportRow, 'plan' | 'files'>,
  preview: PreviewResult,
  tree: DivisionTree,
): ImportPlan {
  const { plan, files } = row
  const offices = preview.reading?.offices ?? []
  const chosen = new Map(plan.offices.map((target) => [target.office, target]))
  const personal = preview.reading?.personalColumns.map(({ name }) => name) ?? []
  const sourceName =
    plan.sourceName ??
    files
      .map(({ office }) => office)
      .join(' + ')
      .slice(0, 200)
  return {
    ...(plan.sourceId === undefined ? { sourceName } : { sourceId: plan.sourceId }),
    offices: offices.map(({ office }) => chosen.get(office) ?? proposeTarget(office, tree)),
    personalColumns: Array.from(new Set([...plan.personalColumns, ...personal])).slice(0, 100),
  }
}

function proposeTarget(office: string, tree: DivisionTree): OfficeTarget {
  const known = tree.find(office) ?? onlyOne(tree.nodes.filter(({ name }) => name === office))
  if (known) return { office, division: known.code }
  const parent = onlyOne(tree.childrenOf(undefined))
  return {
    office,
    division: proposedCode(office, tree),
    create: { ...(parent && { parent: parent.code }), name: office === '' ? '—' : office.slice(0, 200) },
  }
}

function onlyOne(nodes: readonly DivisionNode[]): DivisionNode | undefined {
  return nodes.length === 1 ? nodes[0] : undefined
}

/** The office's own name where it can be a code, else one made of it. */
function proposedCode(office: string, tree: DivisionTree): string {
  if (DivisionCode.safeParse(office).success && !tree.find(office)) return office
  return `x${createHash('sha256').update(office).digest('hex').slice(0, 11)}`
}
