import { identityRoutes, routeUrl, type SandboxAccount } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction, useAnswer } from '../../api/queries.ts'
import { ActionError, TextField } from '../../components/fields.tsx'
import { useSession } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { SecondFactorForm } from './SecondFactorForm.tsx'
import { SignInFrame } from './SignInFrame.tsx'

/**
 * Signing in.
 *
 * @param props.ended true where a session has just ended by itself
 */
export default function SignInPage(props: { readonly ended: boolean }): ReactNode {
  const { t } = useText()
  const session = useSession()
  const [codeInstead, setCodeInstead] = useState(false)
  if (session.secondFactorPending && !codeInstead)
    return (
      <SignInFrame title={t('console.signIn.secondFactor.title')}>
        <SecondFactorForm onBack={() => setCodeInstead(true)} />
      </SignInFrame>
    )
  return (
    <SignInFrame title={t('console.signIn.title')}>
      {props.ended && (
        <p className="notice" role="status">
          {t('console.signIn.ended')}
        </p>
      )}
      <PasswordForm onPassword={() => setCodeInstead(false)} />
      {session.oidc && (
        <a className="control button-link" href={oidcAddress()}>
          {t('console.signIn.oidc')}
        </a>
      )}
      {session.sandbox && <SandboxAccounts />}
    </SignInFrame>
  )
}

function oidcAddress(): string {
  return routeUrl(identityRoutes.oidcStart, { query: { returnTo: location.pathname + location.search } })
}

function PasswordForm({ onPassword }: { readonly onPassword: () => void }): ReactNode {
  const { t } = useText()
  const [login, setLogin] = useState('')
  const [password, setPassword] = useState('')
  const signIn = useAction(identityRoutes.signIn, [identityRoutes.session])
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        signIn.mutate({ body: { login, password } }, { onSuccess: onPassword })
      }}
    >
      <TextField
        label={t('console.signIn.login')}
        value={login}
        onChange={setLogin}
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        required
      />
      <TextField
        label={t('console.signIn.password')}
        type="password"
        value={password}
        onChange={setPassword}
        autoComplete="current-password"
        required
      />
      <ActionError error={signIn.error} />
      <Button type="primary" htmlType="submit" block loading={signIn.isPending}>
        {t('console.signIn.submit')}
      </Button>
    </form>
  )
}

/** In the sandbox anybody may be anybody: one click signs in. */
function SandboxAccounts(): ReactNode {
  const { t } = useText()
  const { data } = useAnswer(identityRoutes.sandboxAccounts, {})
  const signIn = useAction(identityRoutes.signIn, [identityRoutes.session])
  if (!data) return null
  return (
    <section className="stack" aria-labelledby="sandbox-accounts">
      <h2 id="sandbox-accounts">{t('console.signIn.sandbox.title')}</h2>
      <p className="muted">{t('console.signIn.sandbox.explanation')}</p>
      <ActionError error={signIn.error} />
      <ul className="sandbox-accounts">
        {data.items.map((account) => (
          <li key={account.login}>
            <button
              type="button"
              disabled={signIn.isPending}
              onClick={() => signIn.mutate({ body: { login: account.login, password: account.password } })}
            >
              <AccountText account={account} />
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}

function AccountText({ account }: { readonly account: SandboxAccount }): ReactNode {
  const { t } = useText()
  return (
    <>
      <strong>{t(`console.roles.${account.role}`)}</strong>
      <span className="muted">{account.divisionName ?? account.name}</span>
      <span className="sandbox-what">{t(`console.roleTasks.${account.role}`)}</span>
    </>
  )
}
