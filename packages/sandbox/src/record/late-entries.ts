import type { CaseRun } from '../casework/step.ts'
import { officeCode } from '../province/officers.ts'
import { dayMs, instantOf, workingDayFrom } from '../province/work-days.ts'
import { Dice } from '../random/dice.ts'
import type { Recording } from './recording-times.ts'

/** A case that was handled outside the system and entered afterwards. */
export interface LateEntry {
  readonly run: CaseRun
  /** Days from its acceptance to its entry. */
  readonly days: number
}

/**
 * Enters cases that were handled outside the system: every week or two one clerk of the office sits down and types in what
 * has been closed since, with the times that it is said to have happened at. Cases whose sitting would be after the end of the
 * log stay as they are.
 *
 * @returns the cases entered, in order
 */
export function enterLate(recording: Recording): LateEntry[] {
  const rowsOfCase = rowsToEnter(recording)
  const closed = [...rowsOfCase.keys()].map((index) => recording.runs[index]!)
  return Array.from({ length: recording.offices }, (_, office) => {
    const own = closed.filter((run) => run.office === office)
    own.sort((a, b) => a.closedAt - b.closedAt || a.index - b.index)
    return enterOffice(recording, { office, own, rowsOfCase })
  }).flat()
}

interface OfficeEntries {
  readonly office: number
  readonly own: readonly CaseRun[]
  readonly rowsOfCase: ReadonlyMap<number, readonly number[]>
}

function enterOffice(recording: Recording, { office, own, rowsOfCase }: OfficeEntries): LateEntry[] {
  const { days, seed } = recording
  const dice = new Dice(seed, 54, office)
  const entries: LateEntry[] = []
  let day = workingDayFrom(days, dice.integer(3, 12))
  let begins = instantOf(days, day, 930)
  let at = begins
  for (const run of own) {
    while (begins < run.closedAt) {
      day = workingDayFrom(days, day + dice.integer(4, 14))
      begins = instantOf(days, day, 930 + dice.integer(0, 60))
      at = Math.max(at, begins)
    }
    const rows = rowsOfCase.get(run.index)!
    if (at + rows.length * 120_000 > recording.endsAt) break
    at = enterCase(recording, { rows, at, dice, clerk: entryClerk(office) })
    entries.push({ run, days: (at - run.acceptedAt) / dayMs })
  }
  return entries
}

interface Sitting {
  readonly rows: readonly number[]
  readonly at: number
  readonly dice: Dice
  readonly clerk: string
}

function enterCase({ record }: Recording, { rows, at, dice, clerk }: Sitting): number {
  let now = at
  for (const row of rows) {
    now += Math.max(5, Math.round(dice.exponential(22))) * 1000
    record.recordedAt.set(row, now)
    record.resource.set(row, clerk)
    record.start.set(row, Number.NaN)
  }
  return now
}

/** The rows from acceptance to closing of every case that was handled outside and is closed. */
function rowsToEnter({ record, runs }: Recording): Map<number, number[]> {
  const rows = new Map<number, number[]>()
  for (const run of runs)
    if (run.planned.includes('retroactive-entry') && !Number.isNaN(run.closedAt)) rows.set(run.index, [])
  for (let row = 0; row < record.length; row++) {
    const run = runs[record.caseIndex.get(row)]!
    const time = record.time.get(row)
    const isHandling = time >= run.acceptedAt && time <= run.closedAt && !record.isOf(row, '送达')
    if (isHandling) rows.get(run.index)?.push(row)
  }
  return rows
}

/** The account of the clerk who enters what was handled elsewhere. */
function entryClerk(office: number): string {
  return `${officeCode(office)}-00-综合`
}
