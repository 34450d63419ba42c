import type { UrlValues } from '../../components/url-query.ts'

/** What of the address a list of cases reads: the names of the API’s query. */
export const caseQueryNames = [
  'division',
  'text',
  'open',
  'overdue',
  'nearDue',
  'status',
  'finding',
  'item',
  'department',
  'channel',
  'applicantGroup',
  'holderDepartment',
  'holderActor',
  'from',
  'to',
  'sort',
  'order',
] as const
export type CaseQueryName = (typeof caseQueryNames)[number]
export type CaseQuery = UrlValues<CaseQueryName>

const chosenBy = ['open', 'overdue', 'nearDue', 'finding'] as const

/** Selections that are asked for most, each with the order that it is read in. */
export const casePresets = [
  { name: 'all', query: {} },
  { name: 'open', query: { open: 'true', sort: 'openSince', order: 'asc' } },
  { name: 'overdue', query: { overdue: 'true', sort: 'openDue', order: 'asc' } },
  { name: 'nearDue', query: { nearDue: 'true', sort: 'openDue', order: 'asc' } },
  { name: 'closed', query: { open: 'false', sort: 'closedAt' } },
  { name: 'finding', query: { finding: 'any' } },
] as const satisfies readonly { readonly name: string; readonly query: CaseQuery }[]
export type CasePreset = (typeof casePresets)[number]

/** The preset that a query is; `undefined` where it is none of them. */
export function presetOf(query: CaseQuery): CasePreset['name'] | undefined {
  return casePresets.find((preset) => chosenBy.every((name) => query[name] === (preset.query as CaseQuery)[name]))?.name
}

/** What to change in a query so that it is the preset; what else it narrows to stays. */
export function presetChange({ query }: CasePreset): { readonly [K in CaseQueryName]?: string | undefined } {
  const cleared = Object.fromEntries([...chosenBy, 'sort', 'order', 'status'].map((name) => [name, undefined]))
  return { ...cleared, ...query }
}
