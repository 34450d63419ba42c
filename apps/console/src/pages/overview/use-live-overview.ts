import { indicatorsRoutes, Overview } from '@zhengfeng/contract'
import { useState } from 'react'
import { type StreamState, useStream } from '../../api/events.ts'
import { useAnswer } from '../../api/queries.ts'

export type OverviewData = Overview

type OverviewQuery = Readonly<Record<'division' | 'from' | 'to', string | undefined>>

/** The overview as it was asked for, then as the stream tells it. */
export function useLiveOverview(query: OverviewQuery): {
  readonly answer: Pick<ReturnType<typeof useAnswer<typeof indicatorsRoutes.overview>>, 'data' | 'error' | 'refetch'>
  readonly state: StreamState
} {
  const asked = useAnswer(indicatorsRoutes.overview, { query })
  const key = JSON.stringify(query)
  const [told, setTold] = useState<{ readonly key: string; readonly overview: Overview }>()
  const state = useStream(
    indicatorsRoutes.overviewStream,
    query,
    (name, data) => {
      if (name === 'overview') setTold({ key, overview: Overview.parse(data) })
    },
    ['overview', 'end'],
  )
  const { error, refetch } = asked
  return { answer: { data: told?.key === key ? told.overview : asked.data, error, refetch }, state }
}
