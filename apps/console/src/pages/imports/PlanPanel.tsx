import { useQueryClient } from '@tanstack/react-query'
import { type Import, type ImportPlan, type ImportPreview, importsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActionError, TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { Concerns } from './Concerns.tsx'
import { OfficeTargets } from './OfficeTargets.tsx'
import { PersonalColumns } from './PersonalColumns.tsx'
import type { Reading } from './PreviewFigures.tsx'
import { SourceChoice } from './SourceChoice.tsx'

/** Where the events go, what is sealed, what stands in the way; and the button that stores them. */
export function PlanPanel(props: {
  readonly import: Import
  readonly preview: ImportPreview
  readonly reading: Reading
}): ReactNode {
  const { t } = useText()
  const { preview, reading } = props
  const { id, state } = props.import
  const client = useQueryClient()
  const [plan, setPlan] = useState(preview.plan)
  const save = useAction(importsRoutes.setPlan)
  const run = useAction(importsRoutes.run, [importsRoutes.read, importsRoutes.list])
  const concerns = save.data?.concerns ?? preview.concerns
  const saved = save.data?.plan ?? preview.plan
  const changed = JSON.stringify(plan) !== JSON.stringify(saved)
  const blocked = concerns.some(({ blocking }) => blocking)
  const check = (then?: () => void): void =>
    save.mutate(
      { params: { id }, body: plan },
      {
        onSuccess: (answer) => {
          setPlan(answer.plan)
          client.setQueryData([importsRoutes.preview.path, { params: { id } }], answer)
          if (!answer.concerns.some(({ blocking }) => blocking)) then?.()
        },
      },
    )
  const start = (): void => run.mutate({ params: { id } })
  return (
    <section className="panel stack" aria-labelledby="plan-title">
      <h2 id="plan-title">{t('admin.imports.plan.title')}</h2>
      <SourceChoice plan={plan} onChange={setPlan} />
      {!plan.sourceId && (
        <TextField
          label={t('admin.imports.plan.sourceName')}
          value={plan.sourceName ?? ''}
          maxLength={200}
          onChange={(sourceName) => setPlan(withName(plan, sourceName))}
        />
      )}
      <OfficeTargets offices={reading.offices} plan={plan} onChange={setPlan} />
      <PersonalColumns preview={preview} reading={reading} plan={plan} onChange={setPlan} />
      <Concerns concerns={concerns} />
      <ActionError error={save.error ?? run.error} />
      <div className="row">
        <Button
          type="primary"
          size="large"
          disabled={state !== 'ready' || (blocked && !changed)}
          loading={run.isPending || save.isPending}
          onClick={() => (changed ? check(start) : start())}
        >
          {t('admin.imports.plan.run')}
        </Button>
        <Button disabled={!changed} onClick={() => check()}>
          {t('admin.imports.plan.check')}
        </Button>
        <span className="muted">
          {t(blocked && !changed ? 'admin.imports.plan.blocked' : 'admin.imports.plan.runHint')}
        </span>
      </div>
    </section>
  )
}

function withName({ sourceName: _, ...plan }: ImportPlan, name: string): ImportPlan {
  return name === '' ? plan : { ...plan, sourceName: name }
}
