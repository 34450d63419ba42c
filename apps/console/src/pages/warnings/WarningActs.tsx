import type { WarningView } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'
import { useMessage } from '../../text/use-message.ts'

/** All that happened to a card, the newest last. */
export function WarningActs({ acts }: { readonly acts: WarningView['acts'] }): ReactNode {
  const { t, instant } = useText()
  const message = useMessage()
  return (
    <ol className="acts">
      {acts.map((act) => (
        <li key={act.number}>
          <span className="muted numeric">{instant(act.at)}</span>
          <span>{act.by === 'system' ? t('work.system') : act.by}</span>
          <strong>{t(`work.warnings.acts.${act.kind}`)}</strong>
          {act.addressee && (
            <span>{t('work.warnings.acts.addressee', { name: t(`warnings.addressees.${act.addressee}`) })}</span>
          )}
          {act.replyDue && (
            <span className="numeric">{t('work.warnings.acts.replyDue', { at: instant(act.replyDue) })}</span>
          )}
          {act.reason && <span className="act-text">{message('warnings', act.reason)}</span>}
          {act.text && <span className="act-text">{act.text}</span>}
        </li>
      ))}
    </ol>
  )
}
