import { deadline, workingMs } from '@zhengfeng/worktime'
import { officeCalendar, workingDayMs } from './casework/case-clock.ts'
import type { CaseRun } from './casework/step.ts'
import type { Hold } from './engine/engine.ts'
import { officeCode } from './engine/engine.ts'
import type { CaseLabel, Labels, OfficerLabel } from './labels.ts'
import { type MisconductKind, misconductKinds } from './misconduct/kinds.ts'
import type { Officer } from './province/officers.ts'
import { agentCode } from './record/event-table.ts'
import type { LateEntry } from './record/recording-times.ts'

interface Seen {
  readonly run: CaseRun
  readonly kind: MisconductKind
  readonly intensity: number
  readonly origin: CaseLabel['origin']
}

/** Sees what truly happens while the simulation runs, and tells it in the end. */
export class Witness {
  readonly #seen: Seen[] = []
  readonly #holds: { readonly run: CaseRun; readonly hold: Hold }[] = []

  readonly label = (run: CaseRun, kind: MisconductKind, intensity: number): void => {
    this.#seen.push({ run, kind, intensity, origin: 'injected' })
  }

  readonly held = (run: CaseRun, hold: Hold): void => {
    this.#holds.push({ run, hold })
  }

  entered(entries: readonly LateEntry[]): void {
    for (const { run, days } of entries) this.label(run, 'retroactive-entry', days)
  }

  /** Everything that holds at the end of the log. */
  testify(of: {
    runs: readonly CaseRun[]
    caseIds: readonly string[]
    officers: readonly Officer[]
    seed: number
    endsAt: number
  }): Labels {
    for (const { run, hold } of this.#holds) this.#testifyHold(run, hold, of.endsAt)
    for (const run of of.runs) this.#testifyClock(run, of.endsAt)
    const cases = strongest(this.#seen).map(({ run, kind, intensity, origin }) => ({
      caseId: of.caseIds[run.index]!,
      kind,
      intensity: Math.round(intensity * 100) / 100,
      origin,
    }))
    return { version: 1, seed: of.seed, cases, officers: officerLabels(of.officers, this.#seen) }
  }

  /** Time in which a case was left lying: what it was meant to be, and what it is as well. */
  #testifyHold(run: CaseRun, hold: Hold, endsAt: number): void {
    const days = workingMs(officeCalendar, hold.from, Math.min(hold.to, endsAt)) / workingDayMs
    if ((hold.kind === 'orphaned-cases' || hold.kind === 'unusual-gap') && days >= 5)
      this.#seen.push({ run, kind: hold.kind, intensity: days, origin: 'injected' })
    if (hold.kind !== 'unusual-gap' && days >= 5)
      this.#seen.push({ run, kind: 'unusual-gap', intensity: days, origin: 'consequence' })
    const waitsForOffice = run.acceptedAt <= hold.from && !(run.closedAt <= hold.from)
    if (hold.kind !== 'orphaned-cases' && waitsForOffice && days >= 15)
      this.#seen.push({ run, kind: 'orphaned-cases', intensity: days, origin: 'consequence' })
  }

  /** What the clocks say: facts, whoever is to blame. */
  #testifyClock(run: CaseRun, endsAt: number): void {
    const origin = (kind: 'overdue' | 'hidden-time' | 'deadline-rush'): CaseLabel['origin'] =>
      run.planned.includes(kind) ? 'injected' : 'consequence'
    const end = Number.isNaN(run.closedAt) ? endsAt : run.closedAt
    const runs = Number.isNaN(run.closedAt) && !Number.isNaN(run.stoppedSince)
    if (end > run.promisedDue && !runs && !run.ended)
      this.#seen.push({ run, kind: 'overdue', intensity: lateDays(run.promisedDue, end), origin: origin('overdue') })
    else if (run.closedAt > run.promisedDue)
      this.#seen.push({ run, kind: 'overdue', intensity: lateDays(run.promisedDue, end), origin: origin('overdue') })
    const answerDue = deadline(officeCalendar, run.submittedAt, { amount: 5, unit: 'workingDay' })
    const answeredAt = Number.isNaN(run.answeredAt) ? endsAt : run.answeredAt
    if (answeredAt > answerDue)
      this.#seen.push({
        run,
        kind: 'hidden-time',
        intensity: lateDays(run.submittedAt, answeredAt),
        origin: origin('hidden-time'),
      })
    if (run.planned.includes('deadline-rush') && run.closedAt <= run.promisedDue)
      this.#seen.push({ run, kind: 'deadline-rush', intensity: shareUsed(run), origin: 'injected' })
  }
}

function lateDays(from: number, to: number): number {
  return workingMs(officeCalendar, from, to) / workingDayMs
}

function shareUsed(run: CaseRun): number {
  return (
    workingMs(officeCalendar, run.acceptedAt, run.closedAt) / workingMs(officeCalendar, run.acceptedAt, run.promisedDue)
  )
}

/** One label for a case and kind: the injected one, then the stronger; in order of cases, then kinds. */
function strongest(seen: readonly Seen[]): Seen[] {
  const best = new Map<string, Seen>()
  for (const label of seen) {
    const key = `${label.run.index}/${label.kind}`
    const other = best.get(key)
    if (!other || rank(label) > rank(other) || (rank(label) === rank(other) && label.intensity > other.intensity))
      best.set(key, label)
  }
  return [...best.values()].sort(
    (a, b) => a.run.index - b.run.index || misconductKinds.indexOf(a.kind) - misconductKinds.indexOf(b.kind),
  )
}

function rank(label: Seen): number {
  return label.origin === 'injected' ? 1 : 0
}

function officerLabels(officers: readonly Officer[], seen: readonly Seen[]): OfficerLabel[] {
  const labels: OfficerLabel[] = []
  for (const officer of officers) {
    const base = { officer: officer.code, office: `${officeCode(officer.office)}号政务服务中心` }
    if (officer.favours)
      labels.push({
        ...base,
        kind: 'queue-jumping',
        intensity: round(officer.favours.share),
        favoured: [...officer.favours.agents].sort((a, b) => a - b).map(agentCode),
        cases: 0,
      })
    if (officer.drawer)
      labels.push({ ...base, kind: 'batch-closing', intensity: round(officer.drawer.share), cases: 0 })
  }
  void seen
  return labels
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
