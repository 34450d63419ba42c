import type { FindingSummary, FindingView } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useText } from '../../text/TextProvider.tsx'
import { caseLink } from '../cases/case-link.ts'
import { FindingStatus } from './FindingStatus.tsx'

/** What is suspected of whom, in words; and how far it may be believed. */
export function FindingHead({ finding }: { readonly finding: FindingView }): ReactNode {
  const { t, instant } = useText()
  const { detector, subject, state, dismissal, assignee, item, department } = finding
  const where = [finding.divisionName, department, item].filter(Boolean).join(' · ')
  const reason = dismissal
    ? [t(`work.findingTable.reasons.${dismissal.reason}`), dismissal.text].filter(Boolean).join('：')
    : '–'
  return (
    <header className="stack finding-head">
      <div>
        <p className="row">
          <FindingStatus state={state} />
          {assignee && <span>{t('work.findings.assigned', { name: assignee.name })}</span>}
          <span className="muted numeric row-end">{instant(finding.foundAt)}</span>
        </p>
        <h2>{t(`detectors.names.${detector}`)}</h2>
        <p>
          <SubjectName finding={finding} linked />
          <span className="muted"> {where}</span>
        </p>
      </div>
      <p className="finding-words">{finding.explanation.text}</p>
      <p className={`notice${state === 'confirmed' ? ' notice-bad' : ''}`}>
        {t(`work.findings.is.${state}`, { reason })}
      </p>
      {subject.kind === 'officer' && state !== 'dismissed' && (
        <p className="notice notice-warn">{t('work.findings.restraint')}</p>
      )}
    </header>
  )
}

/** Whom or what a finding is about. */
export function SubjectName(props: { readonly finding: FindingSummary; readonly linked?: boolean }): ReactNode {
  const { t } = useText()
  const { division, divisionName, subject } = props.finding
  const name = subject.kind === 'office' ? divisionName : subject.name
  const text = t(`detectors.subjects.${subject.kind}`, { name })
  if (!props.linked || subject.kind !== 'case') return <strong>{text}</strong>
  return <Link to={caseLink({ division, caseNo: subject.name })}>{text}</Link>
}
