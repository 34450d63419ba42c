import type { CaseRow } from '@zhengfeng/contract'
import type { Column } from '../../components/DataTable.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'
import { CaseDue } from './CaseDue.tsx'

/** The columns of the list of cases; sortable where the server can page by them. */
export function useCaseListColumns(): readonly Column<CaseRow>[] {
  const { t, has, instant, duration } = useText()
  const { nameOf } = useDivisions()
  const named = (group: string, key: string): string =>
    has(`tables.${group}.${key}`) ? t(`tables.${group}.${key}`) : key
  return [
    {
      key: 'caseNo',
      title: t('work.cases.number'),
      primary: true,
      nowrap: true,
      sort: 'caseNo',
      render: ({ caseNo }) => caseNo,
    },
    { key: 'division', title: t('tables.columns.divisionName'), render: ({ division }) => nameOf(division) },
    { key: 'item', title: t('tables.columns.item'), render: ({ item }) => <span className="cell-words">{item}</span> },
    { key: 'department', title: t('tables.columns.department'), render: ({ department }) => department },
    { key: 'due', title: t('work.cases.due'), sort: 'openDue', render: (row) => <CaseDue row={row} /> },
    {
      key: 'status',
      title: t('tables.columns.status'),
      nowrap: true,
      render: ({ status }) => named('statuses', status),
    },
    { key: 'step', title: t('work.cases.step'), nowrap: true, render: ({ step }) => named('steps', step) },
    {
      key: 'holder',
      title: t('work.cases.holder'),
      render: ({ holderDepartment, holderActor }) => (
        <span className="cell-words">{[holderDepartment, holderActor].filter(Boolean).join(' ')}</span>
      ),
    },
    {
      key: 'firstAt',
      title: t('work.cases.firstAt'),
      numeric: true,
      nowrap: true,
      sort: 'openSince',
      render: ({ firstAt }) => instant(firstAt),
    },
    {
      key: 'lastAt',
      title: t('work.cases.lastAt'),
      numeric: true,
      nowrap: true,
      sort: 'lastAt',
      render: ({ lastAt }) => instant(lastAt),
    },
    {
      key: 'livedMs',
      title: t('work.cases.lived'),
      numeric: true,
      nowrap: true,
      render: ({ livedMs }) => duration(livedMs),
    },
    {
      key: 'closedAt',
      title: t('work.cases.closedAt'),
      numeric: true,
      hidden: true,
      nowrap: true,
      sort: 'closedAt',
      render: ({ closedAt }) => instant(closedAt),
    },
    { key: 'channel', title: t('tables.columns.channel'), hidden: true, render: ({ channel }) => channel },
    { key: 'group', title: t('work.case.group'), hidden: true, render: ({ applicantGroup }) => applicantGroup },
    {
      key: 'priority',
      title: t('tables.columns.priority'),
      hidden: true,
      render: ({ priority }) => t(`tables.${priority ? 'yes' : 'no'}`),
    },
    {
      key: 'eventCount',
      title: t('tables.columns.eventCount'),
      numeric: true,
      hidden: true,
      render: ({ eventCount }) => eventCount,
    },
  ]
}
