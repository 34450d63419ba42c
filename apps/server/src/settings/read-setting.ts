import { type SettingName, settingSchemas } from '@zhengfeng/contract'
import { WarningRules } from '@zhengfeng/monitor'
import { z } from 'zod'
import type { Queryable } from '../storage/database.ts'
import { settingDefaults } from './setting-defaults.ts'

type Schemas = (typeof settingSchemas)['rules'] & (typeof settingSchemas)['system']
export type SettingValue<Name extends SettingName> = Name extends 'warningRules'
  ? z.output<typeof WarningRulesInForce>
  : z.output<Schemas[Name]>

export interface SettingRow {
  readonly name: SettingName
  readonly value: unknown
  /** 0: never changed. */
  readonly version: number
  readonly changed_at: number | null
  readonly changed_by: string | null
}

/** The value in force: what was set last, or the default. It follows the schema of its name. */
export async function readSetting<Name extends SettingName>(db: Queryable, name: Name): Promise<SettingValue<Name>> {
  const row = await readSettingRow(db, name)
  return row.value as SettingValue<Name>
}

/** A setting with its version. */
export async function readSettingRow(db: Queryable, name: SettingName): Promise<SettingRow> {
  const [row] = await db.query<SettingRow>(
    `select name, value, version, changed_at, changed_by
     from setting
     where name = $1`,
    [name],
  )
  if (!row) return { name, value: settingDefaults(name), version: 0, changed_at: null, changed_by: null }
  // What was stored under an older schema gets the defaults of fields that came later.
  return { ...row, value: schemaOf(name).parse(row.value) }
}

/** The schema of a setting. */
export function schemaOf(name: SettingName): z.ZodType {
  // The language of rules belongs to the package that carries them out.
  if (name === 'warningRules') return WarningRulesInForce
  return name in settingSchemas.rules
    ? settingSchemas.rules[name as keyof typeof settingSchemas.rules]
    : settingSchemas.system[name as keyof typeof settingSchemas.system]
}

const WarningRulesInForce = z.strictObject({ rules: WarningRules })
