import type { Language, Translator } from './texts.ts'

/** Numbers, durations and instants as people of one language read them. Nothing known reads as a dash. */
export interface Formatter extends Translator {
  /** 8577 → `8,577` */
  readonly count: (value: number | undefined) => string
  /** At most `digits` decimals: 13.44 → `13.4` */
  readonly number: (value: number | undefined, digits?: number) => string
  /** 0.1234 → `12.3%`; never `0%` or `100%` unless it is exactly so. */
  readonly share: (value: number | undefined) => string
  /** Wall-clock milliseconds: `3 天 2 小时`, `20 分钟`. */
  readonly duration: (ms: number | undefined) => string
  /** Working milliseconds, in working days of a length: `4.7 个工作日`; less than a day in hours and minutes. */
  readonly working: (ms: number | undefined, workingDayMs: number) => string
  /** ISO instant → `2026-10-11 11:45`, in the office’s time zone. */
  readonly instant: (iso: string | undefined) => string
  /** ISO instant → `2026-10-11 11:45:09`. */
  readonly second: (iso: string | undefined) => string
  /** ISO instant → `11:45`. */
  readonly clock: (iso: string | undefined) => string
  /** ISO instant or day → `2026-10-11`. */
  readonly day: (iso: string | undefined) => string
  /** Day → `10月11日`, `11 Oct`. */
  readonly shortDay: (day: string) => string
  /** ISO instant, seen from `nowMs`: `3 小时前`, `in 2 days`. */
  readonly ago: (iso: string, nowMs?: number) => string
  /** Bytes → `3.2 MB`. */
  readonly bytes: (value: number | undefined) => string
  /** A list in words: `甲、乙和丙`. */
  readonly list: (words: readonly string[]) => string
}

const secondMs = 1000
const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000
const dash = '–'

/**
 * Makes the formatter of a language.
 *
 * @param timeZone of instants, as the office's clocks show them; absent: that of the browser
 */
export function createFormatter(translator: Translator, timeZone?: string): Formatter {
  const { t, language } = translator
  const numbers = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }))
  const number = (value: number | undefined, digits = 1): string => known(value, (it) => numbers[digits]!.format(it))
  const list = new Intl.ListFormat(language, { type: 'conjunction' })
  return {
    ...translator,
    number,
    count: (value) => number(value, 0),
    share: (value) => known(value, (it) => shareText(it, number)),
    duration: (ms) => known(ms, (it) => durationText(it, t, numbers[0]!)),
    working: (ms, workingDayMs) =>
      known(ms, (it) => {
        if (Math.abs(it) < workingDayMs) return durationText(it, t, numbers[0]!)
        const amount = roundTo(it / workingDayMs, Math.abs(it) < 100 * workingDayMs ? 1 : 0)
        return t('console.duration.workingDays', { amount, text: number(amount) })
      }),
    ...dateFormats(language, timeZone),
    ago: relativeText(language),
    bytes: (value) => known(value, (it) => bytesText(it, number)),
    list: (words) => list.format(words),
  }
}

function known<Value>(value: Value | undefined, format: (value: Value) => string): string {
  return value === undefined || Number.isNaN(value) ? dash : format(value)
}

type DateFormats = Pick<Formatter, 'instant' | 'second' | 'clock' | 'day' | 'shortDay'>

function dateFormats(language: Language, timeZone: string | undefined): DateFormats {
  // Swedish writes dates and times as ISO 8601 does.
  const iso = new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium', timeZone })
  const short = new Intl.DateTimeFormat(language, {
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    timeZone: 'UTC',
  })
  const local = (text: string): string => iso.format(new Date(text))
  return {
    instant: (text) => known(text, (it) => local(it).slice(0, 16)),
    second: (text) => known(text, local),
    clock: (text) => known(text, (it) => local(it).slice(11, 16)),
    // A day has no time zone: it is written as it stands.
    day: (text) => known(text, (it) => (it.length === 10 ? it : local(it).slice(0, 10))),
    shortDay: (day) => short.format(new Date(`${day}T00:00:00Z`)),
  }
}

function durationText(ms: number, t: Translator['t'], number: Intl.NumberFormat): string {
  if (ms < 0) return `−${durationText(-ms, t, number)}`
  if (ms === 0) return t('console.duration.none')
  if (ms < secondMs) return t('console.duration.moment')
  if (ms < minuteMs) return t('console.duration.seconds', { amount: Math.floor(ms / secondMs) })
  const minutes = Math.round(ms / minuteMs)
  if (minutes < 60) return t('console.duration.minutes', { amount: minutes })
  if (minutes < 24 * 60) return pair(t, 'hoursMinutes', [Math.floor(minutes / 60), minutes % 60])
  const hours = Math.round(ms / hourMs)
  if (hours < 100 * 24) return pair(t, 'daysHours', [Math.floor(hours / 24), hours % 24])
  return t('console.duration.daysText', { text: number.format(Math.round(ms / dayMs)) })
}

function pair(
  t: Translator['t'],
  key: 'hoursMinutes' | 'daysHours',
  [large, small]: readonly [number, number],
): string {
  if (small === 0) return t(`console.duration.${key === 'daysHours' ? 'days' : 'hours'}`, { amount: large })
  return t(`console.duration.${key}`, { large, small })
}

/** A share that is not nothing never reads 0%, and one that is not all never reads 100%. */
function shareText(value: number, number: Formatter['number']): string {
  const percent = value * 100
  if (percent > 0 && percent < 0.1) return '<0.1%'
  if (percent < 100 && percent > 99.9) return '>99.9%'
  return `${number(percent)}%`
}

function relativeText(language: Language): Formatter['ago'] {
  const relative = new Intl.RelativeTimeFormat(language, { numeric: 'auto' })
  return (iso, nowMs = Date.now()) => {
    const ms = Date.parse(iso) - nowMs
    const size = Math.abs(ms)
    if (size < minuteMs) return relative.format(Math.trunc(ms / secondMs), 'second')
    if (size < hourMs) return relative.format(Math.trunc(ms / minuteMs), 'minute')
    if (size < dayMs) return relative.format(Math.trunc(ms / hourMs), 'hour')
    return relative.format(Math.trunc(ms / dayMs), 'day')
  }
}

function bytesText(value: number, number: Formatter['number']): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const power = Math.min(units.length - 1, value < 1000 ? 0 : Math.floor(Math.log10(value) / 3))
  return `${number(value / 1000 ** power)} ${units[power]}`
}

function roundTo(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
