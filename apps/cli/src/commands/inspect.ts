import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { runDetectors } from '@zhengfeng/detectors'
import { type EventLog, shippedProfileNames } from '@zhengfeng/eventlog'
import { readService } from '@zhengfeng/mining'
import { buildCheckUp, type CheckUp, renderFindingsXlsx, renderHtml } from '@zhengfeng/report'
import { type Command, type OptionValues, textOption } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../failure.ts'
import { type ReadChoice, type ReadLogs, readLogs } from '../read-logs.ts'
import { checkUpSummary } from '../summary.ts'
import { refuseOverwriting } from '../targets.ts'
import { terminalText } from '../terminal-text.ts'
import { version } from '../version.ts'
import { writeFiles } from '../write-files.ts'
import { noteReasons } from './profile.ts'

/** `zhengfeng inspect`: the conduct check-up of one or more offices. */
export const inspect: Command = {
  name: 'inspect',
  operands: { label: 'FILE|FOLDER…', required: true },
  options: {
    profile: { type: 'string', short: 'p', value: 'FILE|NAME' },
    'save-profile': { type: 'string', value: 'FILE' },
    out: { type: 'string', short: 'o', value: 'FOLDER' },
    json: { type: 'boolean' },
    strict: { type: 'boolean' },
    'time-zone': { type: 'string', value: 'ZONE' },
    'object-type': { type: 'string', value: 'TYPE' },
  },
  helpValues: { names: shippedProfileNames.join(', ') },
  run: async (operands, options, context) => {
    await refuseOverwriting(operands, outputPaths(options))
    const checkUp = await readAndCheck(operands, options, context)
    await writeReport(checkUp, options, context)
    context.progress.clear()
    if (options.json) context.print(JSON.stringify(checkUp))
    else context.print(terminalText(checkUpSummary(checkUp, context)))
    if (!options.json)
      context.print(context.translator.t('cli.inspect.written', { path: terminalText(reportPath(options)) }))
    return exitCodes.ok
  },
}

/** The log goes out of reach when this returns, and with it most of the memory, before the report is written. */
async function readAndCheck(
  operands: readonly string[],
  options: OptionValues,
  context: CommandContext,
): Promise<CheckUp> {
  const logs = await readLogs(operands, readChoice(options), context)
  if (logs.proposals) noteProposal(logs, options, context)
  return checkUpOf(logs, context)
}

/** The choices about reading that `inspect` and `convert` share. */
export function readChoice(options: OptionValues): ReadChoice {
  const profile = textOption(options, 'profile')
  const timeZone = textOption(options, 'time-zone')
  const objectType = textOption(options, 'object-type')
  return {
    ...(profile !== undefined && { profile }),
    ...(timeZone !== undefined && { timeZone }),
    ...(objectType !== undefined && { objectType }),
    ...(options.strict === true && { strict: true }),
  }
}

function noteProposal(logs: ReadLogs, options: OptionValues, context: CommandContext): void {
  context.note(context.translator.t('cli.profile.proposed'))
  noteReasons(logs.proposals ?? [], context)
  if (!options.json && textOption(options, 'save-profile') === undefined) context.note(logs.profileText)
}

/** Analyses a log; the steps are shown, since each may take seconds on a large one. */
function checkUpOf(logs: ReadLogs, { progress, translator: { t }, now }: CommandContext): CheckUp {
  progress.show(t('cli.progress.analysing'))
  const service = readService(ofNamedOffice(logs), logs.profile, { until: now })
  progress.show(t('cli.progress.detecting'))
  const detections = runDetectors(service)
  progress.show(t('cli.progress.analysing'))
  return buildCheckUp({
    service,
    detections,
    readings: logs.readings,
    inputs: logs.inputs,
    profileText: logs.profileText,
    profileSha256: createHash('sha256').update(logs.profileText).digest('hex'),
    generatedAt: now,
    version,
  })
}

/** A log of one office that does not name it takes the name of its file. */
function ofNamedOffice({ log, inputs }: ReadLogs): EventLog {
  if (log.caseOffice) return log
  const codes = new Int32Array(log.caseIds.length)
  return { ...log, caseOffice: { kind: 'string', codes, values: [inputs[0]!.office] } }
}

async function writeReport(checkUp: CheckUp, options: OptionValues, context: CommandContext): Promise<void> {
  const { progress, language, translator } = context
  progress.show(translator.t('cli.progress.writing'))
  const folder = textOption(options, 'out') ?? '.'
  const saved = textOption(options, 'save-profile')
  await writeFiles([
    { path: join(folder, 'check-up.json'), content: () => `${JSON.stringify(checkUp)}\n` },
    { path: join(folder, 'findings.xlsx'), content: () => renderFindingsXlsx(checkUp, language) },
    { path: reportPath(options), content: () => renderHtml(checkUp, language) },
    ...(saved === undefined ? [] : [{ path: saved, content: () => checkUp.method.profile.text }]),
  ])
  if (saved !== undefined) context.note(translator.t('cli.profile.saved', { path: saved }))
}

function outputPaths(options: OptionValues): readonly (string | undefined)[] {
  const folder = textOption(options, 'out') ?? '.'
  const names = ['check-up.json', 'findings.xlsx', 'check-up.html']
  return [...names.map((name) => join(folder, name)), textOption(options, 'save-profile')]
}

function reportPath(options: OptionValues): string {
  return join(textOption(options, 'out') ?? '.', 'check-up.html')
}
