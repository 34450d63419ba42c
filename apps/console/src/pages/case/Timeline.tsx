import { type CaseDetail, casesRoutes } from '@zhengfeng/contract'
import { Fragment, type ReactNode } from 'react'
import type { z } from 'zod'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

type Detail = z.infer<typeof CaseDetail>
type Event = Detail['timeline'][number]

const dayMs = 86_400_000
/** Writing down within this time needs no remark. */
const promptMs = 3_600_000

/** All that happened, in order of happening; when it was written down beside when it happened. */
export function Timeline({ detail }: { readonly detail: Detail }): ReactNode {
  const { t } = useText()
  const { timeline, case: row } = detail
  const params = { division: row.division, caseNo: row.caseNo }
  return (
    <section className="panel" aria-labelledby="timeline-title">
      <div className="row panel-head">
        <h2 id="timeline-title">{t('work.case.timeline.title')}</h2>
        <span className="muted">{t('work.case.timeline.count', { count: row.eventCount })}</span>
        <span className="row-end no-print">
          <ExportMenu route={casesRoutes.timelineExport} params={params} query={{}} />
        </span>
      </div>
      <ol className="timeline">
        {timeline.map((event, index) => (
          <Fragment key={event.seq}>
            <Gap from={timeline[index - 1]?.occurredAt} to={event.occurredAt} />
            <Entry event={event} />
          </Fragment>
        ))}
      </ol>
      {detail.timelineCut && <p className="notice">{t('work.case.timeline.cut')}</p>}
    </section>
  )
}

/** Says how long nothing happened, where that was a day or more. */
function Gap({ from, to }: { readonly from: string | undefined; readonly to: string }): ReactNode {
  const { t, duration } = useText()
  if (from === undefined) return null
  const ms = Date.parse(to) - Date.parse(from)
  if (ms < dayMs) return null
  return <li className="timeline-gap muted">{t('work.case.timeline.gap', { time: duration(ms) })}</li>
}

function Entry({ event }: { readonly event: Event }): ReactNode {
  const { t, second } = useText()
  const { step, activity, voided } = event
  const who = [event.department, event.actor, event.channel, event.window].filter(Boolean).join(' · ')
  const named = step && t(`tables.steps.${step}`) !== activity
  return (
    <li className={voided ? 'timeline-entry is-voided' : 'timeline-entry'}>
      <time className="numeric" dateTime={event.occurredAt}>
        {second(event.occurredAt)}
      </time>
      <div>
        <p className="row">
          <strong>{event.type === 'void' ? t('tables.eventTypes.void') : activity}</strong>
          {named && <span className="muted">{t('work.case.timeline.as', { step: t(`tables.steps.${step}`) })}</span>}
          {voided && <Status kind="neutral">{t('work.case.timeline.voided')}</Status>}
        </p>
        {who && <p>{who}</p>}
        <Recorded event={event} />
        <Attributes event={event} />
      </div>
    </li>
  )
}

function Recorded({ event }: { readonly event: Event }): ReactNode {
  const { t, second, duration } = useText()
  const { lagMs, sourceRecordedAt, recordedAt, flags, seq } = event
  const late = lagMs !== undefined && lagMs >= promptMs
  const early = lagMs !== undefined && lagMs <= -promptMs
  return (
    <p className="row timeline-recorded">
      {sourceRecordedAt && (
        <span className="muted numeric">{t('work.case.timeline.recorded', { at: second(sourceRecordedAt) })}</span>
      )}
      {late && (
        <Status kind={lagMs >= dayMs ? 'bad' : 'warn'}>{t('work.case.timeline.lag', { time: duration(lagMs) })}</Status>
      )}
      {early && <Status kind="bad">{t('work.case.timeline.early', { time: duration(-lagMs) })}</Status>}
      {flags.map((flag) => (
        <Status key={flag} kind={flag === 'personalMoved' ? 'neutral' : 'warn'}>
          {t(`tables.flags.${flag}`)}
        </Status>
      ))}
      <span className="muted numeric">{t('work.case.timeline.received', { at: second(recordedAt) })}</span>
      <span className="muted numeric">{t('work.case.timeline.seq', { seq })}</span>
    </p>
  )
}

function Attributes({ event }: { readonly event: Event }): ReactNode {
  const { t } = useText()
  const entries = Object.entries(event.attributes ?? {})
  if (entries.length === 0) return null
  return (
    <details>
      <summary>{t('work.case.timeline.attributes')}</summary>
      <AttributeList entries={entries} />
    </details>
  )
}

/** Names and values as the source tells them. */
export function AttributeList(props: { readonly entries: readonly (readonly [string, unknown])[] }): ReactNode {
  return (
    <dl className="facts">
      {props.entries.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{typeof value === 'string' ? value : JSON.stringify(value)}</dd>
        </div>
      ))}
    </dl>
  )
}
