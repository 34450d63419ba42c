import type { IndicatorGroup } from '@zhengfeng/contract'
import type { Scope } from '../http/access.ts'
import type { DivisionTree } from '../settings/division-tree.ts'

/** Divisions put together: each entry of `divisions` belongs to the unit at the same place in `units`. */
export interface Units {
  /** Codes of the units in the order in which they are shown. */
  readonly codes: readonly string[]
  readonly divisions: readonly string[]
  readonly units: readonly string[]
  /** The division that is looked at itself, where it is one of the units: left out where nothing stands in it. */
  readonly self?: string
}

/**
 * The divisions right below the one that is looked at, each with all that is below it. What stands in the division itself is a unit of its
 * own. Where nobody says what is looked at: below the one division that holds all that may be seen, else the topmost ones.
 */
export function unitsBelow(tree: DivisionTree, scope: Scope, division: string | undefined): Units {
  const seen = seenDivisions(tree, scope)
  const top = division ?? onlyTop(tree, seen)
  const children = top === undefined ? tops(tree, seen) : [top, ...tree.childrenOf(top).map(({ code }) => code)]
  const units = unitsOf(
    children.map((code) => [code, code === top ? [code] : tree.subtree(code)] as const),
    seen,
  )
  return top === undefined || units.codes.length < 2 ? units : { ...units, self: top }
}

/** Every division without others below it. */
export function unitsOfLeaves(tree: DivisionTree, scope: Scope, division: string | undefined): Units {
  const seen = seenDivisions(tree, scope)
  const within = division === undefined ? tree.nodes.map(({ code }) => code) : tree.subtree(division)
  return unitsOf(
    within.filter((code) => tree.childrenOf(code).length === 0).map((code) => [code, [code]] as const),
    seen,
  )
}

function unitsOf(parts: readonly (readonly [string, readonly string[]])[], seen: ReadonlySet<string>): Units {
  const codes: string[] = []
  const divisions: string[] = []
  const units: string[] = []
  for (const [unit, members] of parts) {
    const visible = members.filter((code) => seen.has(code))
    if (visible.length === 0) continue
    codes.push(unit)
    for (const code of visible) {
      divisions.push(code)
      units.push(unit)
    }
  }
  return { codes, divisions, units }
}

function seenDivisions(tree: DivisionTree, scope: Scope): ReadonlySet<string> {
  // An office of which an import left nothing but the name would stand there with zeros.
  const isSeen = (code: string): boolean => tree.find(code)?.isLeftBehind !== true
  if (scope.everything) return new Set(tree.nodes.map(({ code }) => code).filter(isSeen))
  return new Set([...scope.divisions, ...scope.departments.map(({ division }) => division)].filter(isSeen))
}

/** Seen divisions that do not lie below another seen one. */
function tops(tree: DivisionTree, seen: ReadonlySet<string>): readonly string[] {
  return tree.nodes
    .filter(({ code }) => seen.has(code) && !tree.ancestors(code).some((above) => seen.has(above.code)))
    .map(({ code }) => code)
}

function onlyTop(tree: DivisionTree, seen: ReadonlySet<string>): string | undefined {
  const found = tops(tree, seen)
  return found.length === 1 ? found[0] : undefined
}

/** The group of a cell as SQL, of `cell` with the day in `day` and the unit in `unit`. */
export function groupColumn(group: IndicatorGroup): string {
  switch (group) {
    case 'division':
      return 'unit.unit'
    case 'applicantGroup':
      return 'cell.applicant_group'
    case 'day':
      return 'cell.day::text'
    case 'week':
      return `date_trunc('week', cell.day::timestamp)::date::text`
    case 'month':
      return `date_trunc('month', cell.day::timestamp)::date::text`
    default:
      return `cell.${group}`
  }
}

export const timeGroups: ReadonlySet<IndicatorGroup> = new Set(['day', 'week', 'month'])
