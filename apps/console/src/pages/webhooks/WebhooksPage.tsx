import { PlusOutlined } from '@ant-design/icons'
import { type WebhookView, webhooksRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { ShownOnce } from '../../components/ShownOnce.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { rowsOf } from '../../components/table-rows.ts'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'
import { WebhookForm } from './WebhookForm.tsx'
import { webhookKind } from './webhook-state.ts'

/** To whom changes are told. */
export default function WebhooksPage(): ReactNode {
  const { t } = useText()
  const [adding, setAdding] = useState(false)
  const [secret, setSecret] = useState<{ readonly name: string; readonly secret: string }>()
  const query = useAnswer(webhooksRoutes.list, {}, { refetchEveryMs: 10_000 })
  return (
    <div className="page">
      <PageHeader title={t('console.pages.webhooks')} description={t('admin.webhooks.description')}>
        <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          {t('admin.webhooks.add')}
        </Button>
      </PageHeader>
      <section className="panel">
        <DataTable
          name="webhooks"
          title={t('admin.webhooks.list')}
          columns={useColumns()}
          rows={rowsOf(query)}
          rowKey={({ id }) => id}
          rowLink={({ id }) => `/webhooks/${id}`}
          empty={<StatePanel kind="empty" title={t('admin.webhooks.empty')} detail={t('admin.webhooks.emptyDetail')} />}
        />
      </section>
      {adding && (
        <WebhookForm
          onDone={(made) => {
            setAdding(false)
            if (made) setSecret(made)
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {secret && (
        <ShownOnce
          title={t('admin.webhooks.made', { name: secret.name })}
          label={t('admin.webhooks.secret')}
          secret={secret.secret}
          explanation={t('admin.webhooks.secretOnce')}
          onClose={() => setSecret(undefined)}
        />
      )}
    </div>
  )
}

function useColumns(): readonly Column<WebhookView>[] {
  const { t, count, instant } = useText()
  const { nameOf } = useDivisions()
  return [
    { key: 'name', title: t('admin.webhooks.name'), primary: true, render: ({ name }) => name },
    { key: 'url', title: t('admin.webhooks.url'), render: ({ url }) => <code>{url}</code> },
    {
      key: 'state',
      title: t('admin.state'),
      render: ({ state }) => <Status kind={webhookKind[state]}>{t(`admin.webhooks.states.${state}`)}</Status>,
    },
    { key: 'division', title: t('imports.sources.columns.division'), render: ({ division }) => nameOf(division) },
    { key: 'types', title: t('admin.webhooks.types'), numeric: true, render: ({ types }) => count(types.length) },
    { key: 'waiting', title: t('admin.webhooks.waiting'), numeric: true, render: (it) => count(it.waiting) },
    {
      key: 'dead',
      title: t('admin.webhooks.dead'),
      numeric: true,
      render: ({ dead }) => (dead > 0 ? <Status kind="bad">{count(dead)}</Status> : count(0)),
    },
    {
      key: 'deliveredAt',
      title: t('admin.webhooks.deliveredAt'),
      nowrap: true,
      render: ({ deliveredAt }) => instant(deliveredAt),
    },
  ]
}
