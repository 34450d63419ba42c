import { instantOfLocal } from '@zhengfeng/worktime'
import { dayMs } from './civil.ts'
import { TimeText } from './time-text.ts'

/** How the times of one column are read. */
export interface InstantOptions {
  /** IANA zone of times without an offset. */
  readonly timeZone: string
  /** How 03/04/2025 is read; unset: both readings are given. */
  readonly dayFirst?: boolean | undefined
  /** Whether a plain number is a time too: a day number of a spreadsheet, or seconds, ms or µs since 1970. */
  readonly numbers?: boolean
}

/**
 * Reads the times of one column from bytes, whatever their layouts, and leaves what there is to notice about the last one in
 * its fields until the next is read.
 */
export class InstantReader {
  /** How the last time was written. */
  readonly text = new TimeText()
  /** The last time with the day first, where its order is open and neither the column nor the profile settled it yet. */
  dayFirstInstant = Number.NaN
  /** Whether the last time was a local time that a clock change skips or repeats. */
  inZoneGap = false

  readonly #timeZone: string
  readonly #dayFirst: boolean | undefined
  readonly #numbers: boolean

  constructor(options: InstantOptions) {
    this.#timeZone = options.timeZone
    this.#dayFirst = options.dayFirst
    this.#numbers = options.numbers ?? false
  }

  /**
   * Reads `bytes[from … to − 1]`.
   *
   * @returns UTC milliseconds, with the month first where the order of the date is open (see `dayFirstInstant`), or `NaN`
   */
  read(bytes: Uint8Array, from: number, to: number): number {
    const { text } = this
    this.dayFirstInstant = Number.NaN
    this.inZoneGap = false
    if (!text.read(bytes, from, to)) return this.#numbers ? this.#readNumber(bytes, from, to) : Number.NaN
    if (text.order === 'yearFirst') return this.#instantOf(text.localMs)
    if (text.order !== 'either')
      return this.#contradicts(text.order === 'dayFirst') ? Number.NaN : this.#instantOf(text.localMs)
    if (this.#dayFirst !== undefined) return this.#instantOf(this.#dayFirst ? text.dayFirstMs : text.localMs)
    if (text.dayFirstMs !== text.localMs) this.dayFirstInstant = this.#instantOf(text.dayFirstMs)
    return this.#instantOf(text.localMs)
  }

  /** Whether the profile says the other order: the 24 of 03/24/2025 is no month, so the value is not what it claims. */
  #contradicts(dayFirst: boolean): boolean {
    return this.#dayFirst !== undefined && this.#dayFirst !== dayFirst
  }

  #instantOf(localMs: number): number {
    const { offsetMs } = this.text
    if (!Number.isNaN(offsetMs)) return localMs - offsetMs
    const { instant, kind } = instantOfLocal(this.#timeZone, localMs)
    this.inZoneGap = kind !== 'exact'
    return instant
  }

  #readNumber(bytes: Uint8Array, from: number, to: number): number {
    const written = Buffer.from(bytes.buffer, bytes.byteOffset + from, to - from)
      .toString('latin1')
      .trim()
    if (!/^\d+(\.\d+)?$/.test(written)) return Number.NaN
    this.text.becomeNumber()
    return this.#instantOfNumber(Number(written))
  }

  /** The sizes do not overlap for any time from 1973 to 5138, so that the size tells the unit. */
  #instantOfNumber(value: number): number {
    if (value < 1) return Number.NaN
    if (value < lastDayNumber) return this.#instantOf(localMsOfDayNumber(value))
    if (value < 1e8) return Number.NaN
    if (value < 1e11) return value * 1000
    if (value < 1e14) return value
    return value < 1e17 ? value / 1000 : Number.NaN
  }
}

/** The day number of 9999-12-31 plus one in spreadsheets. */
const lastDayNumber = 2_958_466

/**
 * The wall clock that a spreadsheet's day number stands for, rounded to the millisecond. Day 1 is 1900-01-01, and 60 is a 29
 * February 1900 that never was (ECMA-376 part 1, 18.17.4.1), so that numbers from 61 on count from 1899-12-30.
 */
export function localMsOfDayNumber(value: number): number {
  const days = value < 60 ? value + 1 : value
  return Math.round((days - 25_569) * dayMs)
}
