import { DownloadOutlined } from '@ant-design/icons'
import { type Route, routeUrl } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useMay } from '../shell/session.tsx'
import { useText } from '../text/TextProvider.tsx'

/** Downloads what a table shows, all of its rows, as CSV or XLSX. Shown to those who may. */
export function ExportMenu(props: {
  readonly route: Route
  readonly query: object
  readonly params?: object
}): ReactNode {
  const { t, language } = useText()
  const may = useMay()
  const { guard } = props.route
  if (guard.kind === 'permission' && !may(guard.permission)) return null
  return (
    <span className="export-links">
      <DownloadOutlined />
      {(['csv', 'xlsx'] as const).map((format) => (
        <a
          key={format}
          href={routeUrl(props.route, { params: props.params, query: { ...props.query, format, language } })}
          download
          aria-label={t('console.table.export', { format: format.toUpperCase() })}
        >
          {format.toUpperCase()}
        </a>
      ))}
    </span>
  )
}
