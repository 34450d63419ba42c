import { IngestionSetting, type Setting } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'
import { NumberField } from './NumberField.tsx'
import { SettingPanel } from './SettingPanel.tsx'

const minuteMs = 60_000

/** What is flagged when events arrive, and how many a token may send. */
export function IngestionPanel({ setting }: { readonly setting: Setting }): ReactNode {
  const { t } = useText()
  return (
    <SettingPanel setting={setting} schema={IngestionSetting}>
      {({ value, set, readOnly }) => (
        <div className="profile-grid" key={setting.version}>
          <NumberField
            label={t('admin.settings.ingestion.future')}
            value={value.futureTolerateMs / minuteMs}
            low={0}
            high={1_440}
            readOnly={readOnly}
            onChange={(minutes) => set({ ...value, futureTolerateMs: Math.round(minutes * minuteMs) })}
          />
          <NumberField
            label={t('admin.settings.ingestion.past')}
            value={value.pastTolerateDays}
            low={1}
            high={3_650}
            whole
            readOnly={readOnly}
            onChange={(pastTolerateDays) => set({ ...value, pastTolerateDays })}
          />
          <NumberField
            label={t('admin.settings.ingestion.perMinute')}
            value={value.eventsPerMinute}
            low={1}
            high={100_000_000}
            whole
            readOnly={readOnly}
            onChange={(eventsPerMinute) => set({ ...value, eventsPerMinute })}
          />
        </div>
      )}
    </SettingPanel>
  )
}
