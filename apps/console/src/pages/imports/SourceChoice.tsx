import { type ImportPlan, sourcesRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { Choice } from '../../components/Choice.tsx'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** A source of its own, or one that is there already. */
export function SourceChoice(props: {
  readonly plan: ImportPlan
  readonly onChange: (plan: ImportPlan) => void
}): ReactNode {
  const { t } = useText()
  const may = useMay()
  const { plan, onChange } = props
  const { data } = useAnswer(
    sourcesRoutes.list,
    { query: { kind: 'file', state: 'active', limit: 200 } },
    { enabled: may('source.read') },
  )
  const { sourceId: _, sourceName: __, ...others } = plan
  return (
    <Choice
      label={t('admin.imports.plan.source')}
      value={plan.sourceId ?? ''}
      noneLabel={t('admin.imports.plan.newSource')}
      options={(data?.items ?? []).map(({ id, name }) => ({ value: id, label: name }))}
      onChange={(sourceId) =>
        onChange(
          sourceId
            ? { ...others, sourceId }
            : { ...others, ...(plan.offices[0] && { sourceName: plan.sourceName ?? plan.offices[0].office }) },
        )
      }
    />
  )
}
