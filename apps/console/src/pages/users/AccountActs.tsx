import { type Account, accountsRoutes, type Route } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { ShownOnce } from '../../components/ShownOnce.tsx'
import { useDone } from '../../components/toast.tsx'
import { useServerClock } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { isLocked } from './AccountStatus.tsx'

const acts = ['unlock', 'resetPassword', 'resetSecondFactor', 'endSessions', 'disable', 'enable'] as const
type Act = (typeof acts)[number]

/** What can be done to an account; each is asked for once more. */
export function AccountActs({ account }: { readonly account: Account }): ReactNode {
  const { t } = useText()
  const readClock = useServerClock()
  const [asked, setAsked] = useState<Act>()
  const [password, setPassword] = useState<string>()
  const nowMs = readClock()
  const offered: Readonly<Record<Act, boolean>> = {
    unlock: isLocked(account, nowMs),
    resetPassword: account.signsInWith === 'password',
    resetSecondFactor: account.secondFactor,
    endSessions: account.state === 'active',
    disable: account.state === 'active',
    enable: account.state === 'disabled',
  }
  return (
    <>
      {acts
        .filter((act) => offered[act])
        .map((act) => (
          <Button key={act} danger={act === 'disable'} onClick={() => setAsked(act)}>
            {t(`admin.users.acts.${act}`)}
          </Button>
        ))}
      {asked && <Ask account={account} act={asked} onPassword={setPassword} onClose={() => setAsked(undefined)} />}
      {password && (
        <ShownOnce
          title={t('admin.users.passwordReset', { login: account.login })}
          label={t('admin.users.password')}
          secret={password}
          explanation={t('admin.users.passwordOnce')}
          onClose={() => setPassword(undefined)}
        />
      )}
    </>
  )
}

const stale: readonly Route[] = [accountsRoutes.get, accountsRoutes.list]

function Ask(props: {
  readonly account: Account
  readonly act: Act
  readonly onPassword: (password: string | undefined) => void
  readonly onClose: () => void
}): ReactNode {
  const { t } = useText()
  const { account, act, onClose } = props
  const done = useDone()
  const params = { id: account.id }
  const unlock = useAction(accountsRoutes.unlock, stale)
  const resetPassword = useAction(accountsRoutes.resetPassword, stale)
  const resetSecondFactor = useAction(accountsRoutes.resetSecondFactor, stale)
  const endSessions = useAction(accountsRoutes.endSessions, stale)
  const update = useAction(accountsRoutes.update, stale)
  const onSuccess = (): void => {
    onClose()
    done(t(`admin.users.actsDone.${act}`))
  }
  const runs: Readonly<Record<Act, () => void>> = {
    unlock: () => unlock.mutate({ params }, { onSuccess }),
    resetPassword: () =>
      resetPassword.mutate(
        { params },
        {
          onSuccess: ({ initialPassword }) => {
            onClose()
            props.onPassword(initialPassword)
          },
        },
      ),
    resetSecondFactor: () => resetSecondFactor.mutate({ params }, { onSuccess }),
    endSessions: () => endSessions.mutate({ params }, { onSuccess }),
    disable: () => update.mutate({ params, body: { state: 'disabled' } }, { onSuccess }),
    enable: () => update.mutate({ params, body: { state: 'active' } }, { onSuccess }),
  }
  const all = [unlock, resetPassword, resetSecondFactor, endSessions, update]
  return (
    <ActDialog
      title={t('admin.users.actTitle', { act: t(`admin.users.acts.${act}`), login: account.login })}
      explanation={t(`admin.users.actsDetail.${act}`)}
      submitLabel={t(`admin.users.acts.${act}`)}
      danger={act === 'disable'}
      pending={all.some(({ isPending }) => isPending)}
      error={all.find(({ error }) => error)?.error}
      onSubmit={runs[act]}
      onClose={onClose}
    />
  )
}
