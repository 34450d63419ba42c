import { dayMs, daysFromCivil, hourMs, isCivilDate, minuteMs } from './civil.ts'
import { endOfDigits, fractionToMs, parseOffset, twoDigits } from './iso.ts'
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

  #bytes: Uint8Array = new Uint8Array(0)
  #at = 0
  #to = 0
  #dayMs = 0
  #dayFirstDayMs = 0
  #timeOfDayMs = 0
  #separator = 0
  #clock = 0

  /** Reads `bytes[from … to − 1]`, blanks around it aside, and tells whether it is a time. */
  read(bytes: Uint8Array, from: number, to: number): boolean {
    this.#bytes = bytes
    this.#at = from
    this.#to = to
    while (isBlank(bytes[this.#at]) && this.#at < to) this.#at++
    while (isBlank(bytes[this.#to - 1]) && this.#to > this.#at) this.#to--
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
    const bytes = this.#bytes
    const from = this.#at
    if (this.#to - from < 19 || bytes[from + 4] !== 45 || bytes[from + 7] !== 45 || bytes[from + 13] !== 58)
      return false
    if ((bytes[from + 10] !== 32 && bytes[from + 10] !== 84) || bytes[from + 16] !== 58) return false
    const yearNumber = twoDigits(bytes, from) * 100 + twoDigits(bytes, from + 2)
    const clock = this.#takeClock(twoDigits(bytes, from + 11), twoDigits(bytes, from + 14), twoDigits(bytes, from + 17))
    this.#at = from + 19
    const read =
      clock &&
      this.#takeDate(yearNumber, twoDigits(bytes, from + 5), twoDigits(bytes, from + 8)) &&
      this.#readFraction() &&
      (this.#at === this.#to || this.#readOffset())
    if (!read) {
      this.#forget()
      this.#at = from
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
    const first = this.#digits(1, 14)
    const length = this.#digitCount
    if (length === 8 || length === 12 || length === 14) return this.#readCompact(length)
    if ((length !== 4 && length > 2) || this.#at >= this.#to) return false
    const mark = this.#bytes[this.#at]!
    this.#separator = mark === 45 ? 1 : mark === 47 ? 2 : mark === 46 ? 3 : mark === 0xe5 ? 4 : 0
    if (this.#separator === 0 || !this.#passDateMark(mark, year)) return false
    const second = this.#digits(1, 2)
    if (!this.#passDateMark(mark, month)) return false
    if (length !== 4) return mark !== 0xe5 && this.#takeYearLast(first, second, this.#digits(4, 4))
    const third = this.#digits(1, 2)
    if (mark === 0xe5 && !this.#take(day)) this.#take(dayColloquial)
    return this.#takeDate(first, second, third)
  }

  /** Passes the mark between two parts of a date: the same ASCII mark as before, or the Chinese word for that part. */
  #passDateMark(mark: number, word: Uint8Array): boolean {
    if (mark === 0xe5) return this.#take(word)
    if (this.#at >= this.#to || this.#bytes[this.#at] !== mark) return false
    this.#at++
    return true
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
    const from = this.#at - length
    this.#separator = 5
    const part = (at: number, digits: number): number => numberAt(this.#bytes, from + at, digits)
    if (!this.#takeDate(part(0, 4), part(4, 2), part(6, 2))) return false
    if (length === 8) return true
    return this.#takeClock(part(8, 2), part(10, 2), length === 14 ? part(12, 2) : 0)
  }

  /** What may follow a date: nothing, or a time of day and an offset. */
  #readRest(): boolean {
    if (this.#at === this.#to) return true
    const mark = this.#bytes[this.#at]!
    if (this.#clock === 0) {
      if (mark === 84 || mark === 116) this.#at++
      else if (!isBlank(mark) && this.#separator !== 4) return false
      this.#passBlanks()
      if (!this.#readClock()) return false
    }
    this.#passBlanks()
    if (this.#at === this.#to) return true
    if (!this.#take(utc) && !this.#take(gmt)) return this.#readOffset()
    if (this.#at < this.#to) return this.#readOffset()
    this.offsetMs = 0
    return true
  }

  #readOffset(): boolean {
    this.offsetMs = parseOffset(this.#bytes, this.#at, this.#to)
    return !Number.isNaN(this.offsetMs)
  }

  #readClock(): boolean {
    const before = this.#readMeridiem(meridiemsBefore)
    this.#passBlanks()
    const hour = this.#digits(1, 6)
    const clockFrom = this.#at - this.#digitCount
    let minute = 0
    let second = 0
    if (this.#digitCount === 6 || this.#digitCount === 4) {
      const withSeconds = this.#digitCount === 6
      if (
        !this.#takeClock(
          numberAt(this.#bytes, clockFrom, 2),
          numberAt(this.#bytes, clockFrom + 2, 2),
          withSeconds ? numberAt(this.#bytes, clockFrom + 4, 2) : 0,
        )
      )
        return false
      return before === undefined && (!withSeconds || this.#readFraction())
    }
    if (this.#digitCount > 2) return false
    if (this.#take(hourWord) || this.#take(hourColloquial)) {
      this.#clock = 2
      if (!this.#readChineseClock(hour)) return false
    } else {
      if (!this.#takeColon()) return false
      minute = this.#digits(2, 2)
      if (this.#takeColon()) second = this.#digits(2, 2)
      if (!this.#takeClock(hour, minute, second) || !this.#readFraction()) return false
    }
    const blanksAt = this.#at
    this.#passBlanks()
    const after = this.#readMeridiem(meridiemsAfter)
    if (after === undefined) this.#at = blanksAt
    if (before !== undefined && after !== undefined) return false
    return this.#applyMeridiem(before ?? after, hour)
  }

  /** `32分05秒`, `32分` or nothing, after the hour. */
  #readChineseClock(hour: number): boolean {
    let minuteNumber = 0
    let secondNumber = 0
    if (isDigit(this.#bytes[this.#at]) && this.#at < this.#to) {
      minuteNumber = this.#digits(1, 2)
      if (this.#take(minuteWord) && isDigit(this.#bytes[this.#at]) && this.#at < this.#to) {
        secondNumber = this.#digits(1, 2)
        this.#take(secondWord)
      }
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
    const mark = this.#bytes[this.#at]
    if (this.#at >= this.#to || (mark !== 46 && mark !== 44)) return true
    const end = endOfDigits(this.#bytes, this.#at + 1, this.#to)
    if (end === this.#at + 1) return false
    this.#timeOfDayMs += fractionToMs(this.#bytes, this.#at + 1, end)
    this.#at = end
    return this.#timeOfDayMs <= dayMs
  }

  #readMeridiem(words: readonly Meridiem[]): Meridiem | undefined {
    if (this.#at >= this.#to || this.#bytes[this.#at]! < 65) return undefined
    return words.find((meridiem) => this.#take(meridiem.word))
  }

  #applyMeridiem(meridiem: Meridiem | undefined, hour: number): boolean {
    if (meridiem === undefined) return true
    this.#clock |= 4
    const shifted = meridiem.hours[hour] ?? Number.NaN
    this.#timeOfDayMs += (shifted - hour) * hourMs
    return !Number.isNaN(shifted)
  }

  #digitCount = 0

  /** Passes a run of `least` to `most` digits and gives its number, `NaN` where there is no such run. */
  #digits(least: number, most: number): number {
    const bytes = this.#bytes
    const limit = Math.min(this.#to, this.#at + most + 1)
    let at = this.#at
    let value = 0
    for (let byte = bytes[at]!; at < limit && byte >= 48 && byte <= 57; byte = bytes[++at]!)
      value = value * 10 + byte - 48
    this.#digitCount = at - this.#at
    this.#at = at
    return this.#digitCount >= least && this.#digitCount <= most ? value : Number.NaN
  }

  #passBlanks(): void {
    while (this.#at < this.#to && isBlank(this.#bytes[this.#at])) this.#at++
  }

  #takeColon(): boolean {
    if (this.#at < this.#to && this.#bytes[this.#at] === 58) {
      this.#at++
      return true
    }
    return this.#take(wideColon)
  }

  /** Passes a word if it stands here; ASCII letters match in both cases. */
  #take(word: Uint8Array): boolean {
    if (this.#at + word.length > this.#to) return false
    for (let i = 0; i < word.length; i++) {
      const byte = this.#bytes[this.#at + i]!
      if (byte !== word[i] && !(byte >= 97 && byte <= 122 && byte - 32 === word[i])) return false
    }
    this.#at += word.length
    return true
  }
}

/** Every `layout` is below this. */
export const layoutCount = 128

function isBlank(byte: number | undefined): boolean {
  return byte === 32 || byte === 9
}

function isDigit(byte: number | undefined): boolean {
  return byte !== undefined && byte >= 48 && byte <= 57
}

/** A number of so many ASCII digits, which must be there. */
function numberAt(bytes: Uint8Array, from: number, digits: number): number {
  let value = 0
  for (let i = from; i < from + digits; i++) value = value * 10 + bytes[i]! - 48
  return value
}
