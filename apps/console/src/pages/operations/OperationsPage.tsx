import { jobsRoutes, type OperationStatus, operationsRoutes, type RecurringJob } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { rowsOf } from '../../components/table-rows.ts'
import { useText } from '../../text/TextProvider.tsx'
import { LongJobs } from '../jobs/LongJobs.tsx'
import '../imports/imports.css'

/** How the platform is doing: counts, times, versions, and what it does by itself. */
export default function OperationsPage(): ReactNode {
  const { t } = useText()
  const status = useAnswer(operationsRoutes.status, {}, { refetchEveryMs: 5_000 })
  const recurring = useAnswer(jobsRoutes.recurring, {}, { refetchEveryMs: 5_000 })
  return (
    <div className="page">
      <PageHeader title={t('console.pages.operations')} description={t('admin.operations.description')} />
      <Answered query={status}>{(it) => <StatusPanel status={it} />}</Answered>
      <section className="panel">
        <DataTable
          name="recurringJobs"
          title={t('admin.operations.recurring')}
          columns={useColumns()}
          rows={rowsOf(recurring)}
          rowKey={({ name }) => name}
        />
      </section>
      <section className="panel">
        <LongJobs />
      </section>
    </div>
  )
}

function StatusPanel({ status }: { readonly status: OperationStatus }): ReactNode {
  const { t, count, bytes, duration, instant } = useText()
  const { counts, storage, memory, lastEvent } = status
  const facts: readonly (readonly [string, ReactNode])[] = [
    [
      'ready',
      <Status key="ready" kind={status.ready ? 'good' : 'bad'}>
        {t(status.ready ? 'admin.operations.isReady' : 'admin.operations.notReady')}
      </Status>,
    ],
    ['version', status.version],
    ['engine', `${t(`admin.operations.engines.${status.engine}`)} ${status.engineVersion}`],
    ['schema', status.schemaVersion],
    ['node', status.node],
    ['startedAt', instant(status.startedAt)],
    ['events', count(counts.events)],
    ['cases', count(counts.cases)],
    ['divisions', count(counts.divisions)],
    ['sources', count(counts.sources)],
    ['accounts', count(counts.accounts)],
    ['sessions', count(counts.sessions)],
    ['lastEvent', lastEvent ? instant(lastEvent.recordedAt) : '–'],
    ['storageSize', bytes(storage.sizeBytes)],
    ['storageWait', duration(storage.waitMs)],
    ['memory', bytes(memory.residentBytes)],
  ]
  return (
    <section className="panel" aria-label={t('admin.operations.status')}>
      <dl className="figure-row">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`admin.operations.facts.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

const stateKind = { idle: 'good', running: 'waiting', backingOff: 'bad' } as const

function useColumns(): readonly Column<RecurringJob>[] {
  const { t, has, count, duration, second } = useText()
  const nameOf = (name: string): string => {
    const key = `admin.operations.jobs.${name.replaceAll('.', '-')}`
    return has(key) ? t(key) : name
  }
  return [
    {
      key: 'name',
      title: t('admin.operations.job'),
      primary: true,
      render: ({ name }) => (
        <>
          {nameOf(name)} <code className="muted">{name}</code>
        </>
      ),
    },
    {
      key: 'state',
      title: t('admin.state'),
      render: ({ state }) => <Status kind={stateKind[state]}>{t(`admin.operations.states.${state}`)}</Status>,
    },
    { key: 'everyMs', title: t('admin.operations.every'), render: ({ everyMs }) => duration(everyMs) },
    {
      key: 'lastStartedAt',
      title: t('admin.operations.lastStartedAt'),
      nowrap: true,
      render: (it) => second(it.lastStartedAt),
    },
    { key: 'lastDurationMs', title: t('admin.operations.took'), render: (it) => duration(it.lastDurationMs) },
    {
      key: 'lastOutcome',
      title: t('admin.operations.outcome'),
      render: ({ lastOutcome, lastError }) =>
        lastOutcome ? (
          <Status kind={lastOutcome === 'done' ? 'good' : 'bad'}>
            {t(`admin.operations.outcomes.${lastOutcome}`)} {lastError}
          </Status>
        ) : (
          '–'
        ),
    },
    { key: 'runs', title: t('admin.operations.runs'), numeric: true, render: ({ runs }) => count(runs) },
    {
      key: 'failures',
      title: t('admin.operations.failures'),
      numeric: true,
      render: ({ failures }) => (failures > 0 ? <Status kind="warn">{count(failures)}</Status> : count(0)),
    },
  ]
}
