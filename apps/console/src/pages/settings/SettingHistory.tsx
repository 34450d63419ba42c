import { type Answer, type SettingName, settingsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { usePages } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useText } from '../../text/TextProvider.tsx'

type Version = Answer<typeof settingsRoutes.history>['items'][number]

/** Who changed a setting when, why, and to what. */
export function SettingHistory({ name }: { readonly name: SettingName }): ReactNode {
  const { t } = useText()
  const pages = usePages(settingsRoutes.history, { params: { name }, query: { limit: 20 } })
  return (
    <section className="panel">
      <DataTable
        name="settingHistory"
        title={t('admin.settings.history')}
        columns={useColumns()}
        rows={pagedRows(pages)}
        rowKey={({ version }) => String(version)}
        empty={<StatePanel kind="empty" title={t('admin.settings.neverChanged')} detail="" />}
      />
    </section>
  )
}

function useColumns(): readonly Column<Version>[] {
  const { t, second, count } = useText()
  return [
    { key: 'version', title: t('admin.settings.version'), primary: true, render: ({ version }) => count(version) },
    { key: 'changedAt', title: t('admin.settings.when'), nowrap: true, render: ({ changedAt }) => second(changedAt) },
    { key: 'changedBy', title: t('admin.settings.who'), render: ({ changedBy }) => changedBy ?? '–' },
    { key: 'reason', title: t('admin.settings.reason'), render: ({ reason }) => reason ?? '–' },
    {
      key: 'value',
      title: t('admin.settings.value'),
      render: ({ value }) => (
        <details>
          <summary>{t('admin.settings.showValue')}</summary>
          <pre className="setting-value">{JSON.stringify(value, undefined, 1)}</pre>
        </details>
      ),
    },
  ]
}
