import { Component, type ReactNode } from 'react'
import { useRouteError } from 'react-router'
import { StatePanel } from '../components/StatePanel.tsx'
import { useText } from '../text/TextProvider.tsx'

/** Catches what a component throws, so that the page says so instead of going blank. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error?: unknown }> {
  override state: { readonly error?: unknown } = {}

  static getDerivedStateFromError(error: unknown): { readonly error: unknown } {
    return { error }
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Broken error={this.state.error} />
  }
}

/** What a route shows that could not be loaded or drawn. */
export function RouteError(): ReactNode {
  return <Broken error={useRouteError()} />
}

function Broken({ error }: { readonly error: unknown }): ReactNode {
  const { t } = useText()
  // After an update of the server the old page asks for files that are gone: loading it anew helps.
  const outdated = error instanceof TypeError && /import|module/i.test(error.message)
  return (
    <div className="page">
      <h1>{t('console.broken.title')}</h1>
      <StatePanel
        kind="error"
        title={t(outdated ? 'console.broken.outdated' : 'console.broken.what')}
        detail={outdated ? undefined : String(error instanceof Error ? error.message : error)}
        action={
          <button type="button" className="control" onClick={() => location.reload()}>
            {t('console.broken.reload')}
          </button>
        }
      />
    </div>
  )
}
