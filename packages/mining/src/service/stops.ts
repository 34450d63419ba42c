import { type EventLog, GrowableFloat64, GrowableInt32, type Profile, valueAt } from '@zhengfeng/eventlog'
import type { ClockStops, StopKind } from './service-log.ts'
import { type Steps, stepAt, stepIndex } from './steps.ts'

const begins = { suspend: 'suspend', special: 'specialStart', supplement: 'supplementRequest' } as const
const ends = { suspend: 'resume', special: 'specialEnd', supplement: 'supplementAnswer' } as const

/**
 * Finds the clock stops of every case. A stop begun again before it has ended is one stop; an end without a beginning is none.
 * Each kind is ended by its own step only.
 */
export function readStops(log: EventLog, profile: Profile, steps: Steps): ClockStops {
  const kinds = [...new Set(profile.clock.stops)]
  const found = { from: new GrowableFloat64(), to: new GrowableFloat64(), event: new GrowableInt32() }
  const kind: StopKind[] = []
  const lastEvents = new GrowableInt32()
  const offsets = new Int32Array(log.caseIds.length + 1)
  const beginOf = stepTable(kinds, begins)
  const endOf = stepTable(kinds, ends)
  const running = new Int32Array(kinds.length)
  for (let c = 0; c < log.caseIds.length; c++) {
    running.fill(-1)
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const step = stepAt(log, steps, e)
      if (step < 0) continue
      const begun = beginOf[step]!
      if (begun >= 0 && running[begun] === -1) {
        running[begun] = kind.length
        kind.push(kinds[begun]!)
        found.from.push(log.time[e]!)
        found.to.push(Number.NaN)
        found.event.push(e)
        lastEvents.push(e)
      }
      const ended = endOf[step]!
      if (ended >= 0 && running[ended]! >= 0) {
        found.to.set(running[ended]!, log.time[e]!)
        lastEvents.set(running[ended]!, e)
        running[ended] = -1
      }
    }
    offsets[c + 1] = kind.length
  }
  const event = found.event.finish()
  const documented = readDocuments(log, profile.columns.stopDocument, event, lastEvents.finish())
  return { offsets, from: found.from.finish(), to: found.to.finish(), kind, event, documented }
}

/** One per canonical step: the index of the kind that it begins (or ends), `-1` for none. */
function stepTable(
  kinds: readonly StopKind[],
  stepOf: Readonly<Record<StopKind, keyof Profile['activities']>>,
): Int8Array {
  const table = new Int8Array(128).fill(-1)
  kinds.forEach((kind, index) => {
    table[stepIndex(stepOf[kind])] = index
  })
  return table
}

/** Whether a document is named at the beginning or the end of each stop. */
function readDocuments(
  log: EventLog,
  attribute: string | undefined,
  beginnings: Int32Array,
  endings: Int32Array,
): Int8Array {
  const column = attribute === undefined ? undefined : log.eventAttributes.get(attribute)
  if (!column) return new Int8Array(beginnings.length).fill(-1)
  const names = (event: number): boolean => {
    const value = valueAt(column, event)
    return value !== undefined && value !== false && String(value).trim() !== ''
  }
  return Int8Array.from(beginnings, (event, stop) => (names(event) || names(endings[stop]!) ? 1 : 0))
}
