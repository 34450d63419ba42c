import type { CaseRun, WorkStep } from '../casework/step.ts'
import { deskOf, type Officer } from '../province/officers.ts'
import { finishOf, nextDuty, nextOnShift, standsIn } from '../province/schedule.ts'
import { instantOf, minuteMs } from '../province/work-days.ts'
import { Dice } from '../random/dice.ts'
import { Desks, stepOf } from './desks.ts'
import { Drawers } from './drawers.ts'
import { EventHeap } from './event-heap.ts'
import { EventWriter, type Job } from './event-writer.ts'
import type { World } from './world.ts'

/** What can be on the agenda: a case goes on, an officer is done, comes to the desk, or sits down to close what lies in the drawer. */
const happenings = { resume: 0, done: 1, wake: 2, sitting: 3 } as const

/** Cases to come, in order of time. */
export interface Arrivals {
  readonly count: number
  readonly timeOf: (index: number) => number
  readonly plan: (index: number) => CaseRun
}

/**
 * Carries out the plans of cases, one event after the other: cases wait at desks, officers take them up in their hours and
 * work on one at a time.
 */
export class Engine {
  readonly #world: World
  readonly #agenda = new EventHeap()
  readonly #desks: Desks
  readonly #drawers: Drawers
  readonly #writer: EventWriter
  readonly #dice: readonly Dice[]
  readonly #jobs: (Job | undefined)[]
  readonly #busy: Uint8Array
  readonly #restsUntil: Float64Array
  readonly #wakesAt: Float64Array
  readonly #runs: CaseRun[] = []

  constructor(world: World) {
    const { officers } = world.schedule
    this.#world = world
    this.#dice = officers.map((officer) => new Dice(world.seed, 21, officer.index))
    this.#desks = new Desks(world, this.#dice)
    this.#drawers = new Drawers(world, this.#dice)
    this.#writer = new EventWriter(world)
    this.#jobs = officers.map(() => undefined)
    this.#busy = new Uint8Array(officers.length)
    this.#restsUntil = new Float64Array(officers.length)
    this.#wakesAt = new Float64Array(officers.length).fill(Number.POSITIVE_INFINITY)
  }

  /**
   * Runs all cases up to the end of the log. A case is planned when it arrives, so that only open cases take up room.
   *
   * @returns the cases, by their index
   */
  run(arrivals: Arrivals): readonly CaseRun[] {
    this.#wakeBackups()
    for (;;) {
      const arrived = this.#runs.length
      const arrival = arrived < arrivals.count ? arrivals.timeOf(arrived) : Number.POSITIVE_INFINITY
      const next = this.#agenda.length > 0 ? this.#agenda.nextTime : Number.POSITIVE_INFINITY
      const now = Math.min(arrival, next)
      if (now > this.#world.endsAt || now === Number.POSITIVE_INFINITY) break
      if (arrival <= next) {
        const run = arrivals.plan(arrived)
        this.#runs.push(run)
        this.#advance(run, now)
      } else this.#happen(this.#agenda.pop(), now)
    }
    this.#drawers.leftOver()
    return this.#runs
  }

  #happen(code: number, now: number): void {
    const index = code >> 2
    const happening = code & 3
    if (happening === happenings.resume) this.#advance(this.#runs[index]!, now)
    else if (happening === happenings.done) this.#finishJob(index, now)
    else if (happening === happenings.sitting) this.#sit(index, now)
    else {
      if (this.#wakesAt[index] === now) this.#wakesAt[index] = Number.POSITIVE_INFINITY
      this.#takeUp(index, now)
    }
  }

  #at(time: number, happening: keyof typeof happenings, index: number): void {
    if (time <= this.#world.endsAt) this.#agenda.push(time, index * 4 + happenings[happening])
  }

  /** A colleague's absence may leave cases on a desk that nobody else would look at. */
  #wakeBackups(): void {
    const { schedule } = this.#world
    for (const officer of schedule.officers)
      for (let day = 0; day < schedule.days.count; day++)
        if (standsIn(schedule, officer, day))
          this.#at(nextDuty(schedule, officer, instantOf(schedule.days, day, 0)), 'wake', officer.index)
  }

  /** Carries a case on until it has to wait for time or for an officer. */
  #advance(run: CaseRun, now: number): void {
    let goesOn = true
    while (goesOn) {
      const step = run.plan[run.next++]
      if (!step) {
        run.ended = true
        run.plan = []
        return
      }
      switch (step.kind) {
        case 'work':
          goesOn = step.when !== undefined && !step.when(run, now)
          if (!goesOn) this.#queue(run, step, now)
          break
        case 'wait':
          goesOn = !this.#waits(run, step, now)
          break
        case 'paperEntry':
          goesOn = false
          this.#at(this.#writer.paper(run, now), 'resume', run.index)
          break
        case 'nightClosing':
          goesOn = false
          this.#at(this.#writer.nightlyClosing(run, now), 'resume', run.index)
          break
        case 'event':
          this.#writer.event(run, step, now)
          break
        case 'hurry':
          run.hurried = true
          break
        case 'label':
          this.#world.label(run, step.misconduct, { intensity: step.intensity })
      }
    }
  }

  #waits(run: CaseRun, step: Extract<CaseRun['plan'][number], { kind: 'wait' }>, now: number): boolean {
    const until = Math.ceil(step.until(run, now) / 1000) * 1000
    if (!(until > now)) return false
    if (step.hold) this.#world.held(run, { kind: step.hold, from: now, to: until })
    this.#at(until, 'resume', run.index)
    return true
  }

  #queue(run: CaseRun, step: WorkStep, now: number): void {
    run.waits = true
    if (step.by === 'acceptor') {
      this.#desks.addOwn(run, run.acceptor)
      this.#takeUp(run.acceptor, now)
      return
    }
    for (const officer of this.#desks.add(run, deskOf(run.office, step.role, step.department))) {
      this.#takeUp(officer, now)
      if (!run.waits) return
    }
  }

  /** Lets an officer who is free take up the next case, now or when they are next on duty. */
  #takeUp(index: number, now: number): void {
    const { schedule } = this.#world
    const officer = schedule.officers[index]!
    if (this.#busy[index] === 1 || !this.#desks.hasWork(officer)) return
    const rested = Math.max(now, this.#restsUntil[index]!)
    const isOverrun = officer.role === 'review' && this.#desks.isOverrun(officer.desk)
    const from = isOverrun ? nextOnShift(schedule, officer, rested) : nextDuty(schedule, officer, rested)
    if (from <= now) this.#begin(officer, now)
    else if (from < this.#wakesAt[index]!) {
      this.#wakesAt[index] = from
      this.#at(from, 'wake', index)
    }
  }

  #begin(officer: Officer, now: number): void {
    for (let run = this.#desks.pick(officer, now); run; run = this.#desks.pick(officer, now)) {
      run.waits = false
      const step = stepOf(run)
      if (step.activity === '办结' && this.#drawers.tempts(officer)) {
        const sittingAt = this.#drawers.putAside(officer, run, now)
        if (sittingAt !== undefined) this.#at(sittingAt, 'sitting', officer.index)
        continue
      }
      this.#jobs[officer.index] = { run, step, start: now }
      this.#busy[officer.index] = 1
      const done = finishOf(this.#world.schedule, officer, now, (step.minutes * minuteMs) / officer.speed)
      this.#at(done, 'done', officer.index)
      return
    }
  }

  #finishJob(index: number, now: number): void {
    const officer = this.#world.schedule.officers[index]!
    const job = this.#jobs[index]
    this.#jobs[index] = undefined
    this.#busy[index] = 0
    this.#restsUntil[index] = now + Math.floor(this.#dice[index]!.between(20, 240)) * 1000
    if (job) {
      this.#writer.work(job, officer, now)
      this.#advance(job.run, now)
    }
    this.#sit(index, now)
    // The rest is taken before the next case, so the officer comes back by the agenda.
    this.#takeUp(index, now)
  }

  /** Closes what lies in the drawer, unless the officer is busy: then they do it when they are done. */
  #sit(index: number, now: number): void {
    const officer = this.#world.schedule.officers[index]!
    if (this.#busy[index] === 1 || !this.#drawers.isSittingDue(officer, now)) return
    let until = now
    for (const { run, start, end } of this.#drawers.empty(officer, now)) {
      until = end
      if (end <= this.#world.endsAt) this.#writer.work({ run, step: stepOf(run), start }, officer, end)
      this.#at(end, 'resume', run.index)
    }
    this.#busy[index] = 1
    this.#at(until, 'done', index)
  }
}
