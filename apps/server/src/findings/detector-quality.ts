import type { DetectorQuality, dismissalReasons } from '@zhengfeng/contract'
import { type DetectorName, detectorNames } from '@zhengfeng/detectors'
import { wilsonInterval } from '@zhengfeng/mining'
import type { z } from 'zod'
import type { Queryable } from '../storage/database.ts'
import { measuredQuality } from './measured-quality.ts'

export type Quality = z.infer<typeof DetectorQuality>

interface Count {
  readonly detector: DetectorName
  readonly state: string
  readonly reason: (typeof dismissalReasons)[number] | null
  readonly n: number
}

/** How often each detector was right: on labelled logs, and by the judgement of people here. */
export async function detectorQuality(db: Queryable): Promise<Readonly<Record<DetectorName, Quality>>> {
  const counts = await db.query<Count>(
    `select detector, state, dismissal ->> 'reason' as reason, count(*) as n
     from finding
     where state <> 'lapsed'
     group by detector, state, dismissal ->> 'reason'
     order by detector, state`,
  )
  const entries = detectorNames.map((name) => [
    name,
    { measured: measuredQuality[name], live: liveQuality(counts.filter(({ detector }) => detector === name)) },
  ])
  return Object.fromEntries(entries) as Record<DetectorName, Quality>
}

/** Of what was judged, only a confirmation and a false alarm tell how good the detector is: an error of the data is not its own. */
export function liveQuality(counts: readonly Pick<Count, 'state' | 'reason' | 'n'>[]): Quality['live'] {
  const sum = (wanted: (count: Pick<Count, 'state' | 'reason'>) => boolean): number =>
    counts.filter(wanted).reduce((total, { n }) => total + n, 0)
  const confirmed = sum(({ state }) => state === 'confirmed')
  const falseAlarms = sum(({ state, reason }) => state === 'dismissed' && reason === 'falseAlarm')
  const judged = confirmed + falseAlarms
  return {
    confirmed,
    falseAlarms,
    otherwiseDismissed: sum(({ state, reason }) => state === 'dismissed' && reason !== 'falseAlarm'),
    suspected: sum(({ state }) => state === 'suspected'),
    ...(judged > 0 && { precisionShare: confirmed / judged, precisionInterval: intervalOf(confirmed, judged) }),
  }
}

function intervalOf(confirmed: number, judged: number): [number, number] {
  const { low, high } = wilsonInterval(confirmed, judged)
  return [low, high]
}
