import type { DetectorQuality } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { useText } from '../../text/TextProvider.tsx'

type Quality = z.infer<typeof DetectorQuality>

/** How often a detector was right on labelled data, and how often people here agreed with it. */
export function QualityText({ quality }: { readonly quality: Quality }): ReactNode {
  const { t, share, count, number } = useText()
  const { measured, live } = quality
  const range = (value: number, [low, high]: readonly [number, number]) => ({
    share: share(value),
    low: share(low),
    high: share(high),
  })
  const judged = live.confirmed + live.falseAlarms
  return (
    <dl className="facts numeric">
      <div>
        <dt>{t('work.findings.quality.measured')}</dt>
        <dd>
          <p>{t('work.findings.quality.measuredPrecision', range(measured.precisionShare, measured.precisionRange))}</p>
          <p>{t('work.findings.quality.measuredRecall', range(measured.recallShare, measured.recallRange))}</p>
          <p className="muted">
            {t('work.findings.quality.counts', {
              true: count(measured.true),
              found: count(measured.found),
              wrong: count(measured.wrong),
            })}
          </p>
          <p className="muted">{t('work.findings.quality.clean', { count: number(measured.falsePer10CleanLogs) })}</p>
        </dd>
      </div>
      <div>
        <dt>{t('work.findings.quality.live')}</dt>
        <dd>
          <p>
            {live.precisionShare === undefined
              ? t('work.findings.quality.liveNone')
              : t('work.findings.quality.livePrecision', {
                  count: judged,
                  ...range(live.precisionShare, live.precisionInterval ?? [0, 1]),
                })}
          </p>
          <p className="muted">
            {t('work.findings.quality.liveCounts', {
              confirmed: count(live.confirmed),
              falseAlarms: count(live.falseAlarms),
              other: count(live.otherwiseDismissed),
              suspected: count(live.suspected),
            })}
          </p>
        </dd>
      </div>
    </dl>
  )
}
