import { ClosingSetting, type Setting } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'
import { NumberField } from './NumberField.tsx'
import { SettingPanel } from './SettingPanel.tsx'

/** After how many days the figures of a day are kept as first told. */
export function ClosingPanel({ setting }: { readonly setting: Setting }): ReactNode {
  const { t } = useText()
  return (
    <SettingPanel setting={setting} schema={ClosingSetting}>
      {({ value, set, readOnly }) => (
        <NumberField
          key={setting.version}
          label={t('admin.settings.closing.afterDays')}
          value={value.afterDays}
          low={1}
          high={60}
          whole
          readOnly={readOnly}
          onChange={(afterDays) => set({ afterDays })}
        />
      )}
    </SettingPanel>
  )
}
