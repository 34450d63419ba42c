import type { WarningFilter } from '@zhengfeng/contract'
import type { z } from 'zod'
import type { UrlValues } from '../../components/url-query.ts'

/** What of the address the list of cards reads: the names of the API’s query. */
export const warningQueryNames = [
  'division',
  'level',
  'state',
  'rule',
  'item',
  'department',
  'caseNo',
  'escalated',
  'replyLate',
  'text',
  'from',
  'to',
  'order',
] as const
export type WarningQueryName = (typeof warningQueryNames)[number]
export type WarningQuery = UrlValues<WarningQueryName>
export type ChangeQuery = (change: { readonly [K in WarningQueryName]?: string | undefined }) => void

/** The query without the order, which counts and exports do not take. A value that the API does not know is refused by it, and shown as such. */
export function unordered(query: WarningQuery): z.input<typeof WarningFilter> {
  const { order: _, ...rest } = query
  return rest as z.input<typeof WarningFilter>
}
