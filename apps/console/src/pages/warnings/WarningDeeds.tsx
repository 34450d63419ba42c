import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type WarningView, warningsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { isProblem } from '../../api/call.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { useDone } from '../../components/toast.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { needsText, possibleDeeds, sendDeed, type WarningDeed } from './warning-acts.ts'

/** What the person can do with the card; each asks first, for nothing here can be taken back. */
export function WarningDeeds({ card }: { readonly card: WarningView }): ReactNode {
  const { t } = useText()
  const [asked, setAsked] = useState<WarningDeed>()
  const deed = useDeed(card, () => setAsked(undefined))
  const possible = possibleDeeds(card)
  return (
    <div className="row no-print">
      {possible.map((kind) => (
        <Button
          key={kind}
          {...((kind === 'reply' || kind === 'accept') && { type: 'primary' })}
          onClick={() => {
            deed.reset()
            setAsked(kind)
          }}
        >
          {t(`work.warnings.do.${kind}`)}
        </Button>
      ))}
      {asked && (
        <ActDialog
          title={t(`work.warnings.do.${asked}`)}
          explanation={t(`work.warnings.explain.${asked}`)}
          submitLabel={t(`work.warnings.do.${asked}`)}
          text={
            needsText(asked) ? { label: t('work.act.text'), least: 1 } : { label: t('work.act.optional'), least: 0 }
          }
          danger={asked === 'close'}
          pending={deed.isPending}
          error={deed.error}
          onSubmit={(text) => deed.mutate({ kind: asked, text })}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}

function useDeed(card: WarningView, onDone: () => void) {
  const client = useQueryClient()
  const { t } = useText()
  const done = useDone()
  const refresh = async (): Promise<void> => {
    const { list, facets, read } = warningsRoutes
    await Promise.all([list, facets, read].map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
  }
  return useMutation({
    mutationFn: ({ kind, text }: { readonly kind: WarningDeed; readonly text: string | undefined }) =>
      sendDeed(card, kind, text),
    onSuccess: async (_, { kind }) => {
      await refresh()
      onDone()
      done(t(`work.warnings.done.${kind}`))
    },
    // Somebody acted since: what is in view is made up to date, and the person decides again.
    onError: async (error) => {
      if (isProblem(error, 'conflict')) await refresh()
    },
  })
}
