import type { FindingView } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { caseLink } from '../cases/case-link.ts'

type Case = FindingView['evidence'][number]
type Event = Case['events'][number]

/** So many cases are drawn at first; a finding about an officer may rest on dozens. */
const shownAtFirst = 3
const promptMs = 3_600_000

/** The cases that show it, each with its course; the events that prove it are marked. */
export function FindingEvidence({ finding }: { readonly finding: FindingView }): ReactNode {
  const { t } = useText()
  const [all, setAll] = useState(false)
  const { evidence, furtherCases, division } = finding
  const shown = all ? evidence : evidence.slice(0, shownAtFirst)
  const hidden = evidence.length - shown.length
  return (
    <section className="stack">
      <h3>
        {t('work.findings.evidence.title')}{' '}
        <span className="muted">{t('work.findings.cases', { count: finding.cases })}</span>
      </h3>
      {shown.map((one) => (
        <EvidenceCase key={`${one.division}/${one.caseNo}`} evidence={one} />
      ))}
      {hidden > 0 && (
        <button type="button" className="link-button no-print" onClick={() => setAll(true)}>
          {t('work.findings.evidence.more', { count: hidden })}
        </button>
      )}
      {furtherCases.length > 0 && (
        <details>
          <summary>{t('work.findings.evidence.further', { count: furtherCases.length })}</summary>
          <p className="row further-cases">
            {furtherCases.map((caseNo) => (
              <Link key={caseNo} to={caseLink({ division, caseNo })}>
                {caseNo}
              </Link>
            ))}
          </p>
        </details>
      )}
    </section>
  )
}

function EvidenceCase({ evidence }: { readonly evidence: Case }): ReactNode {
  const { t, has } = useText()
  const { status, item, department, eventsLeftOut } = evidence
  const about = [item, department, has(`tables.statuses.${status}`) ? t(`tables.statuses.${status}`) : status]
  return (
    <div className="evidence-case">
      <p className="row">
        <Link to={caseLink(evidence)}>{t('work.findings.evidence.openCase', { number: evidence.caseNo })}</Link>
        <span className="muted">{about.filter(Boolean).join(' · ')}</span>
      </p>
      <ol className="timeline">
        {evidence.events.map((event) => (
          <EvidenceEvent key={event.seq} event={event} />
        ))}
      </ol>
      {eventsLeftOut > 0 && <p className="muted">{t('work.findings.evidence.leftOut', { count: eventsLeftOut })}</p>}
    </div>
  )
}

function EvidenceEvent({ event }: { readonly event: Event }): ReactNode {
  const { t, second } = useText()
  const { activity, occurredAt, sourceRecordedAt, proves } = event
  const who = [event.department, event.actor, event.window].filter(Boolean).join(' · ')
  const late = sourceRecordedAt && Date.parse(sourceRecordedAt) - Date.parse(occurredAt) >= promptMs
  return (
    <li className={proves ? 'timeline-entry is-proof' : 'timeline-entry'}>
      <time className="numeric" dateTime={occurredAt}>
        {second(occurredAt)}
      </time>
      <div>
        <p className="row">
          {proves ? <strong>{activity}</strong> : <span>{activity}</span>}
          {proves && <Status kind="bad">{t('work.findings.evidence.proves')}</Status>}
          <span className="muted">{who}</span>
        </p>
        {late && (
          <p className="muted numeric">{t('work.findings.evidence.recorded', { at: second(sourceRecordedAt) })}</p>
        )}
      </div>
    </li>
  )
}
