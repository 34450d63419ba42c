import { deliveryStates, type WebhookView, webhooksRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction, usePages } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { Status } from '../../components/Status.tsx'
import { TabRow } from '../../components/TabRow.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useDone } from '../../components/toast.tsx'
import { useUrlQuery } from '../../components/url-query.ts'
import { useText } from '../../text/TextProvider.tsx'
import { type Delivery, deliveryKind, typeKey } from './webhook-state.ts'

const names = ['state'] as const
const tabs = ['all', ...deliveryStates] as const

/** What was told, what waits, and what was given up; the last can be sent again. */
export function Deliveries({ webhook }: { readonly webhook: WebhookView }): ReactNode {
  const { t, count } = useText()
  const { id } = webhook
  const done = useDone()
  const [{ state }, change] = useUrlQuery(names)
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set())
  const [asking, setAsking] = useState(false)
  const query = state ? { state: state as Delivery['state'] } : {}
  const pages = usePages(webhooksRoutes.deliveries, { params: { id }, query }, { refetchEveryMs: 5_000 })
  const replay = useAction(webhooksRoutes.replay, [webhooksRoutes.deliveries, webhooksRoutes.read])
  const onSuccess = (answer: { readonly count: number }): void => {
    setAsking(false)
    setSelected(new Set())
    done(t('admin.webhooks.replayed', { count: answer.count }))
  }
  const chosen = Array.from(selected)
  const send = (): void =>
    replay.mutate(
      { params: { id }, body: chosen.length > 0 ? { kind: 'ids', ids: chosen.slice(0, 200) } : { kind: 'dead' } },
      { onSuccess },
    )
  const nothing = chosen.length === 0 && webhook.dead === 0
  return (
    <section className="panel stack">
      <TabRow
        label={t('admin.webhooks.deliveries')}
        tabs={tabs.map((value) => ({
          value,
          label: t(`admin.webhooks.deliveryStates.${value}`),
          ...(value === 'dead' && { count: count(webhook.dead) }),
          ...(value === 'waiting' && { count: count(webhook.waiting) }),
        }))}
        chosen={tabs.find((it) => it === state) ?? 'all'}
        onChoose={(value) => change({ state: value === 'all' ? undefined : value })}
      />
      <DataTable
        name="deliveries"
        title={t('admin.webhooks.deliveries')}
        columns={useColumns()}
        rows={pagedRows(pages)}
        rowKey={({ id }) => id}
        selection={{ keys: selected, onChange: setSelected }}
        actions={
          <Button disabled={nothing} onClick={() => setAsking(true)}>
            {chosen.length > 0
              ? t('admin.webhooks.replaySelected', { count: chosen.length })
              : t('admin.webhooks.replayDead')}
          </Button>
        }
      />
      {asking && (
        <ActDialog
          title={t('admin.webhooks.replayTitle')}
          explanation={t('admin.webhooks.replayDetail', { count: chosen.length || webhook.dead })}
          submitLabel={t('admin.webhooks.replay')}
          pending={replay.isPending}
          error={replay.error}
          onSubmit={send}
          onClose={() => setAsking(false)}
        />
      )}
    </section>
  )
}

function useColumns(): readonly Column<Delivery>[] {
  const { t, has, count, second, duration } = useText()
  const nameOf = (type: string): string => {
    const key = `admin.webhooks.typeNames.${typeKey(type)}`
    return has(key) ? t(key) : type
  }
  return [
    { key: 'type', title: t('admin.webhooks.type'), primary: true, render: ({ type }) => nameOf(type) },
    {
      key: 'state',
      title: t('admin.state'),
      render: ({ state }) => <Status kind={deliveryKind[state]}>{t(`admin.webhooks.deliveryStates.${state}`)}</Status>,
    },
    { key: 'createdAt', title: t('admin.webhooks.createdAt'), nowrap: true, render: (it) => second(it.createdAt) },
    { key: 'tries', title: t('admin.webhooks.tries'), numeric: true, render: ({ tries }) => count(tries) },
    {
      key: 'answer',
      title: t('admin.webhooks.answer'),
      render: ({ lastStatus, lastError, lastDurationMs }) =>
        [
          lastStatus !== undefined && `HTTP ${lastStatus}`,
          lastError && t(`admin.webhooks.errors.${lastError}`),
          lastDurationMs !== undefined && duration(lastDurationMs),
        ]
          .filter(Boolean)
          .join(' · ') || '–',
    },
    { key: 'nextAt', title: t('admin.webhooks.nextAt'), nowrap: true, render: ({ nextAt }) => second(nextAt) },
    { key: 'subject', title: t('admin.webhooks.subject'), render: ({ subject }) => <code>{subject}</code> },
    {
      key: 'messageId',
      title: t('admin.webhooks.messageId'),
      hidden: true,
      render: ({ messageId }) => <code>{messageId}</code>,
    },
  ]
}
