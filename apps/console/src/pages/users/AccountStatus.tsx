import type { Account } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** Whether an account can sign in. */
export function AccountStatus(props: { readonly account: Account; readonly nowMs: number }): ReactNode {
  const { t, instant } = useText()
  const { state, mustChangePassword, lockedUntil } = props.account
  if (state === 'disabled') return <Status kind="neutral">{t('admin.users.states.disabled')}</Status>
  if (isLocked(props.account, props.nowMs))
    return <Status kind="bad">{t('admin.users.lockedUntil', { at: instant(lockedUntil) })}</Status>
  if (mustChangePassword) return <Status kind="waiting">{t('admin.users.mustChange')}</Status>
  return <Status kind="good">{t('admin.users.states.active')}</Status>
}

export function isLocked({ lockedUntil }: Account, nowMs: number): boolean {
  // The sandbox's clock may be ahead; a lock is in true time.
  return lockedUntil !== undefined && Date.parse(lockedUntil) > Math.min(nowMs, Date.now())
}
