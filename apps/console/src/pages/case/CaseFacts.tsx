import type { CaseDetail } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { Status } from '../../components/Status.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'
import { CaseDue } from '../cases/CaseDue.tsx'
import { AttributeList } from './Timeline.tsx'

type Detail = z.infer<typeof CaseDetail>

/** What the case is, where it stands and who holds it. */
export function CaseFacts({ detail }: { readonly detail: Detail }): ReactNode {
  const { t, has, instant } = useText()
  const { nameOf } = useDivisions()
  const row = detail.case
  const named = (group: string, key: string): string =>
    has(`tables.${group}.${key}`) ? t(`tables.${group}.${key}`) : key
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('tables.columns.status'), named('statuses', row.status)],
    [t('work.cases.due'), <CaseDue key="due" row={{ due: row.due }} />],
    [t('work.cases.step'), named('steps', row.step)],
    [t('work.cases.holder'), [row.holderDepartment, row.holderActor].filter(Boolean).join(' ')],
    [t('tables.columns.divisionName'), `${nameOf(row.division)} ${row.division}`],
    [t('tables.columns.item'), row.item],
    [t('tables.columns.department'), row.department],
    [t('tables.columns.channel'), row.channel],
    [t('work.case.group'), row.applicantGroup],
    [t('tables.columns.submittedAt'), row.submittedAt && instant(row.submittedAt)],
    [t('tables.columns.acceptedAt'), row.acceptedAt && instant(row.acceptedAt)],
    [t('tables.columns.decidedAt'), row.decidedAt && instant(row.decidedAt)],
    [t('tables.columns.closedAt'), row.closedAt && instant(row.closedAt)],
    [t('work.case.applicant'), detail.applicant && <code>{detail.applicant}</code>],
    [t('work.case.agent'), detail.agent && <code>{detail.agent}</code>],
    [t('work.case.source'), detail.source?.name],
  ]
  const others = Object.entries(detail.attributes)
  return (
    <section className="panel" aria-labelledby="facts-title">
      <h2 id="facts-title">{t('work.case.facts')}</h2>
      {row.priority && <Status kind="waiting">{t('work.case.priority')}</Status>}
      <dl className="facts">
        {facts.map(
          ([name, value]) =>
            value && (
              <div key={name}>
                <dt>{name}</dt>
                <dd className="numeric">{value}</dd>
              </div>
            ),
        )}
      </dl>
      <p className="muted numeric">{t('work.case.asOf', { at: instant(detail.asOf) })}</p>
      {others.length > 0 && (
        <details>
          <summary>{t('work.case.more')}</summary>
          <AttributeList entries={others} />
        </details>
      )}
    </section>
  )
}
