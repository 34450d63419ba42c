import type { FindingView } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { ActionError } from '../../components/fields.tsx'
import { type PageKey, usePageKeys } from '../../shell/page-keys.ts'
import { useText } from '../../text/TextProvider.tsx'
import { FindingActs } from './FindingActs.tsx'
import { type AskedAct, FindingDialog } from './FindingDialog.tsx'
import { FindingEvidence } from './FindingEvidence.tsx'
import { FindingHead } from './FindingHead.tsx'
import { FindingStrength } from './FindingStrength.tsx'
import { QualityText } from './QualityText.tsx'
import { type FindingAct, useFindingAct } from './use-finding-act.ts'

/** A finding to be read and judged: what, how strong, what speaks against it, the events that prove it, and what people did. */
export function FindingReader({ finding }: { readonly finding: FindingView }): ReactNode {
  const { t } = useText()
  return (
    <article className="finding-reader">
      <FindingHead finding={finding} />
      <Acts finding={finding} />
      <FindingStrength finding={finding} />
      {finding.caveats.length > 0 && (
        <section>
          <h3>{t('work.findings.caveats')}</h3>
          <ul>
            {finding.caveats.map(({ key, text }) => (
              <li key={key}>{text}</li>
            ))}
          </ul>
        </section>
      )}
      <FindingEvidence finding={finding} />
      <section>
        <h3>{t('work.findings.quality.title')}</h3>
        <QualityText quality={finding.quality} />
      </section>
      <FindingActs acts={finding.acts} />
    </article>
  )
}

const letters = { confirm: 'c', dismiss: 'd', assign: 'a', comment: 'm' } as const

function Acts({ finding }: { readonly finding: FindingView }): ReactNode {
  const { t } = useText()
  const [asked, setAsked] = useState<AskedAct>()
  const { mutate, reset, isPending, error } = useFindingAct()
  const possible = possibleActs(finding)
  const act = (act: FindingAct): void => mutate({ finding, act }, { onSuccess: () => setAsked(undefined) })
  const ask = (kind: AskedAct): void => {
    reset()
    setAsked(kind)
  }
  const asking = possible.flatMap((kind): readonly PageKey[] =>
    kind === 'reopen' ? [] : [{ key: letters[kind], label: t(`work.findings.do.${kind}`), run: () => ask(kind) }],
  )
  const undoing: readonly PageKey[] = finding.may.undo
    ? [{ key: 'u', label: t('work.findings.do.undo'), run: () => act({ kind: 'undo' }) }]
    : []
  usePageKeys([...asking, ...undoing])
  if (possible.length === 0 && !finding.may.undo) return null
  return (
    <div className="finding-acts no-print">
      <div className="row">
        {possible.map((kind) => (
          <Button key={kind} {...(kind === 'confirm' && { type: 'primary' })} onClick={() => ask(kind)}>
            {t(`work.findings.do.${kind}`)}
          </Button>
        ))}
        {finding.may.undo && (
          <Button loading={isPending && !asked} onClick={() => act({ kind: 'undo' })}>
            {t('work.findings.do.undo')}
          </Button>
        )}
      </div>
      {!asked && <ActionError error={error} />}
      {asked && (
        <FindingDialog
          kind={asked}
          division={finding.division}
          pending={isPending}
          error={error}
          onAct={act}
          onClose={() => setAsked(undefined)}
        />
      )}
    </div>
  )
}

/** What the person may do with the finding as it stands. */
function possibleActs({ state, may }: FindingView): readonly AskedAct[] {
  const judging: readonly AskedAct[] = state === 'suspected' ? ['confirm', 'dismiss', 'assign'] : ['reopen', 'assign']
  return [...(may.judge ? judging : []), ...(may.comment ? (['comment'] as const) : [])]
}
