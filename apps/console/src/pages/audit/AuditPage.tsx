import { type AuditEntry, auditRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { usePages } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { type Filter, FilterBar } from '../../components/FilterBar.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Status } from '../../components/Status.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'
import { AuditVerification } from './AuditVerification.tsx'

const names = ['from', 'to', 'division', 'actor', 'action', 'object', 'outcome', 'personal'] as const
type Name = (typeof names)[number]

const outcomes = ['done', 'refused', 'failed'] as const
const outcomeKind = { done: 'good', refused: 'warn', failed: 'bad' } as const

/** Who did what, and who read personal data; nobody can change it unnoticed. */
export default function AuditPage(): ReactNode {
  const { t } = useText()
  const [filter, change] = useUrlQuery(names)
  const query = filter as Partial<Record<Exclude<Name, 'outcome'>, string>> & { outcome?: AuditEntry['outcome'] }
  const pages = usePages(auditRoutes.list, { query })
  const filters: readonly Filter<Name>[] = [
    { kind: 'day', name: 'from', label: t('console.slice.from') },
    { kind: 'day', name: 'to', label: t('console.slice.to') },
    { kind: 'text', name: 'actor', label: t('admin.audit.actor') },
    { kind: 'text', name: 'action', label: t('admin.audit.action') },
    { kind: 'text', name: 'object', label: t('admin.audit.object') },
    {
      kind: 'choice',
      name: 'outcome',
      label: t('admin.audit.outcome'),
      options: outcomes.map((value) => ({ value, label: t(`admin.audit.outcomes.${value}`) })),
    },
    { kind: 'flag', name: 'personal', label: t('admin.audit.personal') },
  ]
  return (
    <div className="page">
      <PageHeader title={t('console.pages.audit')} description={t('admin.audit.description')} />
      <AuditVerification />
      <section className="panel">
        <DataTable
          name="audit"
          title={t('admin.audit.list')}
          columns={useColumns()}
          rows={pagedRows(pages)}
          rowKey={({ division, seq }) => `${division} ${seq}`}
          filters={
            <>
              <div className="row">
                <DivisionPicker value={query.division} onChange={(division) => change({ division })} />
              </div>
              <FilterBar filters={filters} values={filter} onChange={change} />
            </>
          }
          actions={<ExportMenu route={auditRoutes.export} query={query} />}
        />
      </section>
    </div>
  )
}

function useColumns(): readonly Column<AuditEntry>[] {
  const { t, has, second, list } = useText()
  const { nameOf } = useDivisions()
  const actionName = (action: string): ReactNode => {
    const key = `admin.audit.actions.${action}`
    return !action.includes(' ') && has(key) ? t(key) : <code>{action}</code>
  }
  return [
    { key: 'at', title: t('admin.audit.at'), primary: true, nowrap: true, render: ({ at }) => second(at) },
    {
      key: 'actor',
      title: t('admin.audit.actor'),
      render: ({ actorKind, actorName }) => actorName ?? t(`admin.audit.actors.${actorKind}`),
    },
    { key: 'action', title: t('admin.audit.action'), render: ({ action }) => actionName(action) },
    { key: 'object', title: t('admin.audit.object'), render: ({ object }) => object || '–' },
    {
      key: 'outcome',
      title: t('admin.audit.outcome'),
      render: ({ outcome, status, problem }) => (
        <Status kind={outcomeKind[outcome]}>
          {t(`admin.audit.outcomes.${outcome}`)}
          {outcome !== 'done' && ` ${[status, problem].filter(Boolean).join(' ')}`}
        </Status>
      ),
    },
    { key: 'fields', title: t('admin.audit.fields'), render: ({ fields }) => (fields.length > 0 ? list(fields) : '–') },
    { key: 'reason', title: t('admin.audit.reason'), render: ({ reason }) => reason ?? '–' },
    {
      key: 'division',
      title: t('imports.sources.columns.division'),
      render: ({ division }) => (division === '-' ? '–' : nameOf(division)),
    },
    { key: 'address', title: t('admin.audit.address'), hidden: true, render: ({ address }) => address ?? '–' },
    { key: 'seq', title: t('admin.audit.seq'), hidden: true, numeric: true, render: ({ seq }) => String(seq) },
    {
      key: 'requestId',
      title: t('admin.audit.requestId'),
      hidden: true,
      render: ({ requestId }) => <code>{requestId ?? '–'}</code>,
    },
    {
      key: 'digest',
      title: t('admin.audit.digest'),
      hidden: true,
      render: ({ digest }) => <code>{digest.slice(0, 16)}…</code>,
    },
  ]
}
