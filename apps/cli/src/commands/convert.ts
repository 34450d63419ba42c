import {
  caseCount,
  type EventLog,
  eventCount,
  writeCsv,
  writeNdjson,
  writeOcelJson,
  writeXes,
} from '@zhengfeng/eventlog'
import { bpmnOfTree, discoverTree } from '@zhengfeng/mining'
import { type Command, type OptionValues, textOption } from '../command.ts'
import { exitCodes } from '../failure.ts'
import { readLogs } from '../read-logs.ts'
import { writeToStandardOutput } from '../standard-output.ts'
import { refuseOverwriting } from '../targets.ts'
import { UsageError } from '../usage.ts'
import { writeFiles } from '../write-files.ts'
import { readChoice } from './inspect.ts'

const writers = { csv: writeCsv, xes: writeXes, ocel: writeOcelJson, ndjson: writeNdjson } as const satisfies Record<
  string,
  (log: EventLog) => Iterable<string | Uint8Array>
>

/** A format in which a log can be written. */
export type WritableFormat = keyof typeof writers
export const writableFormats = Object.keys(writers) as readonly WritableFormat[]

/** The pieces of a log in one of the formats. */
export function formatLog(log: EventLog, format: WritableFormat): Iterable<string | Uint8Array> {
  return writers[format](log)
}

const choices = [...writableFormats, 'bpmn'] as const
const defaultNoise = 0.2

/** `zhengfeng convert`: the same log in another format, or the process that it shows as a BPMN 2.0 diagram. */
export const convert: Command = {
  name: 'convert',
  operands: { label: 'FILE', required: true },
  options: {
    to: { type: 'string', value: choices.join('|'), choices },
    noise: { type: 'string', value: '0…1' },
    out: { type: 'string', short: 'o', value: 'FILE' },
    profile: { type: 'string', short: 'p', value: 'FILE|NAME' },
    strict: { type: 'boolean' },
    'time-zone': { type: 'string', value: 'ZONE' },
    'object-type': { type: 'string', value: 'TYPE' },
  },
  run: async (operands, options, context) => {
    const { note, translator } = context
    if (operands.length > 1) throw new UsageError('oneFileOnly', { command: 'convert' })
    const format = textOption(options, 'to')
    if (format === undefined)
      throw new UsageError('missingOption', {
        command: 'convert',
        option: '--to',
        expected: choices.join(', '),
      })
    const path = textOption(options, 'out')
    await refuseOverwriting(operands, [path])
    const { log, readings } = await readLogs(operands, readChoice(options), context)
    const pieces = format === 'bpmn' ? [await diagramOf(log, options)] : formatLog(log, format as WritableFormat)
    if (path === undefined) for (const piece of pieces) await writeToStandardOutput(piece)
    else await writeFiles([{ path, content: () => pieces }])
    note(translator.t('cli.convert.done', { events: eventCount(log), cases: caseCount(log), path: path ?? '-' }))
    const refused = readings.reduce((sum, { rowsRefused }) => sum + rowsRefused, 0)
    if (refused > 0) note(translator.t('cli.convert.refused', { refused }))
    return exitCodes.ok
  },
}

/** The process that the log shows, drawn: paths rarer than `--noise` are left out. */
function diagramOf(log: EventLog, options: OptionValues): Promise<string> {
  const text = textOption(options, 'noise') ?? String(defaultNoise)
  const noise = Number(text)
  if (text === '' || !(noise >= 0 && noise <= 1)) throw new UsageError('badShare', { option: '--noise', value: text })
  return bpmnOfTree(discoverTree(log, { noise }))
}
