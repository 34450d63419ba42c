import { type WebhookView, webhooksRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useNavigate, useParams } from 'react-router'
import { useAction, useAnswer } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { ShownOnce } from '../../components/ShownOnce.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'
import { Deliveries } from './Deliveries.tsx'
import { TestDelivery } from './TestDelivery.tsx'
import { WebhookForm } from './WebhookForm.tsx'
import { typeKey, webhookKind } from './webhook-state.ts'

/** One subscription: what is told to whom, and what came of it. */
export default function WebhookPage(): ReactNode {
  const { t } = useText()
  const { id = '' } = useParams()
  const query = useAnswer(webhooksRoutes.read, { params: { id } }, { refetchEveryMs: 5_000 })
  return (
    <div className="page">
      <PageHeader title={query.data?.name ?? t('console.pages.webhook')}>
        {query.data && <Acts webhook={query.data} />}
      </PageHeader>
      <Answered query={query}>
        {(webhook) => (
          <>
            <Facts webhook={webhook} />
            <TestDelivery id={id} />
            <Deliveries webhook={webhook} />
          </>
        )}
      </Answered>
    </div>
  )
}

function Facts({ webhook }: { readonly webhook: WebhookView }): ReactNode {
  const { t, instant, count, list } = useText()
  const { nameOf } = useDivisions()
  return (
    <section className="panel">
      {webhook.state === 'failing' && (
        <p className="notice notice-bad" role="alert">
          {t('admin.webhooks.failing', { count: webhook.failuresInARow })}
        </p>
      )}
      <dl className="facts">
        <div>
          <dt>{t('admin.state')}</dt>
          <dd>
            <Status kind={webhookKind[webhook.state]}>{t(`admin.webhooks.states.${webhook.state}`)}</Status>
          </dd>
        </div>
        <div>
          <dt>{t('admin.webhooks.url')}</dt>
          <dd>
            <code>{webhook.url}</code>
          </dd>
        </div>
        <div>
          <dt>{t('imports.sources.columns.division')}</dt>
          <dd>{nameOf(webhook.division)}</dd>
        </div>
        <div>
          <dt>{t('admin.webhooks.types')}</dt>
          <dd>{list(webhook.types.map((type) => t(`admin.webhooks.typeNames.${typeKey(type)}`)))}</dd>
        </div>
        <div>
          <dt>{t('admin.webhooks.deliveredAt')}</dt>
          <dd className="numeric">{instant(webhook.deliveredAt)}</dd>
        </div>
        <div>
          <dt>{t('admin.webhooks.failedAt')}</dt>
          <dd className="numeric">{instant(webhook.failedAt)}</dd>
        </div>
        <div>
          <dt>{t('admin.webhooks.waiting')}</dt>
          <dd className="numeric">{count(webhook.waiting)}</dd>
        </div>
        <div>
          <dt>{t('admin.webhooks.dead')}</dt>
          <dd className="numeric">{count(webhook.dead)}</dd>
        </div>
      </dl>
    </section>
  )
}

type Asked = 'edit' | 'rotate' | 'delete'

function Acts({ webhook }: { readonly webhook: WebhookView }): ReactNode {
  const { t } = useText()
  const { id } = webhook
  const navigate = useNavigate()
  const [asked, setAsked] = useState<Asked>()
  const [secret, setSecret] = useState<string>()
  const update = useAction(webhooksRoutes.update, [webhooksRoutes.read, webhooksRoutes.list])
  const rotate = useAction(webhooksRoutes.rotateSecret)
  const remove = useAction(webhooksRoutes.delete, [webhooksRoutes.list])
  const close = (): void => setAsked(undefined)
  const submit = (): void => {
    if (asked === 'delete') remove.mutate({ params: { id } }, { onSuccess: () => navigate('/webhooks') })
    if (asked !== 'rotate') return
    const onSuccess = (made: { readonly secret: string }): void => {
      close()
      setSecret(made.secret)
    }
    rotate.mutate({ params: { id } }, { onSuccess })
  }
  const next = webhook.state === 'active' ? 'paused' : 'active'
  return (
    <>
      <Button loading={update.isPending} onClick={() => update.mutate({ params: { id }, body: { state: next } })}>
        {t(next === 'paused' ? 'admin.webhooks.pause' : 'admin.webhooks.resume')}
      </Button>
      <Button onClick={() => setAsked('edit')}>{t('admin.webhooks.edit')}</Button>
      <Button onClick={() => setAsked('rotate')}>{t('admin.webhooks.rotate')}</Button>
      <Button danger onClick={() => setAsked('delete')}>
        {t('admin.webhooks.delete')}
      </Button>
      {asked === 'edit' && <WebhookForm webhook={webhook} onDone={close} onClose={close} />}
      {(asked === 'rotate' || asked === 'delete') && (
        <ActDialog
          title={t(`admin.webhooks.${asked}Title`)}
          explanation={t(`admin.webhooks.${asked}Detail`, { count: webhook.waiting })}
          submitLabel={t(`admin.webhooks.${asked}`)}
          danger={asked === 'delete'}
          pending={rotate.isPending || remove.isPending}
          error={rotate.error ?? remove.error}
          onSubmit={submit}
          onClose={close}
        />
      )}
      {secret && (
        <ShownOnce
          title={t('admin.webhooks.rotated')}
          label={t('admin.webhooks.secret')}
          secret={secret}
          explanation={t('admin.webhooks.secretOnce')}
          onClose={() => setSecret(undefined)}
        />
      )}
    </>
  )
}
