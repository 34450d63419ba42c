import { type FindingFilter, findingStates } from '@zhengfeng/contract'
import type { z } from 'zod'
import type { UrlValues } from '../../components/url-query.ts'

/** What of the address the inbox reads: the names of the API’s query, and `at`: which finding is read. */
export const findingQueryNames = [
  'division',
  'state',
  'detector',
  'subject',
  'item',
  'department',
  'assignee',
  'caseNo',
  'text',
  'from',
  'to',
  'order',
  'at',
] as const
export type FindingQueryName = (typeof findingQueryNames)[number]
export type FindingQuery = UrlValues<FindingQueryName>
export type ChangeQuery = (change: { readonly [K in FindingQueryName]?: string | undefined }) => void

export const stateTabs = [...findingStates, 'all'] as const
export type StateTab = (typeof stateTabs)[number]

/** Which state is looked at: what awaits judgement, where nothing is told. */
export function stateTabOf({ state }: FindingQuery): StateTab {
  return stateTabs.find((tab) => tab === state) ?? 'suspected'
}

/** The query of the list: the state as the API takes it, without what only the page knows. */
export function listQuery(query: FindingQuery): Omit<FindingQuery, 'at'> {
  const { at: _, state: __, ...rest } = query
  const tab = stateTabOf(query)
  return tab === 'all' ? rest : { ...rest, state: tab }
}

/** The same without the order, which counts and exports do not take. A value that the API does not know is refused by it, and shown as such. */
export function facetQuery(query: FindingQuery): z.input<typeof FindingFilter> {
  const { order: _, ...rest } = listQuery(query)
  return rest as z.input<typeof FindingFilter>
}
