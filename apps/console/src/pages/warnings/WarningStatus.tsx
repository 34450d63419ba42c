import type { WarningSummary } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Status, type StatusKind } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

const kinds: Readonly<Record<WarningSummary['state'], StatusKind>> = {
  open: 'waiting',
  replied: 'warn',
  returned: 'bad',
  closed: 'good',
  lapsed: 'neutral',
}

/** How far the reply to a card is. */
export function WarningStatus(props: {
  readonly state: WarningSummary['state']
  /** False where the card only reminds. */
  readonly replyNeeded: boolean
}): ReactNode {
  const { t } = useText()
  const { state } = props
  const reminds = state === 'open' && !props.replyNeeded
  return <Status kind={kinds[state]}>{t(`work.warningTable.states.${reminds ? 'reminds' : state}`)}</Status>
}
