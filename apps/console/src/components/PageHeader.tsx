import type { ReactNode } from 'react'
import { useText } from '../text/TextProvider.tsx'

/** The head of a page: its name (also the document's title), what it is for, and what can be done with it. */
export function PageHeader(props: {
  readonly title: string
  readonly description?: ReactNode
  readonly children?: ReactNode
}): ReactNode {
  const { t } = useText()
  return (
    <div className="page-head">
      <title>{t('console.documentTitle', { page: props.title })}</title>
      <h1>{props.title}</h1>
      {props.children && <div className="row row-end no-print">{props.children}</div>}
      {props.description && <p>{props.description}</p>}
    </div>
  )
}
