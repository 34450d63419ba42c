import { type Answer, type FindingSummary, findingsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { bulkAtMost, bulkText } from '../../components/bulk-text.ts'
import { useDone } from '../../components/toast.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { FindingDialog } from './FindingDialog.tsx'
import { type FindingAct, sendAct, useRefreshFindings } from './use-finding-act.ts'

type Results = Answer<typeof findingsRoutes.bulk>['results']
type BulkKind = 'confirm' | 'dismiss' | 'assign'

/** Acts on the findings that are selected, after asking; each is done or refused by itself. */
export function FindingBulk(props: {
  readonly findings: readonly FindingSummary[]
  readonly onClear: () => void
}): ReactNode {
  const { t } = useText()
  const [asked, setAsked] = useState<BulkKind>()
  const { findings, onClear } = props
  const { act, isPending, error } = useBulkActs(findings, () => {
    setAsked(undefined)
    onClear()
  })
  const [first] = findings
  if (!first) return null
  const tooMany = findings.length > bulkAtMost
  return (
    <section className="bulk-bar row no-print" aria-label={t('work.bulk.name')}>
      <strong>{t('work.bulk.selected', { count: findings.length })}</strong>
      {(['confirm', 'dismiss', 'assign'] as const).map((kind) => (
        <Button key={kind} disabled={tooMany} onClick={() => setAsked(kind)}>
          {t(`work.findings.do.${kind}`)}
        </Button>
      ))}
      <button type="button" className="plain-button" onClick={onClear}>
        {t('work.bulk.clear')}
      </button>
      {tooMany && <span>{t('work.bulk.tooMany')}</span>}
      {asked && (
        <FindingDialog
          kind={asked}
          division={first.division}
          count={findings.length}
          pending={isPending}
          error={error}
          onAct={act}
          onClose={() => setAsked(undefined)}
        />
      )}
    </section>
  )
}

function useBulkActs(
  findings: readonly FindingSummary[],
  onDone: () => void,
): { readonly act: (act: FindingAct) => void; readonly isPending: boolean; readonly error: unknown } {
  const format = useText()
  const done = useDone()
  const refresh = useRefreshFindings()
  const { list, facets, read, detectors } = findingsRoutes
  const bulk = useAction(findingsRoutes.bulk, [list, facets, read, detectors])
  const undoAll = async (results: Results): Promise<void> => {
    const undone = await Promise.all(results.map(undoOne))
    await refresh()
    done(bulkText(format, undone))
  }
  const act = (act: FindingAct): void => {
    if (act.kind !== 'confirm' && act.kind !== 'dismiss' && act.kind !== 'assign') return
    const refs = findings.map(({ division, id, version }) => ({ division, id, version }))
    bulk.mutate(
      { body: { act, findings: refs } },
      {
        onSuccess: ({ results }) => {
          const acted = results.filter(({ problem }) => problem === undefined)
          done(bulkText(format, results), acted.length > 0 ? () => void undoAll(acted) : undefined)
          onDone()
        },
      },
    )
  }
  return { act, isPending: bulk.isPending, error: bulk.error }
}

async function undoOne({ division, id, version }: Results[number]): Promise<{ readonly problem?: string }> {
  try {
    await sendAct({ division, id, version: version ?? 0 }, { kind: 'undo' })
    return {}
  } catch {
    return { problem: 'conflict' }
  }
}
