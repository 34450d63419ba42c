import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from '../command.ts'
import { exitCodes } from '../failure.ts'
import { withOwnedStorage } from '../platform-storage.ts'
import { UsageError } from '../usage.ts'
import { countsOf } from './backup.ts'

/** `zhengfeng restore FILE`: puts a backup into an empty database, of whichever engine. */
export const restore: Command = {
  name: 'restore',
  operands: { label: 'FILE', required: true },
  options: {
    data: { type: 'string', short: 'd', value: 'FOLDER' },
  },
  run: async ([file, ...more], options, { print, note, now, progress, translator: { t } }) => {
    if (more.length > 0) throw new UsageError('extraOperand', { value: more[0]! })
    const path = resolve(file!)
    if (!existsSync(path)) throw new UsageError('fileNotFound', { path })
    const { checkArchive, findKeys, restoreBackup } = await import('@zhengfeng/server')
    type Told = Parameters<NonNullable<Parameters<typeof checkArchive>[0]['onProgress']>>[0]
    const onProgress = ({ step, ...at }: Told): void => progress.show(t(`cli.archive.${step}`, { ...at }))
    // Before an embedded database is made for it.
    const archive = await checkArchive({ path, onProgress })
    const { keys, restored } = await withOwnedStorage(options, 'make', async (db, configuration) => {
      const found = await findKeys(configuration)
      const done = await restoreBackup(db, {
        path,
        archive,
        now,
        ...(found && { keyId: found.id }),
        onProgress,
      })
      return { keys: found, restored: done }
    }).finally(() => progress.clear())
    print(t('cli.archive.restored', { path, ...countsOf(restored) }))
    for (const name of restored.migrated) print(t('cli.migrate.ran', { name }))
    const { keyId } = restored.header
    if (keyId !== undefined && keys === undefined) note(t('cli.archive.bringKey', { key: keyId }))
    note(t('cli.archive.thenVerify'))
    return exitCodes.ok
  },
}
