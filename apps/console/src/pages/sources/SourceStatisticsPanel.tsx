import { type SourceDetails, type SourceStatistics, sourcesRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { Answered, StatePanel } from '../../components/StatePanel.tsx'
import { useText } from '../../text/TextProvider.tsx'

type Day = SourceStatistics['days'][number]
type Rejected = SourceStatistics['rejected'][number]

/** How much a source sent on each day, how late, and what was rejected. */
export function SourceStatisticsPanel({ id, kind }: Pick<SourceDetails, 'id' | 'kind'>): ReactNode {
  const { t } = useText()
  const query = useAnswer(sourcesRoutes.statistics, { params: { id }, query: {} }, { refetchEveryMs: 15_000 })
  const dayColumns = useDayColumns()
  const rejectedColumns = useRejectedColumns()
  return (
    <Answered query={query}>
      {(statistics) => (
        <>
          <Numbers statistics={statistics} kind={kind} />
          <section className="panel">
            <DataTable
              name="sourceRejected"
              title={t('admin.sources.rejected')}
              columns={rejectedColumns}
              rows={{ rows: statistics.rejected }}
              rowKey={({ at, line, field, reason }) => `${at} ${line} ${field} ${reason}`}
              empty={<StatePanel kind="empty" title={t('admin.sources.noRejected')} />}
            />
          </section>
          <section className="panel">
            <DataTable
              name="sourceDays"
              title={t('admin.sources.days')}
              columns={dayColumns}
              rows={{ rows: statistics.days.toReversed() }}
              rowKey={({ day }) => day}
            />
          </section>
        </>
      )}
    </Answered>
  )
}

function Numbers({
  statistics,
  kind,
}: {
  readonly statistics: SourceStatistics
  readonly kind: SourceDetails['kind']
}): ReactNode {
  const { t, count, instant, duration } = useText()
  const { days } = statistics
  const rejected = days.reduce((sum, day) => sum + day.rejected, 0)
  const facts: readonly (readonly [string, string])[] = [
    ['cases', count(statistics.cases)],
    ['openCases', count(statistics.openCases)],
    ['lastReceivedAt', instant(statistics.lastReceivedAt)],
    ['lastEventAt', instant(statistics.lastEventAt)],
    // Of a file of years past the delay says nothing.
    ...(kind === 'file' ? [] : [['lag', duration(statistics.lagMs)] as const]),
    ['rejectedLines', count(rejected)],
    ...statistics.quota.map(
      (it) =>
        [
          'quota',
          t('admin.sources.quotaUse', { name: it.name, used: count(it.lastMinute), most: count(it.perMinute) }),
        ] as const,
    ),
  ]
  return (
    <section className="panel" aria-label={t('admin.sources.tabs.statistics')}>
      <dl className="figure-row">
        {facts.map(([name, value]) => (
          <div key={`${name} ${value}`}>
            <dt>{t(`admin.sources.facts.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function useDayColumns(): readonly Column<Day>[] {
  const { t, count } = useText()
  const numbers = ['stored', 'repeated', 'rejected', 'requests', 'throttled'] as const
  return [
    { key: 'day', title: t('admin.sources.day.day'), primary: true, nowrap: true, render: ({ day }) => day },
    ...numbers.map((key) => ({
      key,
      title: t(`admin.sources.day.${key}`),
      numeric: true,
      render: (it: Day) => count(it[key]),
    })),
  ]
}

function useRejectedColumns(): readonly Column<Rejected>[] {
  const { t, has, second, count } = useText()
  const reasonOf = ({ reason, field, value }: Rejected): string => {
    const key = `ingest.rejections.${reason}`
    const values = { field: field ?? '', expected: '–', limit: '–', division: value ?? '', eventId: value ?? '' }
    return has(key) ? t(key, values) : reason
  }
  return [
    { key: 'at', title: t('admin.sources.rejectedAt'), primary: true, nowrap: true, render: ({ at }) => second(at) },
    { key: 'line', title: t('imports.columns.line'), numeric: true, render: ({ line }) => count(line) },
    { key: 'field', title: t('admin.sources.field'), render: ({ field }) => (field ? <code>{field}</code> : '–') },
    { key: 'value', title: t('imports.columns.value'), render: ({ value }) => (value ? <code>{value}</code> : '–') },
    { key: 'reason', title: t('imports.columns.reason'), render: reasonOf },
  ]
}
