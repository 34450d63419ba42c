import { randomUUID, timingSafeEqual } from 'node:crypto'
import type { Platform } from '../platform.ts'

/** Whether the first administrator still has to be made. In the sandbox there are accounts from the start. */
export async function isSetupNeeded(platform: Platform): Promise<boolean> {
  const [row] = await platform.db.query<{ needed: boolean }>('select not exists (select from account) as needed')
  return row.needed
}

/**
 * What the server prints at its first start, to prove that whoever makes the first administrator can read its console. It follows from the
 * master key and the database, so that every process of an installation prints the same; once there is an account it is good for nothing.
 */
export async function setupToken(platform: Platform): Promise<string> {
  await platform.db.query(
    `insert into setting (name, value, changed_at)
     values ('installation', to_jsonb($1::text), now())
     on conflict (name) do nothing`,
    [randomUUID()],
  )
  const [row] = await platform.db.query<{ value: string }>(`select value from setting where name = 'installation'`)
  return (platform.keys.sign(row.value, 'setup').slice(0, 24).match(/.{6}/g) as string[]).join('-')
}

export async function isSetupToken(platform: Platform, text: string): Promise<boolean> {
  const expected = Buffer.from(await setupToken(platform))
  const given = Buffer.from(text.trim().toLowerCase())
  return given.length === expected.length && timingSafeEqual(given, expected)
}
