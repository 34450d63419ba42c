import { type SettingName, settingSchemas } from '@zhengfeng/contract'
import { defaultIndexWeights, defaultWarningRules } from '@zhengfeng/monitor'

/** What is in force where nobody ever changed it. */
export function settingDefaults(name: SettingName): unknown {
  switch (name) {
    case 'warningRules':
      return { rules: defaultWarningRules }
    case 'indexWeights':
      return defaultIndexWeights
    case 'ingestion':
      return settingSchemas.system.ingestion.parse({})
    default:
      return settingSchemas.rules[name].parse({})
  }
}
