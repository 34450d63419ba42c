import { webhooksRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActionError } from '../../components/fields.tsx'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** Sends a test message now and tells what came of it. */
export function TestDelivery({ id }: { readonly id: string }): ReactNode {
  const { t, duration } = useText()
  const { data, isPending, error, mutate } = useAction(webhooksRoutes.test)
  return (
    <section className="panel stack" aria-labelledby="test-title">
      <h2 id="test-title">{t('admin.webhooks.test')}</h2>
      <div className="row">
        <Button loading={isPending} onClick={() => mutate({ params: { id } })}>
          {t('admin.webhooks.testNow')}
        </Button>
        <span role="status">
          {data && (
            <Status kind={data.delivered ? 'good' : 'bad'}>
              {t(data.delivered ? 'admin.webhooks.testDelivered' : 'admin.webhooks.testFailed')}
              {data.status !== undefined && ` HTTP ${data.status}`}
              {data.error && ` ${t(`admin.webhooks.errors.${data.error}`)}`} · {duration(data.durationMs)}
            </Status>
          )}
        </span>
      </div>
      <p className="muted">{t('admin.webhooks.testHint')}</p>
      <ActionError error={error} />
    </section>
  )
}
