import { defaultWarningRules, type WarningRule, WarningRules } from '@zhengfeng/monitor'
import { readSettingRow } from '../settings/read-setting.ts'
import type { Queryable } from '../storage/database.ts'

/** The rules of cards that are in force; those of the package while nobody set any. */
export async function readWarningRules(db: Queryable): Promise<readonly WarningRule[]> {
  const { value, version } = await readSettingRow(db, 'warningRules')
  return version === 0 ? defaultWarningRules : WarningRules.parse((value as { readonly rules: unknown }).rules)
}
