import type { FindingView } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'

type Act = FindingView['acts'][number]

/** All that happened to a finding, the newest last; what was taken back stays in view. */
export function FindingActs({ acts }: { readonly acts: readonly Act[] }): ReactNode {
  const { t, instant } = useText()
  const actText = useActText()
  return (
    <section>
      <h3>{t('work.findings.acts.title')}</h3>
      <ol className="acts">
        {acts.map((act) => (
          <li key={act.number}>
            <span className="muted numeric">{`${act.number}. ${instant(act.at)}`}</span>
            <span>{act.by === 'system' ? t('work.system') : act.by}</span>
            <span className={act.undone ? 'is-undone' : undefined}>{actText(act)}</span>
            {act.undone && <span className="muted">{t('work.findings.acts.undoneMark')}</span>}
            {act.text && <span className="act-text">{act.text}</span>}
          </li>
        ))}
      </ol>
    </section>
  )
}

function useActText(): (act: Act) => string {
  const { t } = useText()
  return ({ kind, reason, assignee, undoes }) => {
    if (kind === 'assigned' && !assignee) return t('work.findings.acts.assignedNobody')
    return t(`work.findings.acts.${kind}`, {
      reason: reason ? t(`work.findingTable.reasons.${reason}`) : '–',
      name: assignee?.name ?? '',
      number: undoes ?? '',
    })
  }
}
