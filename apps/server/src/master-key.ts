import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, open, readFile, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { type Configuration, ConfigurationError } from './configuration.ts'
import { deriveKeys, type Keys } from './keys.ts'
import type { Queryable } from './storage/database.ts'

/**
 * The keys of the installation, from ZHENGFENG_KEY or the key file, which is made at the first start for this user only.
 *
 * @throws ConfigurationError where the file can be read by others, or is no key
 */
export async function loadKeys(configuration: Configuration): Promise<Keys> {
  if (configuration.ZHENGFENG_KEY !== undefined) return keysOf(configuration.ZHENGFENG_KEY, 'ZHENGFENG_KEY')
  const file = keyFileOf(configuration)
  await makeKeyFile(file)
  const { mode } = await stat(file)
  if ((mode & 0o077) !== 0 && process.platform !== 'win32') {
    throw new ConfigurationError([
      `${file}: others on this machine can read the master key; run chmod 600 ${file} and consider everything sealed with it as read`,
    ])
  }
  return keysOf((await readFile(file, 'utf8')).trim(), file)
}

/** The keys of the installation where it has any already; none are made. */
export async function findKeys(configuration: Configuration): Promise<Keys | undefined> {
  if (configuration.ZHENGFENG_KEY === undefined && !existsSync(keyFileOf(configuration))) return undefined
  return loadKeys(configuration)
}

/** Where the key file is, or will be made. */
export function keyFileOf({ ZHENGFENG_DATA }: Configuration): string {
  return join(resolve(ZHENGFENG_DATA), 'master.key')
}

/**
 * Remembers which key the database was begun with.
 *
 * @throws ConfigurationError where it was another one: what is sealed could not be opened, and digests of people would not meet
 */
export async function checkKeyFits(db: Queryable, keys: Keys): Promise<void> {
  await db.query(
    `insert into setting (name, value, changed_at)
     values ('masterKey', to_jsonb($1::text), now())
     on conflict (name) do nothing`,
    [keys.id],
  )
  const [row] = await db.query<{ value: string }>(`select value from setting where name = 'masterKey'`)
  if (row.value === keys.id) return
  throw new ConfigurationError([
    `the master key ${keys.id} does not belong to this database, which was begun with ${row.value}; bring back its key file, or set ZHENGFENG_KEY`,
  ])
}

async function makeKeyFile(file: string): Promise<void> {
  await mkdir(join(file, '..'), { recursive: true, mode: 0o700 })
  try {
    const handle = await open(file, 'wx', 0o600)
    await handle.writeFile(`${randomBytes(32).toString('base64')}\n`)
    // A key that is lost in a power cut takes everything sealed with it along.
    await handle.sync()
    await handle.close()
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function keysOf(text: string, place: string): Keys {
  const bytes = Buffer.from(text, 'base64')
  if (bytes.length < 32)
    throw new ConfigurationError([
      `${place}: should be 32 random bytes or more in base64, such as openssl rand -base64 32 gives`,
    ])
  return deriveKeys(bytes)
}
