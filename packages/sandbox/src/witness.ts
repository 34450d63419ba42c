import { workingMs } from '@zhengfeng/worktime'
import { dueOf, lateAnswerDays, officeCalendar, workingDayMs } from './casework/case-clock.ts'
import type { CaseRun } from './casework/step.ts'
import { items } from './catalogue/items.ts'
import type { Hold, LabelDetail } from './engine/world.ts'
import type { CaseLabel, Labels, OfficerLabel } from './labels.ts'
import { type CaseKind, type MisconductKind, misconductKinds } from './misconduct/kinds.ts'
import { type Officer, officeName } from './province/officers.ts'
import { dayMs, zoneOffsetMs } from './province/work-days.ts'
import { agentCode } from './record/event-table.ts'
import type { LateEntry } from './record/late-entries.ts'

interface Seen extends LabelDetail {
  readonly run: CaseRun
  readonly kind: MisconductKind
  readonly origin: CaseLabel['origin']
}

/** What the witness is asked about. */
export interface Hearing {
  readonly runs: readonly CaseRun[]
  readonly caseIds: readonly string[]
  readonly officers: readonly Officer[]
  readonly seed: number
  readonly endsAt: number
}

/** A case left lying for less than this is slow, but not out of the ordinary. */
const longDays = 5
/** A case that lies for less than this at the end of the log may only be late. */
const forgottenDays = 10

/** A case left lying for less than this was not left lying to be rushed. */
const idleDays = 1
/** What was finished before this share of its limit was not finished in the end. */
const lastPart = 0.9

/** Sees what truly happens while the simulation runs, and tells it in the end. */
export class Witness {
  readonly #seen: Seen[] = []
  readonly #holds: { readonly run: CaseRun; readonly hold: Hold }[] = []

  readonly label = (run: CaseRun, kind: MisconductKind, detail: LabelDetail): void => {
    this.#seen.push({ run, kind, ...detail, origin: 'injected' })
  }

  readonly held = (run: CaseRun, hold: Hold): void => {
    this.#holds.push({ run, hold })
  }

  entered(entries: readonly LateEntry[]): void {
    for (const { run, days } of entries) {
      this.label(run, 'retroactive-entry', { intensity: days })
      // By the log, the account that entered the case accepted and decided it.
      this.#seen.push({ run, kind: 'one-hand-for-all', intensity: 1, origin: 'consequence' })
    }
  }

  /** Everything that holds at the end of the log. */
  testify(hearing: Hearing): Labels {
    for (const { run, hold } of this.#holds) this.#tellHold(run, hold, hearing.endsAt)
    for (const run of hearing.runs) this.#tellClocks(run, hearing.endsAt)
    const cases = strongest(this.#seen).map(({ run, kind, intensity, origin }) => ({
      caseId: hearing.caseIds[run.index]!,
      kind,
      intensity: round(intensity),
      origin,
    }))
    return { version: 1, seed: hearing.seed, cases, officers: habitsOf(hearing.officers, this.#seen) }
  }

  /** A time in which a case was left lying: an unusual gap when it is long, an orphan when it is not over. */
  #tellHold(run: CaseRun, { kind, from, to }: Hold, endsAt: number): void {
    // What nobody has touched since still lies, whatever was meant.
    const isLying = run.lastActAt <= from
    const days = daysBetween(from, isLying ? endsAt : to)
    const tell = (told: CaseKind, intensity: number): void => {
      this.#seen.push({ run, kind: told, intensity, origin: kind === told ? 'injected' : 'consequence' })
    }
    if (days >= idleDays && isInTheEnd(run, endsAt)) tell('deadline-rush', shareUsed(run))
    if (days < longDays) return
    if (!isLying) tell('unusual-gap', days)
    else if (days >= forgottenDays && run.acceptedAt <= from && Number.isNaN(run.closedAt)) tell('orphaned-cases', days)
  }

  /** What the clocks say: facts, whoever is to blame. */
  #tellClocks(run: CaseRun, endsAt: number): void {
    const facts = { overdue: overdueDays(run, endsAt), 'hidden-time': hiddenDays(run, endsAt) }
    for (const kind of ['overdue', 'hidden-time'] as const) {
      const origin = run.planned.includes(kind) ? 'injected' : 'consequence'
      if (facts[kind] > 0) this.#seen.push({ run, kind, intensity: facts[kind], origin })
    }
  }
}

/** Whether a case was closed in time, but in the last part of its limit. */
function isInTheEnd(run: CaseRun, endsAt: number): boolean {
  return !Number.isNaN(run.closedAt) && overdueDays(run, endsAt) === 0 && shareUsed(run) >= lastPart
}

/**
 * Working days past the promised limit, 0 where it was kept. Finished after hours on the last day is in time (there is no
 * later working time), finished on a day off after it is not.
 */
function overdueDays(run: CaseRun, endsAt: number): number {
  if (Number.isNaN(run.acceptedAt)) return 0
  const end = Number.isNaN(run.closedAt) ? endsAt : run.closedAt
  const running = Number.isNaN(run.stoppedSince) ? [] : [{ from: run.stoppedSince, to: end }]
  const due = dueOf(run, items[run.item]!.promised, [...run.stops, ...running])
  if (!(end > due)) return 0
  const days = daysBetween(due, end)
  const laterDay = Math.floor((end + zoneOffsetMs) / dayMs) > Math.floor((due + zoneOffsetMs) / dayMs)
  return days > 0 ? Math.max(0.01, days) : laterDay && !Number.isNaN(run.closedAt) ? 0.01 : 0
}

/** Working days that the applicant waited for a word beyond the five of art. 32, counted from the first; 0 where it was kept. */
function hiddenDays(run: CaseRun, endsAt: number): number {
  const isOpenTooLong = lateAnswerDays(run.waitsSince, endsAt) > run.hiddenExcess
  return isOpenTooLong ? daysBetween(run.waitsSince, endsAt) : run.hiddenDays
}

function daysBetween(from: number, to: number): number {
  return workingMs(officeCalendar, from, to) / workingDayMs
}

function shareUsed(run: CaseRun): number {
  const stopped = run.stops.reduce((days, stop) => days + daysBetween(stop.from, stop.to), 0)
  const used = daysBetween(run.acceptedAt, run.closedAt) - stopped
  return used / (daysBetween(run.acceptedAt, run.promisedDue) - stopped)
}

/** One label for a case and kind: the injected one, then the stronger; in order of cases, then kinds. */
function strongest(seen: readonly Seen[]): Seen[] {
  const best = new Map<number, Seen>()
  for (const label of seen) {
    const key = label.run.index * misconductKinds.length + misconductKinds.indexOf(label.kind)
    const other = best.get(key)
    if (!other || isStronger(label, other)) best.set(key, label)
  }
  return [...best].sort((a, b) => a[0] - b[0]).map(([, label]) => label)
}

function isStronger(label: Seen, other: Seen): boolean {
  if (label.origin !== other.origin) return label.origin === 'injected'
  return label.intensity > other.intensity
}

function habitsOf(officers: readonly Officer[], seen: readonly Seen[]): OfficerLabel[] {
  const cases = new Map<number, number>()
  for (const { officer } of seen) if (officer !== undefined) cases.set(officer, (cases.get(officer) ?? 0) + 1)
  return officers.flatMap((officer): OfficerLabel[] => {
    const { favours, drawer } = officer
    const who = { officer: officer.code, office: officeName(officer.office), cases: cases.get(officer.index) ?? 0 }
    const favoured = [...(favours?.agents ?? [])].sort((a, b) => a - b).map(agentCode)
    return [
      ...(favours ? [{ ...who, kind: 'queue-jumping' as const, intensity: round(favours.share), favoured }] : []),
      ...(drawer ? [{ ...who, kind: 'batch-closing' as const, intensity: round(drawer.share) }] : []),
    ]
  })
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
