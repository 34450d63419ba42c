import type { CaseRow } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Status, type StatusKind } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

const kinds: Readonly<Record<CaseRow['due'], StatusKind>> = {
  none: 'neutral',
  within: 'good',
  near: 'warn',
  overdue: 'bad',
  ended: 'neutral',
}

/** How a case stands to its limits, and how much time is left. */
export function CaseDue({ row }: { readonly row: Pick<CaseRow, 'due' | 'remainingMs'> }): ReactNode {
  const { t, duration } = useText()
  const { due, remainingMs } = row
  return (
    <>
      <Status kind={kinds[due]}>{t(`tables.due.${due}`)}</Status>
      {remainingMs !== undefined && (
        <span className="muted nowrap">
          {' '}
          {t(`work.cases.${remainingKey(due === 'overdue', remainingMs)}`, { time: duration(Math.abs(remainingMs)) })}
        </span>
      )}
    </>
  )
}

/** How time left is told. Between the end of business of the last day and the next working moment a case is not late. */
export function remainingKey(overdue: boolean, remainingMs: number): 'over' | 'left' | 'dayOver' {
  if (overdue) return 'over'
  return remainingMs < 0 ? 'dayOver' : 'left'
}
