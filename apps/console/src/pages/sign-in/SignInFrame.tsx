import type { ReactNode } from 'react'
import { Choice } from '../../components/Choice.tsx'
import { setPreferences, usePreferences } from '../../shell/preferences.ts'
import { useText } from '../../text/TextProvider.tsx'
import { languages } from '../../text/texts.ts'
import './sign-in.css'

/** The frame of all pages before one is signed in. */
export function SignInFrame(props: { readonly title: string; readonly children: ReactNode }): ReactNode {
  const { t } = useText()
  const { language } = usePreferences()
  return (
    <main className="gate">
      <title>{t('console.documentTitle', { page: props.title })}</title>
      <div className="sign-in">
        <header className="row">
          <img src="/icon.svg" alt="" width="40" height="40" />
          <p>
            <strong>{t('console.brand')}</strong>
            <br />
            <span className="muted">{t('console.tagline')}</span>
          </p>
        </header>
        <div className="panel stack">
          <h1>{props.title}</h1>
          {props.children}
        </div>
        <Choice
          label={t('console.look.language')}
          labelHidden
          value={language}
          options={languages.map((value) => ({
            value,
            label: new Intl.DisplayNames(value, { type: 'language' }).of(value.slice(0, 2)) ?? value,
          }))}
          onChange={(value) => setPreferences({ language: value })}
        />
      </div>
    </main>
  )
}
