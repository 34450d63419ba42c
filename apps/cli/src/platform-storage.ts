import type { Database } from '@zhengfeng/server'
import { type OptionValues, textOption } from './command.ts'

/**
 * Runs work on the database that the environment and `--data` lead to, and closes it.
 *
 * @throws StorageError, ConfigurationError
 */
export async function withStorage<T>(options: OptionValues, work: (db: Database) => Promise<T>): Promise<T> {
  const { createLog, openStorage, readConfiguration } = await import('@zhengfeng/server')
  const data = textOption(options, 'data')
  const configuration = readConfiguration({
    ...process.env,
    ...(data !== undefined && { ZHENGFENG_DATA: data }),
    // What the database has to say goes into the answer; the log is for servers.
    ZHENGFENG_LOG: 'silent',
  })
  const db = await openStorage(configuration, createLog(configuration))
  try {
    return await work(db)
  } finally {
    await db.close()
  }
}

/** Aborts when somebody presses Ctrl+C; a second time ends the process at once. */
export function untilInterrupted(): AbortSignal {
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  return stop.signal
}
