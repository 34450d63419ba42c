import type { Answer, casesRoutes } from '@zhengfeng/contract'
import type { Column } from '../../components/DataTable.tsx'
import { Status, type StatusKind } from '../../components/Status.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'

export type CaseRow = Answer<typeof casesRoutes.list>['items'][number]

const kinds: Readonly<Record<CaseRow['due'], StatusKind>> = {
  none: 'neutral',
  within: 'good',
  near: 'warn',
  overdue: 'bad',
  ended: 'neutral',
}

/** The columns of a list of cases. */
export function useCaseColumns(): readonly Column<CaseRow>[] {
  const { t, has, instant, duration } = useText()
  const { nameOf } = useDivisions()
  return [
    { key: 'caseNo', title: t('analysis.cases.caseNo'), primary: true, nowrap: true, render: ({ caseNo }) => caseNo },
    { key: 'division', title: t('analysis.columns.unit'), render: ({ division }) => nameOf(division) },
    { key: 'item', title: t('console.slice.fields.item'), render: ({ item }) => item },
    { key: 'department', title: t('console.slice.fields.department'), render: ({ department }) => department },
    {
      key: 'due',
      title: t('analysis.cases.due'),
      render: ({ due }) => <Status kind={kinds[due]}>{t(`tables.due.${due}`)}</Status>,
    },
    {
      key: 'status',
      title: t('tables.columns.status'),
      render: ({ status }) => (has(`tables.statuses.${status}`) ? t(`tables.statuses.${status}`) : status),
    },
    {
      key: 'step',
      title: t('analysis.cases.step'),
      render: ({ step }) => (has(`tables.steps.${step}`) ? t(`tables.steps.${step}`) : step),
    },
    { key: 'firstAt', title: t('analysis.cases.firstAt'), numeric: true, render: ({ firstAt }) => instant(firstAt) },
    {
      key: 'closedAt',
      title: t('analysis.cases.closedAt'),
      numeric: true,
      render: ({ closedAt }) => instant(closedAt),
    },
    { key: 'livedMs', title: t('analysis.cases.lived'), numeric: true, render: ({ livedMs }) => duration(livedMs) },
    { key: 'channel', title: t('console.slice.fields.channel'), hidden: true, render: ({ channel }) => channel },
    {
      key: 'holder',
      title: t('analysis.cases.holder'),
      hidden: true,
      render: ({ holderDepartment }) => holderDepartment,
    },
  ]
}
