import { ReloadOutlined } from '@ant-design/icons'
import type { ReactNode } from 'react'
import type { News } from '../api/news.ts'
import { useText } from '../text/TextProvider.tsx'

/** Tells quietly that a list has changed. It stays as it is until the reader asks. */
export function NewRows({ news, onShow }: { readonly news: News; readonly onShow: () => void }): ReactNode {
  const { t } = useText()
  return (
    <div className="new-rows no-print" role="status">
      {news.count > 0 && (
        <button type="button" className="plain-button" onClick={onShow}>
          <ReloadOutlined />
          {t('console.table.news', { count: news.count, more: news.more ? 'yes' : 'no' })}
        </button>
      )}
    </div>
  )
}
