import type { WarningSummary } from '@zhengfeng/contract'
import type { Column } from '../../components/DataTable.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { useMessage } from '../../text/use-message.ts'
import { ReplyDue } from './ReplyDue.tsx'
import { WarningLevel } from './WarningLevel.tsx'
import { WarningStatus } from './WarningStatus.tsx'

/** The columns of the list of cards. */
export function useWarningColumns(): readonly Column<WarningSummary>[] {
  const { t, instant } = useText()
  const message = useMessage()
  return [
    {
      key: 'caseNo',
      title: t('work.warningTable.caseNo'),
      primary: true,
      nowrap: true,
      render: ({ caseNo }) => caseNo,
    },
    {
      key: 'level',
      title: t('work.warningTable.level'),
      nowrap: true,
      render: ({ level }) => <WarningLevel level={level} />,
    },
    {
      key: 'state',
      title: t('work.warningTable.state'),
      render: (card) => (
        <>
          <WarningStatus state={card.state} replyNeeded={card.replyNeeded} />
          {card.escalation > 0 && (
            <span className="muted nowrap"> {t('work.warnings.escalation', { count: card.escalation })}</span>
          )}
        </>
      ),
    },
    {
      key: 'replyDue',
      title: t('work.warnings.columns.replyDue'),
      sort: 'replyDue',
      render: (card) => <ReplyDue card={card} />,
    },
    {
      key: 'reason',
      title: t('work.warnings.columns.reason'),
      render: ({ reason }) => <span className="cell-words">{message('warnings', reason)}</span>,
    },
    {
      key: 'addressee',
      title: t('work.warnings.columns.addressee'),
      render: ({ addressee, department }) =>
        [t(`warnings.addressees.${addressee}`), addressee === 'department' && department].filter(Boolean).join(' '),
    },
    { key: 'division', title: t('work.warningTable.divisionName'), render: ({ divisionName }) => divisionName },
    {
      key: 'item',
      title: t('work.warningTable.item'),
      render: ({ item }) => <span className="cell-words">{item}</span>,
    },
    {
      key: 'raisedAt',
      title: t('work.warnings.columns.raisedAt'),
      numeric: true,
      nowrap: true,
      sort: 'raisedAt',
      render: ({ raisedAt }) => instant(raisedAt),
    },
    {
      key: 'caseDue',
      title: t('work.warningTable.caseDue'),
      numeric: true,
      nowrap: true,
      hidden: true,
      render: ({ caseDue }) => instant(caseDue),
    },
    {
      key: 'department',
      title: t('work.warningTable.department'),
      hidden: true,
      render: ({ department }) => department,
    },
    { key: 'holder', title: t('work.warningTable.holder'), hidden: true, render: ({ holder }) => holder },
  ]
}
