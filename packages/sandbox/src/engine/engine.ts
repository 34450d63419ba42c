import { resumeClock, startClock, stopClock } from '../casework/case-clock.ts'
import type { CaseRun, Step } from '../casework/step.ts'
import { departments } from '../catalogue/departments.ts'
import type { CaseKind, MisconductKind } from '../misconduct/kinds.ts'
import { deskOf, desksPerOffice, type Officer } from '../province/officers.ts'
import { finishOf, nextDuty, nextOnShift, type Schedule, standsIn } from '../province/schedule.ts'
import { dayOf, instantOf, lastWorkingDayOfMonth, minuteMs, workingDayFrom } from '../province/work-days.ts'
import { Dice } from '../random/dice.ts'
import type { EventRecord } from '../record/event-record.ts'
import { Desk } from './desk.ts'
import { EventHeap } from './event-heap.ts'

/** What the engine needs to know of the world it runs. */
export interface World {
  readonly seed: number
  readonly offices: number
  readonly schedule: Schedule
  /** Nothing happens after this instant: the export is made then. */
  readonly endsAt: number
  readonly record: EventRecord
  /** Told when a kind of misconduct becomes true of a case. */
  readonly label: (run: CaseRun, kind: MisconductKind, intensity: number) => void
  /** Told when a case is left lying without a reason. */
  readonly held: (run: CaseRun, hold: Hold) => void
}

/** A time in which a case is left lying without a reason. */
export interface Hold {
  readonly kind: CaseKind
  readonly from: number
  readonly to: number
}

type WorkStep = Extract<Step, { kind: 'work' }>
interface Job {
  readonly run: CaseRun
  readonly step: WorkStep
  readonly start: number
}

const resume = 0
const done = 1
const wake = 2
const sitting = 3

/**
 * Carries out the plans of cases, one event after the other: cases wait at desks, officers take them up in their hours and
 * work on one at a time.
 */
export class Engine {
  readonly #world: World
  readonly #agenda = new EventHeap()
  readonly #desks: Desk[]
  readonly #officersOfDesk: number[][]
  readonly #jobs: (Job | undefined)[]
  readonly #busy: Uint8Array
  readonly #restsUntil: Float64Array
  readonly #wakesAt: Float64Array
  readonly #own: CaseRun[][]
  readonly #drawers: CaseRun[][]
  readonly #sittingAt: Float64Array
  readonly #dice: Dice[]
  readonly #paperUntil: Float64Array
  readonly #closingUntil: Float64Array
  readonly #documents: Int32Array
  #runs: readonly CaseRun[] = []

  constructor(world: World) {
    this.#world = world
    const { officers } = world.schedule
    this.#desks = Array.from({ length: world.offices * desksPerOffice }, () => new Desk())
    this.#officersOfDesk = this.#desks.map(() => [])
    for (const officer of officers) {
      this.#officersOfDesk[officer.desk]!.push(officer.index)
      if (officer.backsUp >= 0) this.#officersOfDesk[officers[officer.backsUp]!.desk]!.push(officer.index)
    }
    this.#jobs = officers.map(() => undefined)
    this.#busy = new Uint8Array(officers.length)
    this.#restsUntil = new Float64Array(officers.length)
    this.#wakesAt = new Float64Array(officers.length).fill(Number.POSITIVE_INFINITY)
    this.#own = officers.map(() => [])
    this.#drawers = officers.map(() => [])
    this.#sittingAt = new Float64Array(officers.length).fill(Number.NaN)
    this.#dice = officers.map((officer) => new Dice(world.seed, 21, officer.index))
    this.#paperUntil = new Float64Array(world.offices)
    this.#closingUntil = new Float64Array(world.offices)
    this.#documents = new Int32Array(world.offices)
  }

  /** Runs all cases, given in order of `submittedAt`, up to the end of the log. */
  run(runs: readonly CaseRun[]): void {
    this.#runs = runs
    this.#wakeBackups()
    let arrived = 0
    for (;;) {
      const arrival = arrived < runs.length ? runs[arrived]!.submittedAt : Number.POSITIVE_INFINITY
      const next = this.#agenda.length > 0 ? this.#agenda.nextTime : Number.POSITIVE_INFINITY
      const now = Math.min(arrival, next)
      if (now > this.#world.endsAt) return
      if (arrival <= next) this.#advance(runs[arrived++]!, now)
      else this.#happen(this.#agenda.pop(), now)
    }
  }

  #happen(code: number, now: number): void {
    const index = code >> 2
    switch (code & 3) {
      case resume:
        this.#advance(this.#runs[index]!, now)
        return
      case done:
        this.#finishJob(index, now)
        return
      case wake:
        if (this.#wakesAt[index] === now) this.#wakesAt[index] = Number.POSITIVE_INFINITY
        this.#takeUp(index, now)
        return
      case sitting:
        this.#closeDrawer(index, now)
        return
    }
  }

  #at(time: number, kind: number, index: number): void {
    this.#agenda.push(time, index * 4 + kind)
  }

  /** A colleague's absence may leave cases on a desk that nobody else would look at. */
  #wakeBackups(): void {
    const { schedule } = this.#world
    for (const officer of schedule.officers)
      for (let day = 0; day < schedule.days.count; day++)
        if (standsIn(schedule, officer, day))
          this.#at(nextDuty(schedule, officer, instantOf(schedule.days, day, 0)), wake, officer.index)
  }

  /** Carries a case on until it has to wait for time or for an officer. */
  #advance(run: CaseRun, now: number): void {
    for (;;) {
      const step = run.plan[run.next++]
      if (!step) {
        run.ended = true
        run.plan = []
        return
      }
      switch (step.kind) {
        case 'work':
          this.#queue(run, step, now)
          return
        case 'wait': {
          const until = Math.ceil(step.until(run, now) / 1000) * 1000
          if (until > now) {
            if (step.hold) this.#world.held(run, { kind: step.hold, from: now, to: until })
            this.#at(until, resume, run.index)
            return
          }
          break
        }
        case 'paperEntry':
          this.#enterPaper(run, now)
          return
        case 'nightClosing':
          this.#closeAtNight(run, now)
          return
        case 'event':
          this.#recordEvent(run, step, now)
          break
        case 'hurry':
          run.hurried = true
          break
        case 'label':
          this.#world.label(run, step.misconduct, step.intensity(run, now))
      }
    }
  }

  #recordEvent(run: CaseRun, step: Extract<Step, { kind: 'event' }>, now: number): void {
    if (step.activity === '办结') run.closedAt = now
    const department = step.department === undefined ? undefined : departments[step.department]
    this.#world.record.add(run.index, step.activity, now, {
      ...(step.by !== 'applicant' && { resource: step.by }),
      ...(department !== undefined && { department }),
    })
  }

  /** The mail is opened and entered on the morning of the next working day, one letter after the other. */
  #enterPaper(run: CaseRun, now: number): void {
    const { days } = this.#world.schedule
    const opens = instantOf(days, workingDayFrom(days, dayOf(days, now) + 1), 545)
    const entered = Math.max(opens, this.#paperUntil[run.office]!) + Math.round(run.dice.between(25, 90)) * 1000
    this.#paperUntil[run.office] = entered
    const note = '邮寄件登记'
    const clerk = `${officeCode(run.office)}-00-收发`
    this.#world.record.add(run.index, '提交申请', now, {
      recordedAt: entered,
      resource: clerk,
      department: departments[0],
      note,
    })
    this.#world.record.add(run.index, '收件', entered, { resource: clerk, department: departments[0], note })
    this.#at(entered, resume, run.index)
  }

  /** A program closes what was decided during the day. */
  #closeAtNight(run: CaseRun, now: number): void {
    const { days } = this.#world.schedule
    const today = instantOf(days, dayOf(days, now), 22 * 60 + 30)
    const night = now <= today ? today : today + 86_400_000
    const at = Math.max(night, this.#closingUntil[run.office]!) + 2000
    this.#closingUntil[run.office] = at
    this.#at(at, resume, run.index)
  }

  #queue(run: CaseRun, step: WorkStep, now: number): void {
    run.readyAt = now
    if (step.by === 'acceptor') {
      this.#own[run.acceptor]!.push(run)
      this.#takeUp(run.acceptor, now)
      return
    }
    const desk = deskOf(run.office, step.role, step.department)
    this.#desks[desk]!.add(run)
    const officers = this.#officersOfDesk[desk]!
    // Start with a different officer each time, or the first one would get all the work of quiet days.
    const first = run.index % officers.length
    for (let i = 0; i < officers.length && run.readyAt === now; i++)
      this.#takeUp(officers[(first + i) % officers.length]!, now)
  }

  /** Lets an officer who is free take up the next case, now or when they are next on duty. */
  #takeUp(index: number, now: number): void {
    if (this.#busy[index] === 1) return
    const { schedule } = this.#world
    const officer = schedule.officers[index]!
    if (!this.#hasWork(officer)) return
    const from = nextDuty(schedule, officer, Math.max(now, this.#restsUntil[index]!))
    if (from <= now) {
      this.#begin(officer, now)
      return
    }
    if (from >= this.#wakesAt[index]!) return
    this.#wakesAt[index] = from
    if (from < Number.POSITIVE_INFINITY) this.#at(from, wake, index)
  }

  #hasWork(officer: Officer): boolean {
    if (this.#own[officer.index]!.length > 0 || this.#desks[officer.desk]!.length > 0) return true
    return officer.backsUp >= 0 && this.#desks[this.#world.schedule.officers[officer.backsUp]!.desk]!.length > 0
  }

  #begin(officer: Officer, now: number): void {
    for (;;) {
      const run = this.#pick(officer, now)
      if (!run) return
      run.readyAt = Number.NaN
      const step = stepOf(run)
      if (step.activity === '办结' && officer.drawer && this.#dice[officer.index]!.chance(officer.drawer.share)) {
        this.#putAside(officer, run, now)
        continue
      }
      this.#busy[officer.index] = 1
      this.#jobs[officer.index] = { run, step, start: now }
      this.#at(
        finishOf(this.#world.schedule, officer, now, (step.minutes * minuteMs) / officer.speed),
        done,
        officer.index,
      )
      return
    }
  }

  /** The next case of an officer: what only they can do, then the desk they stand in for, then their own. */
  #pick(officer: Officer, now: number): CaseRun | undefined {
    const { schedule } = this.#world
    const own = this.#own[officer.index]!.shift()
    if (own) return own
    const desks = standsIn(schedule, officer, dayOf(schedule.days, now))
      ? [schedule.officers[officer.backsUp]!.desk, officer.desk]
      : [officer.desk]
    for (const desk of desks) {
      const run = this.#pickFavoured(officer, desk) ?? this.#desks[desk]!.take((waiting) => mayTake(officer, waiting))
      if (run) return run
    }
    return undefined
  }

  #pickFavoured(officer: Officer, desk: number): CaseRun | undefined {
    const favours = officer.favours
    if (!favours || !this.#dice[officer.index]!.chance(favours.share)) return undefined
    const found = this.#desks[desk]!.takeOutOfTurn((run) => favours.agents.has(run.agent) && mayTake(officer, run))
    if (found && found.passed > 0) this.#world.label(found.run, 'queue-jumping', found.passed / (found.passed + 1))
    return found?.run
  }

  #finishJob(index: number, now: number): void {
    const officer = this.#world.schedule.officers[index]!
    const job = this.#jobs[index]
    this.#jobs[index] = undefined
    this.#busy[index] = 0
    this.#restsUntil[index] = now + Math.floor(this.#dice[index]!.between(20, 240)) * 1000
    if (job) {
      this.#complete(job, officer, now)
      this.#advance(job.run, now)
    }
    if (this.#sittingAt[index]! <= now) {
      this.#closeDrawer(index, now)
      return
    }
    this.#takeUp(index, now)
  }

  #complete(job: Job, officer: Officer, now: number): void {
    const { run, step } = job
    if (step.role === 'acceptance' && Number.isNaN(run.answeredAt)) run.answeredAt = now
    if (step.activity === '受理') {
      run.acceptor = officer.index
      startClock(run, now)
    } else if (step.activity === '特别程序开始' || step.activity === '暂停计时') stopClock(run, now)
    else if (step.activity === '特别程序结束' || step.activity === '恢复计时') resumeClock(run, now)
    else if (step.activity === '决定') run.decidedAt = now
    else if (step.activity === '办结') run.closedAt = now
    this.#world.record.add(run.index, step.activity, now, {
      start: job.start,
      resource: officer.code,
      department: departments[step.department]!,
      ...this.#stopDetails(run, step, now),
    })
  }

  #stopDetails(run: CaseRun, step: WorkStep, now: number): { stopKind?: string; stopDocument?: string } {
    if (!step.stop) return {}
    if (!step.stop.documented) return { stopKind: step.stop.kind }
    const year = new Date(now).getUTCFullYear()
    const number = ++this.#documents[run.office]!
    return { stopKind: step.stop.kind, stopDocument: `${officeCode(run.office)}号中心〔${year}〕${number}号` }
  }

  #putAside(officer: Officer, run: CaseRun, now: number): void {
    this.#drawers[officer.index]!.push(run)
    if (!Number.isNaN(this.#sittingAt[officer.index]!)) return
    const { schedule } = this.#world
    const { days } = schedule
    const afternoon = 15 * 60 + this.#dice[officer.index]!.integer(0, 60)
    let at = instantOf(days, lastWorkingDayOfMonth(days, dayOf(days, now)), afternoon)
    if (at <= now) at = now + 3_600_000
    this.#sittingAt[officer.index] = nextOnShift(schedule, officer, at)
    if (this.#sittingAt[officer.index]! < Number.POSITIVE_INFINITY)
      this.#at(this.#sittingAt[officer.index]!, sitting, officer.index)
  }

  /** Closes everything that was put aside, one case after the other, as fast as the mask can be filled in. */
  #closeDrawer(index: number, now: number): void {
    if (this.#busy[index] === 1 || !(this.#sittingAt[index]! <= now)) return
    const officer = this.#world.schedule.officers[index]!
    const drawer = this.#drawers[index]!.splice(0)
    this.#sittingAt[index] = Number.NaN
    let at = now
    for (const run of drawer) {
      const start = at
      at += Math.max(4, Math.round(this.#dice[index]!.exponential(officer.drawer!.secondsEach))) * 1000
      this.#complete({ run, step: stepOf(run), start }, officer, at)
      if (drawer.length >= 5) this.#world.label(run, 'batch-closing', drawer.length)
      this.#at(at, resume, run.index)
    }
    this.#busy[index] = 1
    this.#at(at, done, index)
  }
}

/** The code of an office, `01` for the first. */
export function officeCode(office: number): string {
  return String(office + 1).padStart(2, '0')
}

function stepOf(run: CaseRun): WorkStep {
  return run.plan[run.next - 1] as WorkStep
}

/** Reviewers need to know the item; whoever accepted a case does not decide it (受审分离). */
function mayTake(officer: Officer, run: CaseRun): boolean {
  const step = stepOf(run)
  if (step.activity === '审查' && (officer.skills & (1 << (run.item & 1))) === 0) return false
  return step.activity !== '决定' || run.acceptor !== officer.index
}
