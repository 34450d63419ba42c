import type { EventLog } from '@zhengfeng/eventlog'
import { compareMix } from '../statistics/index.ts'
import type { Difference } from './drift.ts'

/** Compares shares of cases with an activity between many pairs of windows; each costs the events of its cases only. */
export class ActivityShares {
  readonly #log: EventLog
  readonly #casesBefore: Int32Array
  readonly #casesAfter: Int32Array
  /** The last visit (numbered) of a case in which an activity was seen. */
  readonly #seenIn: Int32Array
  #visit = 0

  constructor(log: EventLog) {
    const width = log.activity.values.length
    this.#log = log
    this.#casesBefore = new Int32Array(width)
    this.#casesAfter = new Int32Array(width)
    this.#seenIn = new Int32Array(width)
  }

  /** The activity whose share of cases differs most surely, its p-value adjusted for their number (Bonferroni). */
  surestChange(before: Int32Array, after: Int32Array): Difference {
    const touched: number[] = []
    this.#count(before, this.#casesBefore, touched)
    this.#count(after, this.#casesAfter, touched)
    let surest: Difference = { pValue: 1, effect: 0, activity: -1 }
    let tested = 0
    for (const code of touched) {
      const [first, second] = [this.#casesBefore[code]!, this.#casesAfter[code]!]
      // An activity that stands in both windows was touched twice.
      if (first + second === 0) continue
      this.#casesBefore[code] = 0
      this.#casesAfter[code] = 0
      const { pValue, effect, degrees } = compareMix([first, before.length - first], [second, after.length - second])
      if (degrees === 0) continue
      tested++
      if (pValue < surest.pValue) surest = { pValue, effect, activity: code }
    }
    return { ...surest, pValue: Math.min(1, surest.pValue * Math.max(1, tested)) }
  }

  #count(cases: Int32Array, counts: Int32Array, touched: number[]): void {
    const { activity, caseOffsets } = this.#log
    for (const c of cases) {
      this.#visit++
      for (let i = caseOffsets[c]!; i < caseOffsets[c + 1]!; i++) {
        const code = activity.codes[i]!
        if (this.#seenIn[code] === this.#visit) continue
        this.#seenIn[code] = this.#visit
        if (counts[code]!++ === 0) touched.push(code)
      }
    }
  }
}
