import type { CaseRun } from '../casework/step.ts'
import type { Officer } from '../province/officers.ts'
import { nextOnShift } from '../province/schedule.ts'
import { dayOf, instantOf, lastWorkingDayOfMonth } from '../province/work-days.ts'
import type { Dice } from '../random/dice.ts'
import type { World } from './world.ts'

/** A case that is closed in a sitting, and when its mask was filled in. */
export interface BatchedClosing {
  readonly run: CaseRun
  readonly start: number
  readonly end: number
}

/** Sittings of fewer closings than this are what any quiet afternoon brings. */
const smallestBatch = 5

/** Cases that officers with the habit put aside, to close them all on the last working day of the month. */
export class Drawers {
  readonly #world: World
  readonly #dice: readonly Dice[]
  readonly #inside: { readonly run: CaseRun; readonly since: number }[][]
  readonly #sittingAt: Float64Array

  constructor(world: World, dice: readonly Dice[]) {
    this.#world = world
    this.#dice = dice
    this.#inside = world.schedule.officers.map(() => [])
    this.#sittingAt = new Float64Array(world.schedule.officers.length).fill(Number.POSITIVE_INFINITY)
  }

  /** Whether an officer puts this one aside instead of closing it. */
  tempts(officer: Officer): boolean {
    return officer.drawer !== undefined && this.#dice[officer.index]!.chance(officer.drawer.share)
  }

  /** Puts a case aside; gives the instant of the sitting where it is set by this. */
  putAside(officer: Officer, run: CaseRun, now: number): number | undefined {
    this.#inside[officer.index]!.push({ run, since: now })
    if (this.#sittingAt[officer.index]! < Number.POSITIVE_INFINITY) return undefined
    const { schedule } = this.#world
    const { days } = schedule
    const afternoon = 15 * 60 + this.#dice[officer.index]!.integer(0, 60)
    const planned = instantOf(days, lastWorkingDayOfMonth(days, dayOf(days, now)), afternoon)
    const at = nextOnShift(schedule, officer, planned > now ? planned : now + 3_600_000)
    this.#sittingAt[officer.index] = at
    return at < Number.POSITIVE_INFINITY ? at : undefined
  }

  isSittingDue(officer: Officer, now: number): boolean {
    return this.#sittingAt[officer.index]! <= now
  }

  /** Closes everything that was put aside, one case after the other, as fast as the mask can be filled in. */
  empty(officer: Officer, now: number): BatchedClosing[] {
    const inside = this.#inside[officer.index]!.splice(0)
    this.#sittingAt[officer.index] = Number.POSITIVE_INFINITY
    let end = now
    return inside.map(({ run, since }) => {
      const start = end
      end += Math.max(4, Math.round(this.#dice[officer.index]!.exponential(officer.drawer!.secondsEach))) * 1000
      if (inside.length >= smallestBatch)
        this.#world.label(run, 'batch-closing', { intensity: inside.length, officer: officer.index })
      this.#world.held(run, { kind: 'batch-closing', from: since, to: end })
      return { run, start, end }
    })
  }

  /** Cases that still lie in drawers when the log ends. */
  leftOver(): void {
    for (const inside of this.#inside)
      for (const { run, since } of inside)
        this.#world.held(run, { kind: 'batch-closing', from: since, to: Number.POSITIVE_INFINITY })
  }
}
