import { type Proposal, UnfinishedProposal } from '@zhengfeng/eventlog'
import { type Command, textOption } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { describeFailure, exitCodes } from '../failure.ts'
import { profileSkeleton } from '../profile-skeleton.ts'
import { readLogs } from '../read-logs.ts'
import { refuseOverwriting } from '../targets.ts'
import { terminalText } from '../terminal-text.ts'
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
    const logs = await readLogs(
      operands,
      { ...(timeZone && { timeZone }), ...(objectType && { objectType }) },
      context,
    ).catch((error: unknown) => {
      if (error instanceof UnfinishedProposal) return error
      throw error
    })
    if (logs instanceof UnfinishedProposal) return giveSkeleton(logs, path, context)
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

/** What could be found, for the user to complete. It is no success: the log cannot be read by it yet. */
async function giveSkeleton(
  unfinished: UnfinishedProposal,
  path: string | undefined,
  { note, print, progress, translator }: CommandContext,
): Promise<number> {
  progress.clear()
  const text = profileSkeleton(unfinished, translator)
  if (path === undefined) print(text.trimEnd())
  else await writeFiles([{ path, content: () => text }])
  const key = unfinished.code === 'columnNotChosen' ? 'unfinished' : 'unread'
  if (key === 'unread') note(describeFailure(unfinished, translator).text)
  const roles = unfinished.proposal.missing.map((role) => translator.t(`cli.roles.${role}`))
  const values = { roles: roles.join(translator.t('cli.inspect.and')), source: unfinished.values.source ?? '' }
  note(terminalText(translator.t(`cli.skeleton.${key}`, { ...values, path: path ?? 'profile.yaml' })))
  return exitCodes.input
}

/** Says why each column was chosen, on standard error, so that the profile itself can be piped. */
export function noteReasons(proposals: readonly Proposal[], { note, translator: { t, has } }: CommandContext): void {
  const roleName = (role: string): string => (has(`cli.roles.${role}`) ? t(`cli.roles.${role}`) : role)
  for (const { role, column, because } of proposals[0]?.reasons ?? []) {
    note(t('cli.profile.reason', { role: roleName(role), column, because: t(`cli.profile.because.${because}`) }))
  }
}
