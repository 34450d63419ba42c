import type { Configuration, Database, OwnedDatabase } from '@zhengfeng/server'
import { type OptionValues, textOption } from './command.ts'

/**
 * Runs work on the database that the environment and `--data` lead to, and closes it.
 *
 * @throws StorageError, ConfigurationError
 */
export async function withStorage<T>(options: OptionValues, work: (db: Database) => Promise<T>): Promise<T> {
  const { createLog, openStorage } = await import('@zhengfeng/server')
  const configuration = await configurationOf(options)
  const db = await openStorage(configuration, createLog(configuration))
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/**
 * The same with the owner's rights, for what makes tables or reads all of them.
 *
 * @param isNew whether an embedded database that is not there is made
 * @throws StorageError, ConfigurationError
 */
export async function withOwnedStorage<T>(
  options: OptionValues,
  isNew: 'make' | 'refuse',
  work: (db: OwnedDatabase, configuration: Configuration) => Promise<T>,
): Promise<T> {
  const { createLog, openOwned } = await import('@zhengfeng/server')
  const configuration = await configurationOf(options)
  const db = await openOwned(configuration, { log: createLog(configuration), isNew })
  try {
    return await work(db, configuration)
  } finally {
    await db.close()
  }
}

/** The environment, with `--data` over it. */
export async function configurationOf(options: OptionValues): Promise<Configuration> {
  const { readConfiguration } = await import('@zhengfeng/server')
  const data = textOption(options, 'data')
  return readConfiguration({
    ...process.env,
    ...(data !== undefined && { ZHENGFENG_DATA: data }),
    // What the database has to say goes into the answer; the log is for servers.
    ZHENGFENG_LOG: 'silent',
  })
}

/** Aborts when somebody presses Ctrl+C; a second time ends the process at once. */
export function untilInterrupted(): AbortSignal {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  return stop.signal
}
