import { answerApplicant, extendClock, resumeClock, startClock, stopClock } from '../casework/case-clock.ts'
import type { CaseRun, Step, WorkStep } from '../casework/step.ts'
import { departments } from '../catalogue/departments.ts'
import { type Officer, officeCode } from '../province/officers.ts'
import { dayOf, instantOf, workingDayFrom, zoneOffsetMs } from '../province/work-days.ts'
import type { World } from './world.ts'

/** Work on a case from start to end. */
export interface Job {
  readonly run: CaseRun
  readonly step: WorkStep
  readonly start: number
}

/** Lets events take effect on a case and writes them down. */
export class EventWriter {
  readonly #world: World
  readonly #paperUntil: Float64Array
  readonly #closingUntil: Float64Array
  readonly #documents: Int32Array

  constructor(world: World) {
    this.#world = world
    this.#paperUntil = new Float64Array(world.offices)
    this.#closingUntil = new Float64Array(world.offices)
    this.#documents = new Int32Array(world.offices)
  }

  /** Something that an applicant or a program does in no time. */
  event(run: CaseRun, step: Extract<Step, { kind: 'event' }>, now: number): void {
    run.lastActAt = now
    if (endings.has(step.activity)) run.closedAt = now
    if (step.activity === '补正提交') run.waitsSince = now
    if (step.activity === '视为撤回') run.waitsSince = Number.NaN
    const department = step.department === undefined ? undefined : departments[step.department]
    this.#world.record.add(run.index, step.activity, now, {
      ...(step.by !== 'applicant' && { resource: step.by }),
      ...(department !== undefined && { department }),
    })
  }

  /** Work that is done. */
  work({ run, step, start }: Job, officer: Officer, now: number): void {
    takeEffect(run, step, { officer: officer.index, now })
    this.#world.record.add(run.index, step.activity, now, {
      start,
      resource: officer.code,
      department: departments[step.department]!,
      ...this.#stopDetails(run, step, now),
    })
  }

  /** The mail is opened and entered on the morning of the next working day, one letter after the other; gives when. */
  paper(run: CaseRun, now: number): number {
    const { days } = this.#world.schedule
    const opens = instantOf(days, workingDayFrom(days, dayOf(days, now) + 1), 9 * 60 + 5)
    const entered = Math.max(opens, this.#paperUntil[run.office]!) + Math.round(run.dice.between(25, 90)) * 1000
    this.#paperUntil[run.office] = entered
    if (entered > this.#world.endsAt) return entered
    const details = { resource: mailClerk(run.office), department: departments[0], note: '邮寄件登记' }
    this.#world.record.add(run.index, '提交申请', now, { ...details, recordedAt: entered })
    this.#world.record.add(run.index, '收件', entered, details)
    return entered
  }

  /** When the program of an office closes what was decided during the day: half past ten, one after the other. */
  nightlyClosing(run: CaseRun, now: number): number {
    const { days } = this.#world.schedule
    const tonight = instantOf(days, dayOf(days, now), 22 * 60 + 30)
    const at = Math.max(tonight >= now ? tonight : tonight + 86_400_000, this.#closingUntil[run.office]!) + 2000
    this.#closingUntil[run.office] = at
    return at
  }

  #stopDetails(run: CaseRun, step: WorkStep, now: number): { stopKind?: string; stopDocument?: string } {
    if (!step.stop) return {}
    if (!step.stop.documented) return { stopKind: step.stop.kind }
    const year = new Date(now + zoneOffsetMs).getUTCFullYear()
    const number = ++this.#documents[run.office]!
    return { stopKind: step.stop.kind, stopDocument: `${officeCode(run.office)}号中心〔${year}〕${number}号` }
  }
}

const endings: ReadonlySet<string> = new Set(['办结', '撤回申请', '视为撤回'])

/** The account that enters the mail. */
function mailClerk(office: number): string {
  return `${officeCode(office)}-00-收发`
}

function takeEffect(run: CaseRun, step: WorkStep, { officer, now }: { officer: number; now: number }): void {
  run.lastActAt = now
  if (step.role === 'acceptance') answerApplicant(run, now)
  switch (step.activity) {
    case '受理':
      run.acceptor = officer
      startClock(run, now)
      break
    case '特别程序开始':
    case '暂停计时':
      stopClock(run, now)
      break
    case '特别程序结束':
    case '恢复计时':
      resumeClock(run, now)
      break
    case '延长审批':
      extendClock(run, now)
      break
    case '不予受理':
    case '办结':
      run.closedAt = now
  }
}
