import { zoneOffsetMs } from '@zhengfeng/worktime'

/**
 * Counts how the times of one column tell their offset: not at all, with that of the zone at the instant, or with another. So
 * summer and winter time of the zone itself are one way of writing.
 */
export class OffsetTally {
  readonly #timeZone: string
  /** Without an offset (`NaN`), the zone's own (`undefined`), and others by milliseconds. */
  readonly #ways = new Map<number | undefined, { count: number }>()
  #recentKey: number | undefined
  #recent: { count: number } | undefined

  constructor(timeZone: string) {
    this.#timeZone = timeZone
  }

  /**
   * Counts a time for `count` rows.
   *
   * @param offsetMs as written, `NaN` where it has none
   * @returns whether it is the first that is written so
   */
  add(offsetMs: number, instant: number, count: number): boolean {
    const key = offsetMs === zoneOffsetMs(this.#timeZone, instant) ? undefined : offsetMs
    const isNew = this.#recent === undefined || !Object.is(key, this.#recentKey) ? this.#turnTo(key) : false
    this.#recent!.count += count
    return isNew
  }

  #turnTo(key: number | undefined): boolean {
    this.#recentKey = key
    this.#recent = this.#ways.get(key)
    if (this.#recent) return false
    this.#recent = { count: 0 }
    this.#ways.set(key, this.#recent)
    return true
  }

  /** Rows by way of writing, in the order in which the ways were met. */
  counts(): number[] {
    return Array.from(this.#ways.values(), ({ count }) => count)
  }
}
