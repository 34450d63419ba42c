import {
  settingsRoutes as routes,
  ruleSettingNames,
  type Setting,
  type SettingName,
  systemSettingNames,
} from '@zhengfeng/contract'
import { type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import { readCursor, writeCursor } from '../jobs/cursor.ts'
import type { Platform } from '../platform.ts'
import { callerName } from './caller-name.ts'
import { changeSetting } from './change-setting.ts'
import { readSettingRow, type SettingRow } from './read-setting.ts'

type VersionRow = SettingRow & {
  readonly changed_at: number
  readonly changed_by: string
  readonly reason: string | null
}

/** The handlers of settings. They hold for the whole installation, so only those who manage all of it change them. */
export function settingRoutes(platform: Platform): readonly Implementation[] {
  const { db } = platform
  return [
    implement(routes.list, async () => {
      const rows: SettingRow[] = []
      for (const name of [...ruleSettingNames, ...systemSettingNames]) rows.push(await readSettingRow(db, name))
      return { items: rows.map(told) }
    }),
    implement(routes.get, async ({ params }) => told(await readSettingRow(db, params.name))),
    implement(routes.history, async ({ params, query }) => history(platform, params.name, query)),
    implement(routes.changeRule, async ({ params, body, access }) => {
      if (!access.scope('rule.manage').everything) throw new ProblemError('outOfScope', { reason: 'setting' })
      return told(await changeSetting(platform, { ...body, name: params.name, by: callerName(access) }))
    }),
    implement(routes.changeSystem, async ({ params, body, access }) => {
      if (!access.scope('system.manage').everything) throw new ProblemError('outOfScope', { reason: 'setting' })
      return told(await changeSetting(platform, { ...body, name: params.name, by: callerName(access) }))
    }),
  ]
}

function told({ name, value, version, changed_at, changed_by }: SettingRow): Setting {
  return {
    name,
    value: value as Setting['value'],
    version,
    ...(changed_at !== null && { changedAt: new Date(changed_at).toISOString() }),
    ...(changed_by !== null && { changedBy: changed_by }),
  }
}

async function history(
  { db }: Platform,
  name: SettingName,
  { cursor, limit }: { cursor?: string | undefined; limit: number },
): Promise<{ items: (Setting & { reason?: string })[]; next?: string }> {
  const before = readCursor(cursor, ['integer'])?.[0]
  const rows = await db.query<VersionRow>(
    `select name, value, version, changed_at, changed_by, reason
     from setting_version
     where name = $1 and version < $2::bigint
     order by version desc
     limit $3`,
    [name, before ?? 2_147_483_647, limit + 1],
  )
  const items = rows.slice(0, limit)
  return {
    items: items.map((row) => ({ ...told(row), ...(row.reason !== null && { reason: row.reason }) })),
    ...(rows.length > limit && { next: writeCursor([items.at(-1)!.version]) }),
  }
}
