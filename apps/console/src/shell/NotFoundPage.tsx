import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { StatePanel } from '../components/StatePanel.tsx'
import { useText } from '../text/TextProvider.tsx'

/** An address that leads nowhere. */
export function NotFoundPage(): ReactNode {
  const { t } = useText()
  return (
    <div className="page">
      <title>{t('console.documentTitle', { page: t('console.notFound.title') })}</title>
      <h1>{t('console.notFound.title')}</h1>
      <StatePanel
        kind="empty"
        title={t('console.notFound.what')}
        action={<Link to="/">{t('console.notFound.home')}</Link>}
      />
    </div>
  )
}
