import { dayMs, daysFromCivil, hourMs, isCivilDate, minuteMs } from './civil.ts'
import { endOfDigits, fractionToMs, parseOffset, twoDigits } from './iso.ts'
import { isBlank, TextCursor } from './text-cursor.ts'
import {
  day,
  dayColloquial,
  gmt,
  hourColloquial,
  hourWord,
  type Meridiem,
  meridiemsAfter,
  meridiemsBefore,
  minuteWord,
  month,
  secondWord,
  utc,
  wideColon,
  year,
} from './time-words.ts'

/** How the numbers of a date are ordered; `either` where 03/04/2025 can be read both ways. */
export type DateOrder = 'yearFirst' | 'monthFirst' | 'dayFirst' | 'either'

/**
 * One date, or date and time, read from bytes in any of the layouts that offices write. An instance is read into again and
 * again, so that a million times cost no garbage.
 *
 * Dates: `2019-04-25`, `2019/4/25`, `2019.4.25`, `2019年4月25日`, `20190425`, and the same with the year last.
 * Times after a `T`, spaces or 日: `9:32`, `09:32:05.123`, `093205`, `9时32分05秒`, with AM, PM, 上午, 下午 and their kin, and an
 * offset. Impossible dates and times are not read; nothing is rolled over, except `24:00`, which ISO 8601 allows.
 */
export class TimeText {
  /** The wall clock written as if it were UTC; with order `either` the reading with the month first. */
  localMs = Number.NaN
  /** With order `either`: the reading with the day first. */
  dayFirstMs = Number.NaN
  /** Milliseconds east of UTC, `NaN` where the text has no offset. */
  offsetMs = Number.NaN
  order: DateOrder = 'yearFirst'
  /** Whether it is midnight to the millisecond, or no time of day is written. */
  midnight = false
  /** A small number, below `layoutCount`, that is the same for texts written alike. */
  layout = 0

  readonly #text = new TextCursor()
  #dayMs = 0
  #dayFirstDayMs = 0
  #timeOfDayMs = 0
  #separator = 0
  #clock = 0

  /** Reads `bytes[from … to − 1]`, blanks around it aside, and tells whether it is a time. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.#text.set(bytes, from, to)
    this.#forget()
    if (!this.#readUsual() && (!this.#readDate() || !this.#readRest())) return false
    this.localMs = this.#dayMs + this.#timeOfDayMs
    this.dayFirstMs = this.order === 'either' ? this.#dayFirstDayMs + this.#timeOfDayMs : Number.NaN
    this.midnight = this.#timeOfDayMs === 0 || this.#timeOfDayMs === dayMs
    this.layout = (this.#clock << 4) | (this.order === 'yearFirst' ? 0 : 8) | this.#separator
    return true
  }

  /** The usual layout, `2019-04-25 09:32:05`, perhaps with fraction and offset, at once; anything else is left to the rest. */
  #readUsual(): boolean {
    const text = this.#text
    const { bytes, at: from } = text
    if (text.to - from < 19 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45 || bytes[from + 13] !== 58) return false
    if ((bytes[from + 10] !== 32 && bytes[from + 10] !== 84) || bytes[from + 16] !== 58) return false
    const yearNumber = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2)
    const clock = this.#takeClock(twoDigits(bytes, from + 11), twoDigits(bytes, from + 14), twoDigits(bytes, from + 17))
    text.at = from + 19
    const read =
      clock &&
      this.#takeDate(yearNumber, twoDigits(bytes, from + 5), twoDigits(bytes, from + 8)) &&
      this.#readFraction() &&
      (text.atEnd || this.#readOffset())
    if (!read) {
      this.#forget()
      text.at = from
    }
    this.#separator = 1
    return read
  }

  #forget(): void {
    this.order = 'yearFirst'
    this.offsetMs = Number.NaN
    this.#timeOfDayMs = 0
    this.#clock = 0
  }

  /** Takes over a time that was written as a plain number; it has no zone, no order and no open questions. */
  becomeNumber(): void {
    this.order = 'yearFirst'
    this.offsetMs = Number.NaN
    this.midnight = false
    this.layout = 6
  }

  #readDate(): boolean {
    const text = this.#text
    const first = text.digits(1, 14)
    const length = text.digitCount
    if (length === 8 || length === 12 || length === 14) return this.#readCompact(length)
    if (length !== 4 && length > 2) return false
    const mark = text.byte
    this.#separator = mark === 45 ? 1 : mark === 47 ? 2 : mark === 46 ? 3 : mark === 0xe5 ? 4 : 0
    if (this.#separator === 0 || !this.#passDateMark(mark, year)) return false
    const second = text.digits(1, 2)
    if (!this.#passDateMark(mark, month)) return false
    if (length !== 4) return mark !== 0xe5 && this.#takeYearLast(first, second, text.digits(4, 4))
    const third = text.digits(1, 2)
    if (mark === 0xe5 && !text.take(day)) text.take(dayColloquial)
    return this.#takeDate(first, second, third)
  }

  /** Passes the mark between two parts of a date: the same ASCII mark as before, or the Chinese word for that part. */
  #passDateMark(mark: number, word: Uint8Array): boolean {
    return mark === 0xe5 ? this.#text.take(word) : this.#text.takeByte(mark)
  }

  #takeDate(yearNumber: number, monthNumber: number, dayNumber: number): boolean {
    // A part that was no number is NaN, and no such date exists.
    if (!isCivilDate(yearNumber, monthNumber, dayNumber)) return false
    this.#dayMs = daysFromCivil(yearNumber, monthNumber, dayNumber) * dayMs
    return true
  }

  #takeYearLast(first: number, second: number, yearNumber: number): boolean {
    const monthFirst = isCivilDate(yearNumber, first, second)
    const dayFirst = isCivilDate(yearNumber, second, first)
    if (Number.isNaN(yearNumber) || (!monthFirst && !dayFirst)) return false
    this.order = monthFirst ? (dayFirst ? 'either' : 'monthFirst') : 'dayFirst'
    this.#dayFirstDayMs = dayFirst ? daysFromCivil(yearNumber, second, first) * dayMs : Number.NaN
    this.#dayMs = monthFirst ? daysFromCivil(yearNumber, first, second) * dayMs : this.#dayFirstDayMs
    return true
  }

  /** `20190425`, `201904250932` or `20190425093205`; the digits are passed already. */
  #readCompact(length: number): boolean {
    const { bytes, at } = this.#text
    this.#separator = 5
    const part = (place: number, digits: number): number => numberAt(bytes, at - length + place, digits)
    if (!this.#takeDate(part(0, 4), part(4, 2), part(6, 2))) return false
    if (length === 8) return true
    return this.#takeClock(part(8, 2), part(10, 2), length === 14 ? part(12, 2) : 0)
  }

  /** What may follow a date: nothing, or a time of day and an offset. */
  #readRest(): boolean {
    const text = this.#text
    if (text.atEnd) return true
    if (this.#clock === 0) {
      if (text.byte === 84 || text.byte === 116) text.at++
      else if (!isBlank(text.byte) && this.#separator !== 4) return false
      text.passBlanks()
      if (!this.#readClock()) return false
    }
    text.passBlanks()
    if (text.atEnd) return true
    if (!text.take(utc) && !text.take(gmt)) return this.#readOffset()
    if (!text.atEnd) return this.#readOffset()
    this.offsetMs = 0
    return true
  }

  #readOffset(): boolean {
    this.offsetMs = parseOffset(this.#text.bytes, this.#text.at, this.#text.to)
    return !Number.isNaN(this.offsetMs)
  }

  #readClock(): boolean {
    const text = this.#text
    const before = this.#readMeridiem(meridiemsBefore)
    text.passBlanks()
    const hour = text.digits(1, 6)
    if (text.digitCount === 6 || text.digitCount === 4) return before === undefined && this.#readCompactClock()
    const word = text.take(hourWord) || text.take(hourColloquial)
    if (!(word ? this.#readChineseClock(hour) : this.#readColonClock(hour))) return false
    const blanksAt = text.at
    text.passBlanks()
    const after = this.#readMeridiem(meridiemsAfter)
    if (after === undefined) text.at = blanksAt
    if (before !== undefined && after !== undefined) return false
    return this.#applyMeridiem(before ?? after, hour)
  }

  /** `093205` or `0932`; the digits are passed already. */
  #readCompactClock(): boolean {
    const { bytes, at, digitCount } = this.#text
    const from = at - digitCount
    const second = digitCount === 6 ? numberAt(bytes, from + 4, 2) : 0
    if (!this.#takeClock(numberAt(bytes, from, 2), numberAt(bytes, from + 2, 2), second)) return false
    return digitCount === 4 || this.#readFraction()
  }

  /** `:32:05.123` or `:32`, after the hour. */
  #readColonClock(hour: number): boolean {
    if (!this.#takeColon()) return false
    const minuteNumber = this.#text.digits(2, 2)
    const secondNumber = this.#takeColon() ? this.#text.digits(2, 2) : 0
    return this.#takeClock(hour, minuteNumber, secondNumber) && this.#readFraction()
  }

  #takeColon(): boolean {
    return this.#text.takeByte(58) || this.#text.take(wideColon)
  }

  /** `32分05秒`, `32分` or nothing, after the hour. */
  #readChineseClock(hour: number): boolean {
    const text = this.#text
    const hasMinutes = text.atDigit
    const minuteNumber = hasMinutes ? text.digits(1, 2) : 0
    let secondNumber = 0
    if (hasMinutes && text.take(minuteWord) && text.atDigit) {
      secondNumber = text.digits(1, 2)
      text.take(secondWord)
    }
    this.#clock = 2
    return this.#setTimeOfDay(hour, minuteNumber, secondNumber)
  }

  #takeClock(hour: number, minuteNumber: number, secondNumber: number): boolean {
    this.#clock = 1
    return this.#setTimeOfDay(hour, minuteNumber, secondNumber)
  }

  #setTimeOfDay(hour: number, minuteNumber: number, secondNumber: number): boolean {
    this.#timeOfDayMs = hour * hourMs + minuteNumber * minuteMs + secondNumber * 1000
    return minuteNumber <= 59 && secondNumber <= 59 && this.#timeOfDayMs <= dayMs
  }

  #readFraction(): boolean {
    const text = this.#text
    if (text.byte !== 46 && text.byte !== 44) return true
    const from = text.at + 1
    const end = endOfDigits(text.bytes, from, text.to)
    if (end === from) return false
    this.#timeOfDayMs += fractionToMs(text.bytes, from, end)
    text.at = end
    return this.#timeOfDayMs <= dayMs
  }

  #readMeridiem(words: readonly Meridiem[]): Meridiem | undefined {
    if (this.#text.byte < 65) return undefined
    return words.find(({ word }) => this.#text.take(word))
  }

  #applyMeridiem(meridiem: Meridiem | undefined, hour: number): boolean {
    if (meridiem === undefined) return true
    this.#clock |= 4
    const shifted = meridiem.hours[hour] ?? Number.NaN
    this.#timeOfDayMs += (shifted - hour) * hourMs
    return !Number.isNaN(shifted)
  }
}

/** Every `layout` is below this. */
export const layoutCount = 128

/** A number of so many ASCII digits, which must be there. */
function numberAt(bytes: Uint8Array, from: number, digits: number): number {
  let value = 0
  for (let i = from; i < from + digits; i++) value = value * 10 + bytes[i]! - 48
  return value
}
