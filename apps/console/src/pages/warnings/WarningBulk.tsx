import { type WarningSummary, warningsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { bulkAtMost, bulkText } from '../../components/bulk-text.ts'
import { useDone } from '../../components/toast.tsx'
import { useText } from '../../text/TextProvider.tsx'

const kinds = ['accept', 'return', 'close', 'escalate'] as const
type Kind = (typeof kinds)[number]

/** Acts on the cards that are selected, after asking; each is done or refused by itself. */
export function WarningBulk(props: {
  readonly cards: readonly WarningSummary[]
  readonly onClear: () => void
}): ReactNode {
  const format = useText()
  const { t } = format
  const done = useDone()
  const [asked, setAsked] = useState<Kind>()
  const { list, facets, read } = warningsRoutes
  const bulk = useAction(warningsRoutes.bulk, [list, facets, read])
  const { cards, onClear } = props
  if (cards.length === 0) return null
  const tooMany = cards.length > bulkAtMost
  const submit = (kind: Kind, text: string | undefined): void => {
    const act = kind === 'accept' ? { kind, ...(text && { text }) } : { kind, text: text ?? '' }
    const warnings = cards.map(({ division, id, version }) => ({ division, id, version }))
    bulk.mutate(
      { body: { act, warnings } },
      {
        onSuccess: ({ results }) => {
          setAsked(undefined)
          onClear()
          done(bulkText(format, results))
        },
      },
    )
  }
  return (
    <section className="bulk-bar row no-print" aria-label={t('work.bulk.name')}>
      <strong>{t('work.bulk.selected', { count: cards.length })}</strong>
      {kinds.map((kind) => (
        <Button key={kind} disabled={tooMany} onClick={() => setAsked(kind)}>
          {t(`work.warnings.do.${kind}`)}
        </Button>
      ))}
      <button type="button" className="plain-button" onClick={onClear}>
        {t('work.bulk.clear')}
      </button>
      {tooMany && <span>{t('work.bulk.tooMany')}</span>}
      {asked && (
        <ActDialog
          title={t(`work.warnings.bulk.${asked}`, { count: cards.length })}
          explanation={t(`work.warnings.explain.${asked}`)}
          submitLabel={t(`work.warnings.do.${asked}`)}
          text={
            asked === 'accept' ? { label: t('work.act.optional'), least: 0 } : { label: t('work.act.text'), least: 1 }
          }
          danger={asked === 'close'}
          pending={bulk.isPending}
          error={bulk.error}
          onSubmit={(text) => submit(asked, text)}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  )
}
