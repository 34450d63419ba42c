import { type Import, importsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActionError } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** How far the server is, and the way to stop it. */
export function ImportProgress(props: { readonly import: Import }): ReactNode {
  const { t, count, bytes, share } = useText()
  const { id, state, progress } = props.import
  const cancel = useAction(importsRoutes.cancel, [importsRoutes.read, importsRoutes.list])
  const total = progress?.total
  const amount = (value: number): string =>
    progress?.unit === 'bytes' ? bytes(value) : t(`admin.imports.units.${progress?.unit ?? 'events'}`, { count: value })
  const doneShare = progress && total ? Math.min(1, progress.done / total) : undefined
  const stoppable = state === 'running' || state === 'previewing'
  return (
    <section className="panel stack" aria-labelledby="progress-title">
      <h2 id="progress-title">{t(`imports.states.${state}`)}</h2>
      <progress value={doneShare} aria-label={t(`imports.states.${state}`)} />
      <div className="row">
        <span role="status">
          {progress ? t(`imports.stages.${progress.stage}`) : t('admin.imports.waiting')}
          {doneShare !== undefined && ` · ${share(doneShare)}`}
        </span>
        {progress && (
          <span className="muted numeric">
            {amount(progress.done)}
            {total !== undefined && ` / ${progress.unit === 'bytes' ? bytes(total) : count(total)}`}
          </span>
        )}
      </div>
      <p className="muted">{t('admin.imports.mayLeave')}</p>
      {stoppable && (
        <div className="row">
          <Button danger loading={cancel.isPending} onClick={() => cancel.mutate({ params: { id } })}>
            {t(state === 'running' ? 'admin.imports.cancelRun' : 'admin.imports.discard')}
          </Button>
          <span className="muted">{state === 'running' && t('admin.imports.cancelRunHint')}</span>
        </div>
      )}
      <ActionError error={cancel.error} />
    </section>
  )
}
