import { type WarningView, warningsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { useAnswer } from '../../api/queries.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { useMessage } from '../../text/use-message.ts'
import { caseLink } from '../cases/case-link.ts'
import { ReplyDue } from './ReplyDue.tsx'
import { WarningActs } from './WarningActs.tsx'
import { WarningDeeds } from './WarningDeeds.tsx'
import { WarningLevel } from './WarningLevel.tsx'
import { WarningStatus } from './WarningStatus.tsx'
import '../../components/work.css'
import './warnings.css'

/** One card: why it was raised, who is to reply by when, and what was said. */
export default function WarningPage(): ReactNode {
  const { t } = useText()
  const { division = '', id = '' } = useParams()
  const query = useAnswer(warningsRoutes.read, { params: { division, id } })
  return (
    <div className="page">
      <PageHeader title={query.data ? t('work.warnings.title', titleOf(query.data, t)) : t('console.pages.warning')}>
        <Link to="/warnings">{t('work.warnings.back')}</Link>
      </PageHeader>
      <Answered query={query}>{(card) => <Card key={`${division}/${id}`} card={card} />}</Answered>
    </div>
  )
}

function titleOf(card: WarningView, t: (key: string) => string): { readonly level: string; readonly number: string } {
  return { level: t(`warnings.levels.${card.level}`), number: card.caseNo }
}

function Card({ card }: { readonly card: WarningView }): ReactNode {
  const { t } = useText()
  const message = useMessage()
  return (
    <div className="columns">
      <section className="panel stack" aria-labelledby="card-title">
        <div className="row">
          <h2 id="card-title">{t('work.warnings.facts')}</h2>
          <WarningLevel level={card.level} />
          <WarningStatus state={card.state} replyNeeded={card.replyNeeded} />
        </div>
        <p className="card-reason">{message('warnings', card.reason)}</p>
        <p className="row">
          <ReplyDue card={card} />
        </p>
        <WarningDeeds card={card} />
        <Facts card={card} />
      </section>
      <section className="panel" aria-labelledby="acts-title">
        <h2 id="acts-title">{t('work.warnings.acts.title')}</h2>
        <WarningActs acts={card.acts} />
      </section>
    </div>
  )
}

function Facts({ card }: { readonly card: WarningView }): ReactNode {
  const { t, has, instant } = useText()
  const rule = `warnings.rules.${card.rule}`
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      t('work.warningTable.caseNo'),
      <span key="case" className="row">
        <Link to={caseLink(card)}>{card.caseNo}</Link>
        {card.caseEnded && <span className="muted">{t('work.warnings.caseEnded')}</span>}
      </span>,
    ],
    [t('work.warnings.columns.addressee'), t(`warnings.addressees.${card.addressee}`)],
    [t('work.warningTable.department'), card.department],
    [t('work.warnings.holder'), card.holder],
    [t('work.warningTable.divisionName'), card.divisionName],
    [t('work.warningTable.item'), card.item],
    [t('work.warnings.caseDue'), instant(card.caseDue)],
    [t('work.warningTable.rule'), has(rule) ? t(rule) : card.rule],
    [t('work.warningTable.raisedAt'), instant(card.raisedAt)],
    [
      t('work.warningTable.escalation'),
      card.escalation > 0 && t('work.warnings.escalation', { count: card.escalation }),
    ],
  ]
  return (
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
  )
}
