import { MenuFoldOutlined, MenuOutlined, MenuUnfoldOutlined, SearchOutlined } from '@ant-design/icons'
import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { useText } from '../text/TextProvider.tsx'
import { PersonMenu } from './PersonMenu.tsx'
import { setPreferences, usePreferences } from './preferences.ts'
import { SandboxSpeedChoice } from './SandboxSpeedChoice.tsx'
import { openPalette } from './Shortcuts.tsx'
import { useServerClock, useSession } from './session.tsx'

/** The bar on top: where one is, the search, the clock of the sandbox, one's own choices. */
export function Header(props: { readonly onMenu: () => void }): ReactNode {
  const { t } = useText()
  const { sandbox } = useSession()
  return (
    <header className="shell-header">
      <button
        type="button"
        className="plain-button only-narrow"
        aria-label={t('console.openMenu')}
        onClick={props.onMenu}
      >
        <MenuOutlined />
      </button>
      <FoldButton />
      <Link to="/" className="shell-brand">
        <img src="/icon.svg" alt="" />
        {t('console.brand')}
      </Link>
      {sandbox && <SandboxClock />}
      {sandbox && <SandboxSpeedChoice />}
      <span className="row-end" />
      <SearchButton />
      <LanguageButton />
      <PersonMenu />
    </header>
  )
}

function FoldButton(): ReactNode {
  const { t } = useText()
  const closed = usePreferences().navigation === 'closed'
  return (
    <button
      type="button"
      className="plain-button only-wide"
      aria-label={t(closed ? 'console.unfold' : 'console.fold')}
      onClick={() => setPreferences({ navigation: closed ? 'open' : 'closed' })}
    >
      {closed ? <MenuUnfoldOutlined /> : <MenuFoldOutlined />}
    </button>
  )
}

function SearchButton(): ReactNode {
  const { t } = useText()
  const apple = /Mac|iPhone|iPad/.test(navigator.userAgent)
  return (
    <button type="button" className="plain-button shell-search" onClick={openPalette}>
      <span className="row">
        <SearchOutlined />
        <span className="hidden-when-narrow">{t('console.search.open')}</span>
      </span>
      <kbd className="only-wide">{t(apple ? 'console.search.keysApple' : 'console.search.keys')}</kbd>
    </button>
  )
}

/** Written in the language that it leads to, so that who cannot read the present one finds it. */
function LanguageButton(): ReactNode {
  const { language } = usePreferences()
  const other = language === 'en' ? 'zh-CN' : 'en'
  return (
    <button type="button" className="plain-button" lang={other} onClick={() => setPreferences({ language: other })}>
      {new Intl.DisplayNames(other, { type: 'language' }).of(other.slice(0, 2))}
    </button>
  )
}

function SandboxClock(): ReactNode {
  const { t, instant } = useText()
  const readClock = useServerClock()
  const [now, setNow] = useState(readClock)
  useEffect(() => {
    const timer = setInterval(() => setNow(readClock()), 5000)
    return () => clearInterval(timer)
  }, [readClock])
  return (
    <span className="shell-sandbox" title={t('console.sandbox.explanation')}>
      {t('console.sandbox.name')}
      <span className="only-wide numeric">&ensp;{instant(new Date(now).toISOString())}</span>
    </span>
  )
}
