import type { Command } from '../command.ts'
import { exitCodes } from '../failure.ts'
import { configurationOf } from '../platform-storage.ts'

/** `zhengfeng doctor`: looks at configuration, folder, key and database, and says for each what to do next. Changes nothing. */
export const doctor: Command = {
  name: 'doctor',
  options: {
    data: { type: 'string', short: 'd', value: 'FOLDER' },
    json: { type: 'boolean' },
  },
  run: async (_operands, options, { print, translator: { t } }) => {
    const { createLog, examine } = await import('@zhengfeng/server')
    const configuration = await configurationOf(options)
    const counts = { ok: 0, warn: 0, fail: 0 }
    for await (const remark of examine(configuration, { log: createLog(configuration), now: Date.now() })) {
      const { check, level, finding, values } = remark
      counts[level] += 1
      const text = t(`cli.doctor.remarks.${check}.${finding}`, values)
      print(options.json ? JSON.stringify({ ...remark, text }) : `${t(`cli.doctor.levels.${level}`)}  ${text}`)
    }
    if (!options.json) print(t('cli.doctor.sum', counts))
    return counts.fail === 0 ? exitCodes.ok : exitCodes.fault
  },
}
