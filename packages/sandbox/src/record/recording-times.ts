import type { CaseRun } from '../casework/step.ts'
import { dayOf, instantOf, type WorkDays, workingDayFrom } from '../province/work-days.ts'
import { Dice } from '../random/dice.ts'
import type { EventRecord } from './event-record.ts'

export interface Recording {
  readonly record: EventRecord
  readonly runs: readonly CaseRun[]
  readonly days: WorkDays
  readonly seed: number
  readonly offices: number
  readonly endsAt: number
}

/**
 * Says when each event was written down: as a rule seconds after it happened, by the clock of the office's server, which
 * drifts. After a day without a system the paper is entered the next morning, with a note.
 */
export function stampRecordingTimes(recording: Recording): void {
  const { record, runs, days, seed, offices } = recording
  const dice = new Dice(seed, 51)
  const clocks = Array.from({ length: offices }, (_, office) => serverClock(days, new Dice(seed, 52, office)))
  const outages = Array.from({ length: offices }, (_, office) => outageDays(days, new Dice(seed, 53, office)))
  const enteredUntil = new Float64Array(offices)
  for (let row = 0; row < record.length; row++) {
    const office = runs[record.caseIndex.get(row)]!.office
    const at = record.time.get(row)
    const day = dayOf(days, at)
    const lagMs = usualLagMs(dice)
    if (!Number.isNaN(record.recordedAt.get(row))) continue
    if (outages[office]!.has(day) && !Number.isNaN(record.start.get(row))) {
      const opens = instantOf(days, workingDayFrom(days, day + 1), 550)
      enteredUntil[office] = Math.max(opens, enteredUntil[office]!) + Math.round(dice.between(15, 80)) * 1000
      record.recordedAt.set(row, enteredUntil[office]!)
      record.note.set(row, '系统故障补录')
    } else record.recordedAt.set(row, Math.min(at + lagMs, recording.endsAt) + clocks[office]!(at))
  }
}

/** Entered at once as a rule, now and then after lunch or before going home. */
function usualLagMs(dice: Dice): number {
  if (dice.chance(0.012)) return Math.round(dice.between(600, 9000)) * 1000
  return Math.max(1, Math.round(dice.logNormal(22, 0.7))) * 1000
}

/** What to add to the true time: nothing for most of the year, minutes for some weeks until somebody sets the clock. */
function serverClock(days: WorkDays, dice: Dice): (at: number) => number {
  const wrongFrom = dice.integer(0, days.count)
  const wrongDays = dice.integer(15, 50)
  const minutesPerDay = dice.between(-0.12, 0.12)
  return (at) => {
    const day = dayOf(days, at) - wrongFrom
    return day < 0 || day > wrongDays ? 0 : Math.round(day * minutesPerDay * 60) * 1000
  }
}

/** A day or two a year on which everything is done on paper. */
function outageDays(days: WorkDays, dice: Dice): ReadonlySet<number> {
  const count = Math.round((days.count / 365) * dice.integer(1, 2))
  return new Set(
    Array.from({ length: count }, () => workingDayFrom(days, dice.integer(0, Math.max(0, days.count - 20)))),
  )
}
