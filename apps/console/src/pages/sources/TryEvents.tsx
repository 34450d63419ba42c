import { type SourceDetails, sourcesRoutes, type Trial } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { ActionError } from '../../components/fields.tsx'
import { Status } from '../../components/Status.tsx'
import { TextArea } from '../../components/TextArea.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { sampleEvents } from './sample-events.ts'

type Line = Trial['lines'][number]
type TriedCase = Trial['cases'][number]

/** Shows how sample events would be read and judged; nothing is stored. */
export function TryEvents({ source }: { readonly source: SourceDetails }): ReactNode {
  const { t } = useText()
  const [events, setEvents] = useState(() => sampleEvents(source.division))
  const trial = useAction(sourcesRoutes.tryEvents)
  return (
    <section className="panel stack" aria-labelledby="try-title">
      <h2 id="try-title">{t('admin.sources.tabs.try')}</h2>
      <p className="muted">{t('admin.sources.try.hint')}</p>
      <TextArea
        label={t('admin.sources.try.events')}
        value={events}
        onChange={setEvents}
        rows={8}
        maxLength={1_048_576}
      />
      <ActionError error={trial.error} />
      <div className="row">
        <Button
          type="primary"
          disabled={events.trim() === ''}
          loading={trial.isPending}
          onClick={() => trial.mutate({ params: { id: source.id }, body: { events } })}
        >
          {t('admin.sources.try.run')}
        </Button>
        <span className="muted">{t('admin.sources.try.nothingStored')}</span>
      </div>
      {trial.data && <TrialResult trial={trial.data} />}
    </section>
  )
}

function TrialResult({ trial }: { readonly trial: Trial }): ReactNode {
  const { t, list } = useText()
  return (
    <>
      <DataTable
        name="trialLines"
        title={t('admin.sources.try.lines')}
        columns={useLineColumns()}
        rows={{ rows: trial.lines }}
        rowKey={({ line }) => String(line)}
      />
      {trial.unmapped.length > 0 && (
        <p className="notice notice-warn">{t('admin.sources.try.unmapped', { names: list(trial.unmapped) })}</p>
      )}
      <DataTable
        name="trialCases"
        title={t('admin.sources.try.cases')}
        columns={useCaseColumns()}
        rows={{ rows: trial.cases }}
        rowKey={({ division, caseNo }) => `${division} ${caseNo}`}
      />
    </>
  )
}

function useLineColumns(): readonly Column<Line>[] {
  const { t, has, count } = useText()
  const why = ({ reason, field, value }: Line): string => {
    if (!reason) return ''
    const key = `ingest.rejections.${reason}`
    const values = { field: field ?? '', expected: '–', limit: '–', division: value ?? '', eventId: value ?? '' }
    return has(key) ? t(key, values) : reason
  }
  return [
    { key: 'line', title: t('imports.columns.line'), primary: true, render: ({ line }) => count(line) },
    {
      key: 'accepted',
      title: t('admin.sources.try.result'),
      render: (it) => (
        <Status kind={it.accepted ? 'good' : 'bad'}>
          {t(`admin.sources.try.${it.accepted ? 'accepted' : 'rejected'}`)}
        </Status>
      ),
    },
    { key: 'caseNo', title: t('admin.sources.try.caseNo'), render: ({ caseNo }) => caseNo ?? '–' },
    { key: 'activity', title: t('admin.sources.try.activity'), render: ({ activity }) => activity ?? '–' },
    { key: 'step', title: t('admin.sources.try.step'), render: ({ step }) => (step ? t(`tables.steps.${step}`) : '–') },
    { key: 'reason', title: t('imports.columns.reason'), render: why },
  ]
}

function useCaseColumns(): readonly Column<TriedCase>[] {
  const { t, instant, duration, count } = useText()
  const times = ['submittedAt', 'acceptedAt', 'decidedAt', 'closedAt', 'statutoryDue', 'promisedDue'] as const
  return [
    { key: 'caseNo', title: t('admin.sources.try.caseNo'), primary: true, render: ({ caseNo }) => caseNo },
    { key: 'item', title: t('console.slice.fields.item'), render: ({ item }) => item || '–' },
    { key: 'events', title: t('imports.columns.events'), numeric: true, render: ({ events }) => count(events.length) },
    ...times.map((key) => ({
      key,
      title: t(`admin.sources.try.${key}`),
      nowrap: true,
      render: (it: TriedCase) => instant(it[key]),
    })),
    { key: 'livedMs', title: t('admin.sources.try.lived'), render: ({ livedMs }) => duration(livedMs) },
    {
      key: 'overdue',
      title: t('admin.sources.try.overdue'),
      render: ({ overdue }) => (
        <Status kind={overdue ? 'bad' : 'good'}>{t(overdue ? 'tables.yes' : 'tables.no')}</Status>
      ),
    },
  ]
}
