import { type BucketCount, type IndicatorSums, measures, type QuantileClock, quantileClocks } from '@zhengfeng/monitor'

/** What one division adds to one day. */
export interface DayFigures {
  /** One per entry of `measures`. */
  readonly values: Float64Array
  /** Clock, bucket and count, one after the other. */
  readonly buckets: Int32Array
}

const clockOf = new Map(
  Object.entries(quantileClocks).map(([name, number]) => [number as number, name as QuantileClock]),
)

const closedPlace = measures.indexOf('closed')

/** Adds figures of days and divisions up. */
export class FigureSum {
  readonly #values = new Float64Array(measures.length)
  #closedUnexamined = 0
  readonly #buckets = new Map<number, Map<number, number>>()

  add({ values, buckets }: DayFigures, isExamined = true): void {
    if (!isExamined) this.#closedUnexamined += values[closedPlace]!
    for (let m = 0; m < values.length; m++) this.#values[m]! += values[m]!
    for (let b = 0; b < buckets.length; b += 3) {
      let counts = this.#buckets.get(buckets[b]!)
      if (!counts) {
        counts = new Map()
        this.#buckets.set(buckets[b]!, counts)
      }
      counts.set(buckets[b + 1]!, (counts.get(buckets[b + 1]!) ?? 0) + buckets[b + 2]!)
    }
  }

  /** Findings and open cases are no matter of days and come from elsewhere. */
  finish(): IndicatorSums {
    const buckets: Partial<Record<QuantileClock, readonly BucketCount[]>> = {}
    for (const [number, name] of clockOf)
      buckets[name] = Array.from(this.#buckets.get(number) ?? [], ([bucket, n]) => ({ bucket, n }))
    const closedUnexamined = this.#closedUnexamined
    return { values: Array.from(this.#values), buckets, ...(closedUnexamined > 0 && { closedUnexamined }) }
  }
}
