import type { FindingSummary } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Status, type StatusKind } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

const kinds: Readonly<Record<FindingSummary['state'], StatusKind>> = {
  suspected: 'waiting',
  confirmed: 'bad',
  dismissed: 'good',
  lapsed: 'neutral',
}

/** Whether a finding is still a suspicion, and what people made of it. */
export function FindingStatus({ state }: { readonly state: FindingSummary['state'] }): ReactNode {
  const { t } = useText()
  return <Status kind={kinds[state]}>{t(`work.findings.states.${state}`)}</Status>
}
