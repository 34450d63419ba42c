import type { Command } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../failure.ts'
import { withOwnedStorage } from '../platform-storage.ts'

/** `zhengfeng migrate`: brings the tables to the state that this program needs; the server does the same when it starts. */
export const migrate: Command = {
  name: 'migrate',
  options: {
    check: { type: 'boolean' },
    data: { type: 'string', short: 'd', value: 'FOLDER' },
  },
  run: async (_operands, options, context) => {
    if (options.check)
      return withOwnedStorage(options, 'refuse', async (db) => {
        const { pendingMigrations } = await import('@zhengfeng/server')
        const pending = await pendingMigrations(db)
        tell(context, pending, 'pending')
        return pending.length === 0 ? exitCodes.ok : exitCodes.differs
      })
    return withOwnedStorage(options, 'make', async (db) => {
      const server = await import('@zhengfeng/server')
      tell(context, await server.migrate(db), 'ran')
      for (const name of await server.ensurePartitions(db, context.now))
        context.print(context.translator.t('cli.migrate.partition', { name }))
      return exitCodes.ok
    })
  },
}

function tell({ print, translator: { t } }: CommandContext, names: readonly string[], what: 'pending' | 'ran'): void {
  for (const name of names) print(t(`cli.migrate.${what}`, { name }))
  if (names.length === 0) print(t('cli.migrate.upToDate'))
}
