import type { ReactNode } from 'react'
import { lazy, Suspense, useRef } from 'react'
import { Outlet } from 'react-router'
import { StatePanel } from '../components/StatePanel.tsx'
import { TextProvider, useText } from '../text/TextProvider.tsx'
import { SandboxLoading } from './SandboxLoading.tsx'
import { SessionProvider, useSessionAnswer } from './session.tsx'

const SignInPage = lazy(() => import('../pages/sign-in/SignInPage.tsx'))
const SetupPage = lazy(() => import('../pages/sign-in/SetupPage.tsx'))
const ForcedPasswordPage = lazy(() => import('../pages/sign-in/ForcedPasswordPage.tsx'))

/**
 * Lets in who is signed in; else shows what they have to do first, at the same address, so that the page asked for comes next.
 *
 * @param props.waiting true while the code of the first page is still loading
 */
export function Gate(props: { readonly waiting?: boolean }): ReactNode {
  const { t } = useText()
  const { data: session, error, refetch, dataUpdatedAt } = useSessionAnswer()
  const wasSignedIn = useRef(false)
  if (!session)
    return (
      <main className="gate">
        {error && (
          <SandboxLoading>
            <Unreachable onRetry={() => void refetch()} />
          </SandboxLoading>
        )}
      </main>
    )
  const { me } = session
  const ended = wasSignedIn.current && !me
  if (me) wasSignedIn.current = true
  return (
    <TextProvider features={[]} timeZone={session.timeZone}>
      <SessionProvider session={session} askedAtMs={dataUpdatedAt}>
        <Suspense fallback={<p className="visually-hidden">{t('console.state.loading')}</p>}>
          {session.setupNeeded ? (
            <SetupPage />
          ) : !me ? (
            <SignInPage ended={ended} />
          ) : me.mustChangePassword ? (
            <ForcedPasswordPage />
          ) : props.waiting ? null : (
            <Outlet />
          )}
        </Suspense>
      </SessionProvider>
    </TextProvider>
  )
}

function Unreachable({ onRetry }: { readonly onRetry: () => void }): ReactNode {
  const { t } = useText()
  return (
    <StatePanel
      kind="offline"
      action={
        <button type="button" className="control" onClick={onRetry}>
          {t('console.state.retry')}
        </button>
      }
    />
  )
}
