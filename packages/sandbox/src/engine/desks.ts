import type { CaseRun, WorkStep } from '../casework/step.ts'
import { desksPerOffice, type Officer } from '../province/officers.ts'
import { standsIn } from '../province/schedule.ts'
import { dayOf } from '../province/work-days.ts'
import type { Dice } from '../random/dice.ts'
import { Desk } from './desk.ts'
import type { World } from './world.ts'

/** Waiting cases for each officer of a desk beyond which field work and meetings are put off. */
const overrunCases = 13

/** All desks of the province, and who takes which case from them. */
export class Desks {
  readonly #world: World
  readonly #desks: Desk[]
  readonly #officersOf: number[][]
  /** Cases that only one officer can go on with. */
  readonly #own: CaseRun[][]
  readonly #dice: readonly Dice[]

  constructor(world: World, dice: readonly Dice[]) {
    const { officers } = world.schedule
    this.#world = world
    this.#dice = dice
    this.#desks = Array.from({ length: world.offices * desksPerOffice }, () => new Desk())
    this.#officersOf = this.#desks.map(() => [])
    for (const officer of officers) {
      this.#officersOf[officer.desk]!.push(officer.index)
      if (officer.backsUp >= 0) this.#officersOf[officers[officer.backsUp]!.desk]!.push(officer.index)
    }
    this.#own = officers.map(() => [])
  }

  /** Puts a case on a desk, and gives the officers who may take it, in turn, so that quiet days are shared out too. */
  add(run: CaseRun, desk: number): readonly number[] {
    this.#desks[desk]!.add(run)
    const officers = this.#officersOf[desk]!
    const first = run.index % officers.length
    return [...officers.slice(first), ...officers.slice(0, first)]
  }

  addOwn(run: CaseRun, officer: number): void {
    this.#own[officer]!.push(run)
  }

  /** Whether so much waits at a desk that its officers drop everything else. */
  isOverrun(desk: number): boolean {
    return this.#desks[desk]!.length > overrunCases * this.#officersOf[desk]!.length
  }

  hasWork(officer: Officer): boolean {
    if (this.#own[officer.index]!.length > 0 || this.#desks[officer.desk]!.length > 0) return true
    return officer.backsUp >= 0 && this.#desks[this.#deskBackedBy(officer)]!.length > 0
  }

  /** The next case of an officer: what only they can do, then the desk they stand in for, then their own. */
  pick(officer: Officer, now: number): CaseRun | undefined {
    const { schedule } = this.#world
    const own = this.#own[officer.index]!.shift()
    if (own) return own
    const away = standsIn(schedule, officer, dayOf(schedule.days, now))
    const fromOther = away ? this.#pickFrom(this.#deskBackedBy(officer), officer) : undefined
    return fromOther ?? this.#pickFrom(officer.desk, officer)
  }

  #pickFrom(desk: number, officer: Officer): CaseRun | undefined {
    return this.#pickFavoured(desk, officer) ?? this.#desks[desk]!.take((run) => mayTake(officer, run))
  }

  #pickFavoured(desk: number, officer: Officer): CaseRun | undefined {
    const favours = officer.favours
    if (!favours || !this.#dice[officer.index]!.chance(favours.share)) return undefined
    const found = this.#desks[desk]!.takeOutOfTurn((run) => favours.agents.has(run.agent) && mayTake(officer, run))
    if (found && found.passed > 0)
      this.#world.label(found.run, 'queue-jumping', { intensity: found.passed, officer: officer.index })
    return found?.run
  }

  #deskBackedBy(officer: Officer): number {
    return this.#world.schedule.officers[officer.backsUp]!.desk
  }
}

/** The work that a case waits for or is under. */
export function stepOf(run: CaseRun): WorkStep {
  return run.plan[run.next - 1] as WorkStep
}

/** Reviewers need to know the item; whoever accepted a case does not decide it (受审分离). */
function mayTake(officer: Officer, run: CaseRun): boolean {
  const step = stepOf(run)
  if (step.activity === '审查' && (officer.skills & (1 << (run.item & 1))) === 0) return false
  return step.activity !== '决定' || run.acceptor !== officer.index
}
