import type { Difference, Verified } from '@zhengfeng/server'
import { type Command, textOption } from '../command.ts'
import type { CommandContext } from '../context.ts'
import { exitCodes } from '../failure.ts'
import { untilInterrupted, withStorage } from '../platform-storage.ts'
import { UsageError } from '../usage.ts'

/** `zhengfeng verify indicators`: computes all that follows from the event log anew, and lists what is stored otherwise. */
export const verify: Command = {
  name: 'verify',
  operands: { label: 'indicators', required: true },
  options: {
    division: { type: 'string', value: 'CODE' },
    data: { type: 'string', short: 'd', value: 'FOLDER' },
    json: { type: 'boolean' },
  },
  run: async (operands, options, context) => {
    const other = operands.find((word) => word !== 'indicators')
    if (other !== undefined) throw new UsageError('extraOperand', { value: other })
    const division = textOption(options, 'division')
    const verified = await withStorage(options, async (db) => {
      const { verifyIndicators } = await import('@zhengfeng/server')
      return await verifyIndicators(db, {
        ...(division !== undefined && { divisions: [division] }),
        signal: untilInterrupted(),
        onDifference: (difference) =>
          context.print(options.json ? JSON.stringify(difference) : differenceText(difference, context)),
        onProgress: (done) => context.progress.show(context.translator.t('cli.verify.working', counts(done))),
      })
    })
    context.progress.clear()
    if (options.json) context.print(JSON.stringify(verified))
    else
      context.print(
        context.translator.t(`cli.verify.${verified.differences === 0 ? 'same' : 'differs'}`, counts(verified)),
      )
    return verified.differences === 0 ? exitCodes.ok : exitCodes.differs
  },
}

function counts(verified: Verified): Record<string, number> {
  return { ...verified }
}

function differenceText(difference: Difference, { translator: { t } }: CommandContext): string {
  if (difference.table === 'event') {
    const { fault, division, stored, expected } = difference
    return t(`cli.verify.faults.${fault}`, { division, stored, expected })
  }
  return t('cli.verify.figure', {
    table: difference.table,
    place: placeOf(difference),
    measure: ('measure' in difference ? difference.measure : difference.field) || t('cli.verify.row'),
    stored: shown(difference.stored),
    recomputed: shown(difference.recomputed),
  })
}

function placeOf(difference: Exclude<Difference, { table: 'event' }>): string {
  if (difference.table === 'service_case') return `${difference.division} ${difference.caseNo}`
  const { division, day, dimensions } = difference
  const named = dimensions ? Object.values(dimensions).map((name) => name || '—') : []
  return [division, day, ...named].join(' ')
}

function shown(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null)
}
