import type { WarningSummary } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'

/** The card itself: its colour, and the word for it. */
export function WarningLevel({ level }: { readonly level: WarningSummary['level'] }): ReactNode {
  const { t } = useText()
  return <span className={`card-level card-${level}`}>{t(`warnings.levels.${level}`)}</span>
}
