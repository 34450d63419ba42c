import { resolve } from 'node:path'
import type { Archived } from '@zhengfeng/server'
import type { Command } from '../command.ts'
import { exitCodes } from '../failure.ts'
import { untilInterrupted, withOwnedStorage } from '../platform-storage.ts'
import { UsageError } from '../usage.ts'
import { OutputError } from '../write-files.ts'

/** `zhengfeng backup FILE`: everything in the database, as it is at one moment, in one file for any engine. */
export const backup: Command = {
  name: 'backup',
  operands: { label: 'FILE', required: true },
  options: {
    data: { type: 'string', short: 'd', value: 'FOLDER' },
  },
  run: async ([file, ...more], options, { print, note, now, progress, translator: { t } }) => {
    if (more.length > 0) throw new UsageError('extraOperand', { value: more[0]! })
    const path = resolve(file!)
    const archived = await withOwnedStorage(options, 'refuse', async (db) => {
      const { writeBackup } = await import('@zhengfeng/server')
      return writeBackup(db, {
        path,
        now,
        signal: untilInterrupted(),
        onProgress: (done) => progress.show(t('cli.archive.writing', { ...done })),
      }).catch((error: unknown) => {
        throw isOfFiles(error) ? new OutputError(path, error) : error
      })
    }).finally(() => progress.clear())
    print(t('cli.archive.written', { path, ...countsOf(archived) }))
    const { keyId } = archived.header
    note(keyId === undefined ? t('cli.archive.noKey') : t('cli.archive.key', { key: keyId }))
    return exitCodes.ok
  },
}

/** What the person wants to know of an archive. */
export function countsOf({ tables }: Archived): {
  readonly events: number
  readonly cases: number
  readonly rows: number
} {
  const rowsOf = (name: string): number => tables.find((table) => table.name === name)?.rows ?? 0
  return {
    events: rowsOf('event'),
    cases: rowsOf('service_case'),
    rows: tables.reduce((sum, table) => sum + table.rows, 0),
  }
}

function isOfFiles(error: unknown): boolean {
  return error instanceof Error && (error as NodeJS.ErrnoException).syscall !== undefined && error.name === 'Error'
}
