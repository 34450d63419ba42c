import type { WarningSummary } from '@zhengfeng/contract'
import { type ReactNode, useEffect, useState } from 'react'
import { Status } from '../../components/Status.tsx'
import { useServerClock } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'

const hourMs = 3_600_000

/** How long there is to reply, counted down by the server’s clock. */
export function ReplyDue({ card }: { readonly card: WarningSummary }): ReactNode {
  const { t, instant, duration } = useText()
  const now = useServerNow()
  const { replyDue, replyNeeded, state } = card
  if (!replyNeeded || replyDue === undefined) return <span className="muted">{t('work.warnings.due.none')}</span>
  if (state !== 'open' && state !== 'returned') return <span className="muted">{t('work.warnings.due.done')}</span>
  const leftMs = Date.parse(replyDue) - now
  const kind = leftMs < 0 ? 'bad' : leftMs < 24 * hourMs ? 'warn' : 'waiting'
  return (
    <>
      <Status kind={kind}>
        {t(`work.warnings.due.${leftMs < 0 ? 'late' : 'left'}`, { time: duration(Math.abs(leftMs)) })}
      </Status>
      <span className="muted numeric nowrap"> {t('work.warnings.due.at', { at: instant(replyDue) })}</span>
    </>
  )
}

function useServerNow(): number {
  const readClock = useServerClock()
  const [now, setNow] = useState(readClock)
  useEffect(() => {
    const timer = setInterval(() => setNow(readClock()), 15_000)
    return () => clearInterval(timer)
  }, [readClock])
  return now
}
