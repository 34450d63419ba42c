import type { CaseDetail } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { FindingStatus } from '../findings/FindingStatus.tsx'
import { WarningStatus } from '../warnings/WarningStatus.tsx'

type Detail = z.infer<typeof CaseDetail>

/** What was found in the case, and the cards that were raised for it. */
export function CaseMarks({ detail }: { readonly detail: Detail }): ReactNode {
  const may = useMay()
  return (
    <>
      {may('finding.read') && <Findings detail={detail} />}
      {may('warning.read') && <Warnings detail={detail} />}
    </>
  )
}

function Findings({ detail }: { readonly detail: Detail }): ReactNode {
  const { t, day } = useText()
  const { findings, case: row } = detail
  return (
    <section className="panel" aria-labelledby="findings-title">
      <h2 id="findings-title">{t('work.case.findings.title')}</h2>
      {findings.length === 0 && <p className="muted">{t('work.case.findings.none')}</p>}
      <ul className="marks">
        {findings.map(({ id, detector, state, foundAt }) => (
          <li key={id}>
            <Link to={`/findings/${encodeURIComponent(row.division)}/${encodeURIComponent(id)}`}>
              {t(`detectors.names.${detector}`)}
            </Link>
            <FindingStatus state={state} />
            <span className="muted numeric">{day(foundAt)}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Warnings({ detail }: { readonly detail: Detail }): ReactNode {
  const { t, has, instant } = useText()
  const { warnings, case: row } = detail
  return (
    <section className="panel" aria-labelledby="warnings-title">
      <h2 id="warnings-title">{t('work.case.warnings.title')}</h2>
      {warnings.length === 0 && <p className="muted">{t('work.case.warnings.none')}</p>}
      <ul className="marks">
        {warnings.map(({ id, level, rule, state, raisedAt, replyDue }) => (
          <li key={id}>
            <Link to={`/warnings/${encodeURIComponent(row.division)}/${encodeURIComponent(id)}`}>
              {t(`warnings.levels.${level}`)} {has(`warnings.rules.${rule}`) ? t(`warnings.rules.${rule}`) : rule}
            </Link>
            <WarningStatus state={state} replyNeeded={replyDue !== undefined} />
            <span className="muted numeric">{instant(raisedAt)}</span>
            {replyDue && (state === 'open' || state === 'returned') && (
              <span className="numeric">{t('work.case.warnings.replyBy', { at: instant(replyDue) })}</span>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
