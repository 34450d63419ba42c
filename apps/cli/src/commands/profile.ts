import type { Proposal } from '@zhengfeng/eventlog'
import { type Command, textOption } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../failure.ts'
import { readLogs } from '../read-logs.ts'
import { refuseOverwriting } from '../targets.ts'
import { writeFiles } from '../write-files.ts'

/** `zhengfeng profile`: proposes how a log is to be read. */
export const profile: Command = {
  name: 'profile',
  operands: { label: 'FILE…', required: true },
  options: {
    save: { type: 'string', short: 's', value: 'FILE' },
    'time-zone': { type: 'string', value: 'ZONE' },
    'object-type': { type: 'string', value: 'TYPE' },
  },
  run: async (operands, options, context) => {
    const timeZone = textOption(options, 'time-zone')
    const objectType = textOption(options, 'object-type')
    const path = textOption(options, 'save')
    await refuseOverwriting(operands, [path])
    const logs = await readLogs(operands, { ...(timeZone && { timeZone }), ...(objectType && { objectType }) }, context)
    noteReasons(logs.proposals ?? [], context)
    const mapped = new Set(Object.values(logs.profile.activities).flat())
    const unmapped = logs.log.activity.values.filter((name) => !mapped.has(name)).length
    context.note(context.translator.t('cli.profile.unmapped', { count: unmapped }))
    if (path === undefined) {
      context.print(logs.profileText.trimEnd())
      return exitCodes.ok
    }
    await writeFiles([{ path, content: () => logs.profileText }])
    context.note(context.translator.t('cli.profile.saved', { path }))
    return exitCodes.ok
  },
}

/** Says why each column was chosen, on standard error, so that the profile itself can be piped. */
export function noteReasons(proposals: readonly Proposal[], { note, translator: { t } }: CommandContext): void {
  for (const { role, column, because } of proposals[0]?.reasons ?? []) {
    note(t('cli.profile.reason', { role, column, because: t(`cli.profile.because.${because}`) }))
  }
}
