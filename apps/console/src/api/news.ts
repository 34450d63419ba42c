import { useQuery } from '@tanstack/react-query'
import { indicatorsRoutes, type Route } from '@zhengfeng/contract'
import { useState } from 'react'
import { useMay } from '../shell/session.tsx'
import { call } from './call.ts'
import { useStream } from './events.ts'
import type { Page } from './queries.ts'

/** How often a list is compared with what the server has, at most. */
const everyMs = 10_000
const lookedAt = 50

export interface News {
  /** How many rows stand at the beginning of the list now that are not in view. */
  readonly count: number
  /** There may be more than were counted. */
  readonly more: boolean
}

/**
 * Tells what a list would show if it were asked again, without changing it: when figures change, its first page is asked for and
 * compared with the rows in view.
 *
 * @param list its route and query, and the division whose changes are listened to
 * @param shown keys of the rows in view; `undefined` while they are on their way
 */
export function useNews<Row>(
  list: { readonly route: Route; readonly query: { readonly division?: string | undefined } & object },
  shown: readonly string[] | undefined,
  keyOf: (row: Row) => string,
): News {
  const { route, query } = list
  // A change is told at most once a second; the round counts them in steps of `everyMs`.
  const [round, setRound] = useState(0)
  const may = useMay()
  useStream(
    may('indicator.read') ? indicatorsRoutes.overviewStream : undefined,
    { division: query.division },
    (name) => {
      if (name === 'overview') setRound(Math.floor(Date.now() / everyMs))
    },
    ['overview', 'end'],
  )
  const first = useQuery({
    queryKey: [route.path, 'news', query, round],
    queryFn: ({ signal }) =>
      call(route, { query: { ...query, limit: lookedAt }, signal } as never) as unknown as Promise<Page<Row>>,
    enabled: round > 0 && shown !== undefined,
    placeholderData: (before) => before,
    gcTime: 0,
  })
  return shown && first.data && !first.isPlaceholderData ? newsOf(first.data.items.map(keyOf), shown) : nothing
}

const nothing: News = { count: 0, more: false }

/** Rows that came in front of those in view. Where rows in view went away and others moved up, nothing came. */
export function newsOf(now: readonly string[], shown: readonly string[]): News {
  const known = new Set(shown)
  const lastKnown = now.findLastIndex((key) => known.has(key))
  // With an empty view everything is new; so it is where not one of the rows in view is left on the first page.
  const ahead = lastKnown < 0 ? now : now.slice(0, lastKnown)
  const count = ahead.filter((key) => !known.has(key)).length
  return { count, more: lastKnown < 0 && now.length === lookedAt }
}
