import { auditRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { ErrorState } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** Computes the chains anew, when asked: it reads the whole trail. */
export function AuditVerification(): ReactNode {
  const { t, count } = useText()
  const [asked, setAsked] = useState(false)
  const { data, error, isFetching, refetch } = useAnswer(auditRoutes.verify, {}, { enabled: asked })
  const verify = (): void => {
    if (asked) void refetch()
    else setAsked(true)
  }
  return (
    <section className="panel stack" aria-labelledby="verify-title">
      <h2 id="verify-title">{t('admin.audit.verify')}</h2>
      <p className="muted">{t('admin.audit.verifyHint')}</p>
      <div className="row">
        <Button loading={isFetching} onClick={verify}>
          {t('admin.audit.verifyNow')}
        </Button>
        <span role="status">
          {data && !isFetching && (
            <Status kind={data.intact ? 'good' : 'bad'}>
              {t(data.intact ? 'admin.audit.intact' : 'admin.audit.broken', {
                entries: count(data.entries),
                chains: data.chains.length,
                count: data.problems.length,
              })}
            </Status>
          )}
        </span>
      </div>
      {error && <ErrorState error={error} onRetry={verify} />}
      {data && data.problems.length > 0 && (
        <ul className="notice notice-bad">
          {data.problems.map(({ division, seq, problem }) => (
            <li key={`${division} ${seq} ${problem}`}>{t(`admin.audit.problems.${problem}`, { division, seq })}</li>
          ))}
        </ul>
      )}
    </section>
  )
}
