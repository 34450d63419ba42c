import type { ReactNode } from 'react'
import { useSignOut } from '../../shell/sign-out.ts'
import { useText } from '../../text/TextProvider.tsx'
import { PasswordChangeForm } from '../account/PasswordChangeForm.tsx'
import { SignInFrame } from './SignInFrame.tsx'

/** Nothing else can be done until a password that somebody else set is changed. */
export default function ForcedPasswordPage(): ReactNode {
  const { t } = useText()
  const signOut = useSignOut()
  return (
    <SignInFrame title={t('console.password.title')}>
      <p className="muted">{t('console.password.forced')}</p>
      <PasswordChangeForm />
      <button type="button" className="link-button" onClick={signOut}>
        {t('console.person.signOut')}
      </button>
    </SignInFrame>
  )
}
