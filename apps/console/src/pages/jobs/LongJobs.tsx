import { type JobView, jobsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useAction, usePages } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { ActionError } from '../../components/fields.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useText } from '../../text/TextProvider.tsx'
import { useMessage } from '../../text/use-message.ts'

const stateKind = { waiting: 'waiting', running: 'waiting', done: 'good', failed: 'bad', cancelled: 'neutral' } as const

/** Long work that somebody started; it can be cancelled while it runs. */
export function LongJobs(): ReactNode {
  const { t } = useText()
  const pages = usePages(jobsRoutes.list, { query: {} }, { refetchEveryMs: 5_000 })
  const cancel = useAction(jobsRoutes.cancel, [jobsRoutes.list])
  return (
    <>
      <DataTable
        name="longJobs"
        title={t('admin.operations.longJobs')}
        columns={useColumns((id) => cancel.mutate({ params: { id } }))}
        rows={pagedRows(pages)}
        rowKey={({ id }) => id}
        empty={<StatePanel kind="empty" title={t('admin.operations.noLongJobs')} />}
      />
      <ActionError error={cancel.error} />
    </>
  )
}

function useColumns(onCancel: (id: string) => void): readonly Column<JobView>[] {
  const { t, count, second } = useText()
  const message = useMessage()
  const amount = ({ progress, total }: JobView): string =>
    total === undefined ? count(progress) : `${count(progress)} / ${count(total)}`
  return [
    {
      key: 'kind',
      title: t('admin.operations.job'),
      primary: true,
      render: ({ kind }) => t(`admin.operations.kinds.${kind}`),
    },
    {
      key: 'state',
      title: t('admin.state'),
      render: ({ state }) => <Status kind={stateKind[state]}>{t(`admin.operations.jobStates.${state}`)}</Status>,
    },
    { key: 'progress', title: t('admin.operations.progress'), numeric: true, render: amount },
    {
      key: 'message',
      title: t('admin.operations.message'),
      render: (it) => (it.message ? message('work.jobs', it.message) : '–'),
    },
    { key: 'by', title: t('imports.sources.columns.createdBy'), render: ({ by }) => by },
    {
      key: 'createdAt',
      title: t('imports.sources.columns.createdAt'),
      nowrap: true,
      render: (it) => second(it.createdAt),
    },
    { key: 'finishedAt', title: t('imports.columns.endedAt'), nowrap: true, render: (it) => second(it.finishedAt) },
    {
      key: 'acts',
      title: t('admin.acts'),
      render: ({ id, cancellable }) =>
        cancellable && (
          <Button size="small" onClick={() => onCancel(id)}>
            {t('admin.operations.cancel')}
          </Button>
        ),
    },
  ]
}
