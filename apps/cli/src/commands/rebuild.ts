import type { Rebuilt } from '@zhengfeng/server'
import { type Command, textOption } from '../command.ts'
import { exitCodes } from '../failure.ts'
import { untilInterrupted, withStorage } from '../platform-storage.ts'

/** `zhengfeng rebuild`: builds cases and indicators again from the event log. */
export const rebuild: Command = {
  name: 'rebuild',
  options: {
    division: { type: 'string', value: 'CODE' },
    data: { type: 'string', short: 'd', value: 'FOLDER' },
  },
  run: async (_operands, options, { print, progress, translator }) => {
    const division = textOption(options, 'division')
    const told = (done: Rebuilt): Record<string, number> => ({
      divisions: done.divisions,
      cases: done.cases,
      corrected: done.corrected,
    })
    const rebuilt = await withStorage(options, async (db) => {
      const { rebuildProjections } = await import('@zhengfeng/server')
      return await rebuildProjections(
        { db, now: Date.now },
        {
          ...(division !== undefined && { divisions: [division] }),
          signal: untilInterrupted(),
          onProgress: (done) => progress.show(translator.t('cli.rebuild.working', told(done))),
        },
      )
    })
    progress.clear()
    print(translator.t(`cli.rebuild.${rebuilt.complete ? 'done' : 'stopped'}`, told(rebuilt)))
    return rebuilt.complete ? exitCodes.ok : exitCodes.fault
  },
}
