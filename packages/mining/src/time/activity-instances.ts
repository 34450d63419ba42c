import { caseCount, type EventLog, eventCount } from '@zhengfeng/eventlog'
import { countUpTo } from '../statistics/index.ts'

/**
 * Pieces of work: an activity of a case from the moment it could begin to the moment it was done. Parallel arrays,
 * grouped by case, completed ones first in order of completion, then those still open in order of start.
 */
export interface ActivityInstances {
  /** Index of the event that completed it, or that started it where it is open. */
  readonly event: Int32Array
  readonly ofCase: Int32Array
  /** When it could begin: the last completion in the case before it began. `NaN` for the first of a case. */
  readonly enabledAt: Float64Array
  /** `NaN` where the source does not say. */
  readonly startAt: Float64Array
  /** `NaN` while open. */
  readonly completeAt: Float64Array
}

/**
 * Pairs starts with completions.
 *
 * - `startTime` of a completing event, where it is known and not after `time`, is its start.
 * - Else a lifecycle `start` opens a piece of work, and a `complete` of the same activity in the same case closes the one
 *   that was opened first. A `complete` that finds nothing open has no known start.
 * - An event without a transition counts as `complete`; other transitions (`schedule`, `suspend`, …) are no work. Where a
 *   log never says `complete`, whatever is not `start` completes.
 *
 * @param log any log; transitions are read in any case of letters
 * @example
 * const log = sketchLog([['a', 'review', 0, { lifecycle: 'start' }], ['a', 'review', 60_000, { lifecycle: 'complete' }]])
 * activityInstances(log).startAt // → Float64Array.of(0)
 */
export function activityInstances(log: EventLog): ActivityInstances {
  const builder = new InstanceBuilder(log)
  for (let c = 0; c < caseCount(log); c++) builder.addCase(c)
  return builder.finish()
}

const other = 0
const start = 1
const complete = 2

class InstanceBuilder {
  readonly #log: EventLog
  readonly #roleOfTransition: Uint8Array
  readonly #event: Int32Array
  readonly #ofCase: Int32Array
  readonly #enabledAt: Float64Array
  readonly #startAt: Float64Array
  readonly #completeAt: Float64Array
  /** Per activity the oldest and the newest start event that waits for its completion, plus one; 0 for none. */
  readonly #oldest: Int32Array
  readonly #newest: Int32Array
  /** The next start event after one of the same activity, plus one. Empty where nothing starts. */
  readonly #later: Int32Array
  #count = 0

  constructor(log: EventLog) {
    const events = eventCount(log)
    this.#log = log
    this.#roleOfTransition = rolesOfTransitions(log.lifecycle?.values ?? [])
    this.#event = new Int32Array(events)
    this.#ofCase = new Int32Array(events)
    this.#enabledAt = new Float64Array(events)
    this.#startAt = new Float64Array(events)
    this.#completeAt = new Float64Array(events)
    this.#oldest = new Int32Array(log.activity.values.length)
    this.#newest = new Int32Array(log.activity.values.length)
    this.#later = new Int32Array(this.#roleOfTransition.includes(start) ? events : 0)
  }

  addCase(caseIndex: number): void {
    const from = this.#log.caseOffsets[caseIndex]!
    const to = this.#log.caseOffsets[caseIndex + 1]!
    const firstOfCase = this.#count
    for (let i = from; i < to; i++) {
      const role = this.#roleOf(i)
      if (role === start) this.#open(i)
      else if (role === complete) this.#append(caseIndex, i, this.#startOf(i), this.#log.time[i]!)
    }
    for (let i = from; i < to && this.#later.length > 0; i++) {
      const code = this.#log.activity.codes[i]!
      for (let open = this.#take(code); open >= 0; open = this.#take(code))
        this.#append(caseIndex, open, this.#log.time[open]!, Number.NaN)
    }
    this.#enable(firstOfCase)
  }

  finish(): ActivityInstances {
    const end = this.#count
    return {
      event: this.#event.subarray(0, end),
      ofCase: this.#ofCase.subarray(0, end),
      enabledAt: this.#enabledAt.subarray(0, end),
      startAt: this.#startAt.subarray(0, end),
      completeAt: this.#completeAt.subarray(0, end),
    }
  }

  #roleOf(event: number): number {
    const transition = this.#log.lifecycle?.codes[event] ?? -1
    return transition < 0 ? complete : this.#roleOfTransition[transition]!
  }

  #open(event: number): void {
    const code = this.#log.activity.codes[event]!
    if (this.#oldest[code] === 0) this.#oldest[code] = event + 1
    else this.#later[this.#newest[code]! - 1] = event + 1
    this.#newest[code] = event + 1
  }

  /** The oldest open start of an activity, no longer open; `-1` where there is none. */
  #take(code: number): number {
    const event = this.#oldest[code]! - 1
    if (event >= 0) this.#oldest[code] = this.#later[event]!
    return event
  }

  #startOf(event: number): number {
    const opened = this.#take(this.#log.activity.codes[event]!)
    const told = this.#log.startTime?.[event] ?? Number.NaN
    if (told <= this.#log.time[event]!) return told
    return opened < 0 ? Number.NaN : this.#log.time[opened]!
  }

  #append(caseIndex: number, event: number, startAt: number, completeAt: number): void {
    this.#event[this.#count] = event
    this.#ofCase[this.#count] = caseIndex
    this.#startAt[this.#count] = startAt
    this.#completeAt[this.#count] = completeAt
    this.#count++
  }

  /** Completions of a case stand in time order, so the last one that is not after a start is found by halving. */
  #enable(firstOfCase: number): void {
    let completed = firstOfCase
    while (completed < this.#count && !Number.isNaN(this.#completeAt[completed]!)) completed++
    for (let k = firstOfCase; k < this.#count; k++) {
      const began = this.#startAt[k]!
      let before = Math.min(k, completed)
      if (!Number.isNaN(began)) before = firstOfCase + countUpTo(this.#completeAt, began, firstOfCase, before)
      this.#enabledAt[k] = before > firstOfCase ? this.#completeAt[before - 1]! : Number.NaN
    }
  }
}

function rolesOfTransitions(transitions: readonly string[]): Uint8Array {
  const names = transitions.map((transition) => transition.toLowerCase())
  const completes = names.includes('complete')
  return Uint8Array.from(names, (name) =>
    name === 'start' ? start : name === 'complete' || !completes ? complete : other,
  )
}
