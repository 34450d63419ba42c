import type { SettingName } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { checkSetting } from './check-setting.ts'
import { readSettingRow, type SettingRow, schemaOf } from './read-setting.ts'

export interface SettingChange {
  readonly name: SettingName
  readonly value: unknown
  /** The version that the change was made on. */
  readonly version: number
  readonly by: string
  readonly reason?: string | undefined
}

/**
 * Puts a new value of a setting in force and keeps the one before in its history.
 *
 * @throws ProblemError `invalid` naming the fields; `conflict` where another change came between
 */
export async function changeSetting(platform: Platform, change: SettingChange): Promise<SettingRow> {
  const value = parsedValue(change)
  checkSetting(change.name, value)
  const now = new Date(platform.now())
  const row = await platform.db.transaction(async (tx) => {
    const parameters = [change.name, JSON.stringify(value), change.version + 1, now, change.by]
    const [written] = await tx.query<{ version: number }>(
      change.version === 0
        ? `insert into setting (name, value, version, changed_at, changed_by)
           values ($1, $2::text::jsonb, $3, $4, $5)
           on conflict (name) do nothing
           returning version`
        : `update setting
           set value = $2::text::jsonb, version = $3, changed_at = $4, changed_by = $5
           where name = $1 and version = $3 - 1
           returning version`,
      parameters,
    )
    if (!written) throw new ProblemError('conflict', { reason: 'setting', ...(await inForce(tx, change.name)) })
    await tx.query(
      `insert into setting_version (name, version, value, changed_at, changed_by, reason)
       values ($1, $3, $2::text::jsonb, $4, $5, $6)`,
      [...parameters, change.reason ?? null],
    )
    return readSettingRow(tx, change.name)
  })
  platform.bus.tell({ kind: 'setting', name: change.name })
  return row
}

function parsedValue({ name, value }: SettingChange): unknown {
  const parsed = schemaOf(name).safeParse(value)
  if (parsed.success) return parsed.data
  throw new ProblemError(
    'invalid',
    {},
    { fields: parsed.error.issues.map(({ path, message }) => ({ field: ['value', ...path].join('.'), message })) },
  )
}

async function inForce(
  tx: Parameters<typeof readSettingRow>[0],
  name: SettingName,
): Promise<{ version: number; by: string }> {
  const row = await readSettingRow(tx, name)
  return { version: row.version, by: row.changed_by ?? '' }
}
