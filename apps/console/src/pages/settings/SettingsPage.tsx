import { type Setting, type SettingName, settingsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { TabRow } from '../../components/TabRow.tsx'
import { useUrlQuery } from '../../components/url-query.ts'
import { useText } from '../../text/TextProvider.tsx'
import { CalendarPanel } from './CalendarPanel.tsx'
import { ClosingPanel } from './ClosingPanel.tsx'
import { IndexWeightsPanel } from './IndexWeightsPanel.tsx'
import { IndicatorsPanel } from './IndicatorsPanel.tsx'
import { IngestionPanel } from './IngestionPanel.tsx'
import { LimitsPanel } from './LimitsPanel.tsx'
import { SettingHistory } from './SettingHistory.tsx'
import { WarningRulesPanel } from './WarningRulesPanel.tsx'
import '../imports/imports.css'
import './settings.css'

const panels: Readonly<Record<SettingName, (props: { readonly setting: Setting }) => ReactNode>> = {
  calendar: CalendarPanel,
  limits: LimitsPanel,
  warningRules: WarningRulesPanel,
  indexWeights: IndexWeightsPanel,
  indicators: IndicatorsPanel,
  closing: ClosingPanel,
  ingestion: IngestionPanel,
}
const tabs = Object.keys(panels) as readonly SettingName[]
const names = ['tab'] as const

/** The rules by which is measured, as data: what is in force, and who changed it when. */
export default function SettingsPage(): ReactNode {
  const { t } = useText()
  const [{ tab }, change] = useUrlQuery(names)
  const query = useAnswer(settingsRoutes.list, {})
  const chosen = tabs.find((it) => it === tab) ?? 'calendar'
  const Panel = panels[chosen]
  return (
    <div className="page">
      <PageHeader title={t('console.pages.settings')} description={t('admin.settings.description')} />
      <TabRow
        label={t('admin.settings.parts')}
        tabs={tabs.map((value) => ({ value, label: t(`admin.settings.names.${value}`) }))}
        chosen={chosen}
        onChoose={(value) => change({ tab: value })}
      />
      <Answered query={query}>
        {({ items }) => {
          const setting = items.find(({ name }) => name === chosen)
          return (
            setting && (
              <>
                <Panel key={chosen} setting={setting} />
                <SettingHistory key={`history ${chosen}`} name={chosen} />
              </>
            )
          )
        }}
      </Answered>
    </div>
  )
}
