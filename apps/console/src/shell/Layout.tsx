import { type ReactNode, Suspense, useEffect, useRef, useState } from 'react'
import { Outlet, ScrollRestoration, useLocation, useNavigation } from 'react-router'
import { Dialog } from '../components/Dialog.tsx'
import { Loading } from '../components/StatePanel.tsx'
import { useText } from '../text/TextProvider.tsx'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { ErrorBoundary } from './ErrorBoundary.tsx'
import { Header } from './Header.tsx'
import { Navigation } from './Navigation.tsx'
import { usePreferences } from './preferences.ts'
import { Shortcuts } from './Shortcuts.tsx'

/** Header, navigation and the page. */
export function Layout(): ReactNode {
  const { t } = useText()
  const { navigation } = usePreferences()
  const [menuOpen, setMenuOpen] = useState(false)
  const { pathname } = useLocation()
  const closed = navigation === 'closed'
  return (
    <div className="shell">
      <a className="skip-link" href="#main">
        {t('console.skip')}
      </a>
      <PageProgress />
      <Header onMenu={() => setMenuOpen(true)} />
      <nav className={closed ? 'shell-nav is-closed' : 'shell-nav'} aria-label={t('console.navigation')}>
        <Navigation />
      </nav>
      {menuOpen && (
        <Dialog title={t('console.navigation')} className="menu-dialog" onClose={() => setMenuOpen(false)}>
          <nav aria-label={t('console.navigation')}>
            <Navigation onGo={() => setMenuOpen(false)} />
          </nav>
        </Dialog>
      )}
      <Main>
        <ConnectionBanner />
        <ErrorBoundary key={pathname}>
          <Suspense fallback={<Loading />}>
            <Outlet />
          </Suspense>
        </ErrorBoundary>
      </Main>
      <Shortcuts />
      <ScrollRestoration getKey={({ pathname, key }) => (key === 'default' ? pathname : key)} />
    </div>
  )
}

/** The page's place. After going to another page the focus is here, so that it is read and Tab goes on from its top. */
function Main({ children }: { readonly children: ReactNode }): ReactNode {
  const { pathname } = useLocation()
  const element = useRef<HTMLElement>(null)
  const before = useRef(pathname)
  useEffect(() => {
    if (before.current !== pathname) element.current?.focus({ preventScroll: true })
    before.current = pathname
  }, [pathname])
  return (
    <main id="main" className="shell-main" tabIndex={-1} ref={element}>
      {children}
    </main>
  )
}

/** A line on top while the next page is on its way. */
function PageProgress(): ReactNode {
  const { t } = useText()
  const { state } = useNavigation()
  return state === 'idle' ? null : (
    <div className="shell-progress" role="progressbar" aria-label={t('console.state.loading')} />
  )
}
