import type { CaseDetail } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { Status } from '../../components/Status.tsx'
import { useSession } from '../../shell/session.tsx'
import type { Formatter } from '../../text/format.ts'
import { useText } from '../../text/TextProvider.tsx'
import { remainingKey } from '../cases/CaseDue.tsx'
import { isOpen, layStrip, type StripPart } from './time-strip.ts'

type Detail = z.infer<typeof CaseDetail>
type Limit = NonNullable<Detail['promised']>

/** The three clocks and the two limits of a case on one line of time. What is drawn is also written beside it. */
export function TimeStrip({ detail }: { readonly detail: Detail }): ReactNode {
  const format = useText()
  const { t, duration, working } = format
  const { timeZone } = useSession()
  const { clock } = detail
  const strip = layStrip(detail, (ms) => startOfDay(ms, timeZone))
  return (
    <section className="panel" aria-labelledby="time-title">
      <h2 id="time-title">{t('work.case.time.title')}</h2>
      <div className="strip">
        <Line name="lived" parts={strip.lived} now={strip.now}>
          <strong>{duration(clock.livedMs)}</strong>
          <span className="muted">{t('work.case.time.livedHint')}</span>
        </Line>
        <Line name="official" parts={strip.official} now={strip.now}>
          <strong>
            {clock.officialMs === undefined
              ? t('tables.clocks.notStarted')
              : working(clock.officialMs, clock.workingDayMs)}
          </strong>
          {clock.officialMs !== undefined && <span>{t(`tables.clocks.${clock.state}`)}</span>}
          {clock.stoppedMs > 0 && (
            <span className="muted">
              {t('work.case.time.stopped', { time: working(clock.stoppedMs, clock.workingDayMs) })}
            </span>
          )}
        </Line>
        <Line name="promised" parts={strip.promised} now={strip.now}>
          <LimitText limit={detail.promised} open={isOpen(detail)} />
        </Line>
        <Line name="statutory" parts={strip.statutory} now={strip.now}>
          <LimitText limit={detail.statutory} open={isOpen(detail)} />
        </Line>
        <div className="strip-axis" aria-hidden="true">
          <span className="strip-track">
            {strip.days.map(({ at, ms }) => (
              <span key={ms} className="strip-day" style={{ insetInlineStart: `${at * 100}%` }}>
                {shortDay(ms, format, timeZone)}
              </span>
            ))}
          </span>
        </div>
      </div>
      <StripKey open={isOpen(detail)} />
    </section>
  )
}

function Line(props: {
  readonly name: 'lived' | 'official' | 'promised' | 'statutory'
  readonly parts: readonly StripPart[]
  readonly now: number
  readonly children: ReactNode
}): ReactNode {
  const { t } = useText()
  return (
    <div className="strip-line">
      <h3>{t(`work.case.time.${props.name}`)}</h3>
      <span className="strip-track" aria-hidden="true">
        {props.parts.map(({ kind, from, to }) => (
          <span
            key={`${kind} ${from}`}
            className={`strip-part strip-${kind} strip-of-${props.name}`}
            style={{ insetInlineStart: `${from * 100}%`, width: `max(3px, ${(to - from) * 100}%)` }}
          />
        ))}
        <span className="strip-now" style={{ insetInlineStart: `${props.now * 100}%` }} />
      </span>
      <div className="strip-text numeric">{props.children}</div>
    </div>
  )
}

function LimitText({ limit, open }: { readonly limit: Limit | undefined; readonly open: boolean }): ReactNode {
  const { t, instant, duration } = useText()
  if (!limit) return <span className="muted">{t('work.case.time.noLimit')}</span>
  const { due, state, remainingMs } = limit
  const kind = state === 'overdue' ? 'bad' : state === 'stopped' ? 'waiting' : 'good'
  const left = remainingKey(state === 'overdue', remainingMs)
  const key = open || left === 'over' ? left : left === 'left' ? 'keptBy' : 'keptAfterHours'
  return (
    <>
      <Status kind={kind}>{t(`tables.limits.${state}`)}</Status>
      <span>{t(`work.case.time.${key}`, { time: duration(Math.abs(remainingMs)) })}</span>
      <span className="muted">{t('work.case.time.due', { at: instant(due) })}</span>
    </>
  )
}

function StripKey({ open }: { readonly open: boolean }): ReactNode {
  const { t } = useText()
  return (
    <ul className="strip-key muted" aria-hidden="true">
      {(['time', 'stop', 'limit', 'over'] as const).map((kind) => (
        <li key={kind}>
          <span className={`strip-part strip-${kind}`} />
          {t(`work.case.time.${{ time: 'running', stop: 'stopPart', limit: 'limitPart', over: 'overPart' }[kind]}`)}
        </li>
      ))}
      <li>
        <span className="strip-now" />
        {t(`work.case.time.${open ? 'now' : 'end'}`)}
      </li>
    </ul>
  )
}

/** The beginning of a day where the office is. Zones are whole quarters of an hour off UTC. */
function startOfDay(ms: number, timeZone: string): number {
  const clock = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(ms)
  const localMs = Date.parse(`${clock.replace(' ', 'T')}Z`)
  return ms - (localMs % 86_400_000)
}

function shortDay(ms: number, { day, shortDay }: Formatter, timeZone: string): string {
  const local = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(ms)
  return shortDay(day(local))
}
