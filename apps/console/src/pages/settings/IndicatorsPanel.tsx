import { IndicatorsSetting, type Setting } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'
import { NumberField } from './NumberField.tsx'
import { SettingPanel } from './SettingPanel.tsx'

/** How many cases a unit needs to be ranked; targets that were set stay as they are. */
export function IndicatorsPanel({ setting }: { readonly setting: Setting }): ReactNode {
  const { t } = useText()
  return (
    <SettingPanel setting={setting} schema={IndicatorsSetting}>
      {({ value, set, readOnly }) => (
        <NumberField
          key={setting.version}
          label={t('admin.settings.indicators.minimumSample')}
          value={value.minimumSample}
          low={5}
          high={1_000}
          whole
          readOnly={readOnly}
          onChange={(minimumSample) => set({ ...value, minimumSample })}
        />
      )}
    </SettingPanel>
  )
}
