import type { ReactNode } from 'react'
import { StatePanel } from '../components/StatePanel.tsx'
import type { PageEntry } from '../pages/page.ts'
import { useText } from '../text/TextProvider.tsx'
import { useMay } from './session.tsx'

/** Shows a page to those who may open it, and says to the others whom to ask. */
export function PageGuard(props: { readonly page: PageEntry; readonly children: ReactNode }): ReactNode {
  const may = useMay()
  const { t } = useText()
  const { permissions, name } = props.page
  if (!permissions || permissions.some(may)) return props.children
  return (
    <div className="page">
      <title>{t('console.documentTitle', { page: t(`console.pages.${name}`) })}</title>
      <h1>{t(`console.pages.${name}`)}</h1>
      <StatePanel kind="denied" />
    </div>
  )
}
