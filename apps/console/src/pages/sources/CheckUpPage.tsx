import { routeUrl, sourcesRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { useAnswer } from '../../api/queries.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { CheckUpFigures } from './CheckUpFigures.tsx'
import './sources.css'

/** The check-up of a source: the same report as `inspect` writes, shown in a frame of its own. */
export default function CheckUpPage(): ReactNode {
  const { t, language } = useText()
  const { id = '' } = useParams()
  const status = useAnswer(sourcesRoutes.checkUp, { params: { id } })
  const ready = status.data?.generatedAt !== undefined
  const address = (format: 'html' | 'xlsx' | 'json', download: '0' | '1'): string =>
    routeUrl(sourcesRoutes.checkUpFile, { params: { id }, query: { format, language, download } })
  return (
    <div className="page">
      <PageHeader title={t('console.pages.checkUp')}>
        <Link to={`/sources/${id}`}>{t('admin.imports.done.source')}</Link>
        {ready &&
          (['html', 'xlsx', 'json'] as const).map((format) => (
            <a key={format} href={address(format, '1')} download>
              {t('admin.checkUp.download', { format: format.toUpperCase() })}
            </a>
          ))}
      </PageHeader>
      <CheckUpFigures source={id} />
      {ready && (
        <iframe
          key={`${status.data?.generatedAt} ${language}`}
          className="check-up-frame"
          title={t('admin.checkUp.report')}
          sandbox="allow-scripts allow-popups allow-downloads"
          src={address('html', '0')}
        />
      )}
    </div>
  )
}
