import { join } from 'node:path'
import { caseCount, eventCount, formatProfile } from '@zhengfeng/eventlog'
import { formatLabels, misconductKinds, officerKinds, parseMisconduct, simulate } from '@zhengfeng/sandbox'
import { type Command, textOption, wholeOption } from '../command.ts'
import { exitCodes } from '../failure.ts'
import { writeFiles } from '../write-files.ts'
import { writtenProfile } from '../written-profile.ts'
import { formatLog, type WritableFormat, writableFormats } from './convert.ts'

const fileEndings: Readonly<Record<WritableFormat, string>> = {
  csv: 'csv',
  xes: 'xes',
  ocel: 'json',
  ndjson: 'ndjson',
}

/** A little of everything: enough of each kind to be found, too little to dominate. */
const mixture = misconductKinds
  .filter((kind) => kind !== 'overdue')
  .map((kind) => `${kind}=${(officerKinds as readonly string[]).includes(kind) ? 0.05 : 0.01}`)
  .join(',')

/** `zhengfeng sandbox`: a simulated province, its log, its labels, and the profile that reads it. */
export const sandbox: Command = {
  name: 'sandbox',
  options: {
    cases: { type: 'string', short: 'n', value: 'NUMBER' },
    seed: { type: 'string', short: 's', value: 'NUMBER' },
    misconduct: { type: 'string', short: 'm', value: 'KIND=RATE,…' },
    format: { type: 'string', short: 'f', value: writableFormats.join('|'), choices: writableFormats },
    out: { type: 'string', short: 'o', value: 'FOLDER' },
  },
  helpValues: { kinds: misconductKinds.join(', ') },
  run: async (_operands, options, { print, progress, translator: { t } }) => {
    const cases = wholeOption(options, 'cases', { fallback: 5000, low: 1, high: 1_000_000 })
    const seed = wholeOption(options, 'seed', { fallback: 1, low: 0, high: Number.MAX_SAFE_INTEGER })
    const wanted = textOption(options, 'misconduct') ?? mixture
    const misconduct = wanted === 'none' ? {} : parseMisconduct(wanted)
    const format = (textOption(options, 'format') ?? 'csv') as WritableFormat
    const folder = textOption(options, 'out') ?? 'sandbox'
    progress.show(t('cli.progress.simulating'))
    const { log, labels, profile } = simulate({ cases, seed, misconduct })
    const path = join(folder, `cases.${fileEndings[format]}`)
    await writeFiles([
      { path, content: () => formatLog(log, format) },
      { path: join(folder, 'labels.json'), content: () => formatLabels(labels) },
      { path: join(folder, 'profile.yaml'), content: () => formatProfile(writtenProfile(log, profile, format)) },
    ])
    progress.clear()
    const labelled = labels.cases.length + labels.officers.length
    print(
      t('cli.sandbox.done', {
        cases: caseCount(log),
        events: eventCount(log),
        seed: String(seed),
        labels: labelled,
        path,
      }),
    )
    return exitCodes.ok
  },
}
