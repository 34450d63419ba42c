import { takeFloat64 } from '@zhengfeng/eventlog'
import type { ServiceLog } from '@zhengfeng/mining'
import { type Groups, rowsOf } from '../group-rows.ts'
import type { Reading } from '../reading.ts'

/** Times in which an office's system recorded nothing at all. */
export interface Outages {
  /** Whether the system of an office stood still at an instant. */
  readonly covers: (office: number, at: number) => boolean
}

/** How often chance may make a silence of this length somewhere in the whole log of an office. */
const chance = 0.01

/**
 * Finds the silences of each office's system that are too long for chance, given how much it usually records per working hour.
 * What happened then could not be recorded at once, so recording it later is no sign of anything.
 *
 * @param byOffice events with a recording time, by office
 */
export function outagesOf({ log }: ServiceLog, reading: Reading, byOffice: Groups): Outages {
  const known = new Map<number, readonly (readonly [number, number])[]>()
  const silencesOf = (office: number): readonly (readonly [number, number])[] => {
    const found = known.get(office) ?? silences(rowsOf(byOffice, office), log.recordedAt!, reading)
    known.set(office, found)
    return found
  }
  return { covers: (office, at) => silencesOf(office).some(([from, to]) => from <= at && at <= to) }
}

function silences(events: Int32Array, recordedAt: Float64Array, reading: Reading): (readonly [number, number])[] {
  const instants = takeFloat64(recordedAt, events).sort()
  if (instants.length < 2) return []
  const totalMs = reading.workedAt(instants.at(-1)!) - reading.workedAt(instants[0]!)
  // With n recordings spread evenly over T, a pause longer than (T ÷ n) · ln(n ÷ chance) comes by chance this rarely.
  const longMs = (totalMs / instants.length) * Math.log(instants.length / chance)
  const found: (readonly [number, number])[] = []
  for (let i = 1; i < instants.length; i++) {
    if (instants[i]! - instants[i - 1]! <= longMs) continue
    if (reading.workedAt(instants[i]!) - reading.workedAt(instants[i - 1]!) > longMs)
      found.push([instants[i - 1]!, instants[i]!])
  }
  return found
}
