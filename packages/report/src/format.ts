import { createTranslator, type Language, type Translator } from '@zhengfeng/locales'
import { localMs } from '@zhengfeng/worktime'

/** Numbers, durations and instants as people of one language read them. */
export interface Formatter extends Translator {
  /** 8577 → `8,577` */
  readonly count: (value: number) => string
  /** At most `digits` decimals: 13.44 → `13.4` */
  readonly number: (value: number, digits?: number) => string
  /** 0.1234 → `12.3%`; never `0%` or `100%` unless it is exactly so. */
  readonly share: (value: number) => string
  /** Wall-clock milliseconds: `3 小时 20 分`, `13.4 days`. */
  readonly duration: (ms: number) => string
  /** Working milliseconds, in working days of the calendar: `2.4 个工作日`; less than a day in hours and minutes. */
  readonly working: (ms: number) => string
  /** ISO instant → `2011-10-11 11:45` in the zone of the report. */
  readonly instant: (iso: string) => string
  /** ISO instant → `2011-10-11` in the zone of the report. */
  readonly day: (iso: string) => string
}

const minuteMs = 60_000
const dayMs = 86_400_000

/**
 * Makes the formatter of a report.
 *
 * @param language language of words and digit grouping
 * @param options zone of instants, and how many milliseconds a working day has
 * @example
 * createFormatter('en', { timeZone: 'UTC', workingDayMs: 8 * 3_600_000 }).working(19.2 * 3_600_000) // → '2.4 working days'
 */
export function createFormatter(
  language: Language,
  options: { readonly timeZone: string; readonly workingDayMs: number },
): Formatter {
  const translator = createTranslator(language)
  const { t } = translator
  const numbers = [0, 1, 2, 3].map((digits) => new Intl.NumberFormat(language, { maximumFractionDigits: digits }))
  const number = (value: number, digits = 1): string => numbers[digits]!.format(value)
  const count = (value: number): string => numbers[0]!.format(value)
  const days = (ms: number, dayLength: number, key: string): string => {
    const amount = roundTo(ms / dayLength, ms / dayLength < 100 ? 1 : 0)
    return t(`report.duration.${key}`, { text: number(amount), amount })
  }
  const duration = (ms: number): string => (fills(ms, dayMs) ? days(ms, dayMs, 'days') : withinDay(ms, t))
  const working = (ms: number): string =>
    fills(ms, options.workingDayMs) ? days(ms, options.workingDayMs, 'workingDays') : withinDay(ms, t)
  const wallClock = (iso: string): string =>
    new Date(localMs(options.timeZone, Date.parse(iso))).toISOString().replace('T', ' ')
  return {
    ...translator,
    count,
    number,
    share: (value) => shareText(value, number),
    duration,
    working,
    instant: (iso) => wallClock(iso).slice(0, -8),
    day: (iso) => wallClock(iso).slice(0, -14),
  }
}

/** Whether a duration is a day once it is rounded to minutes. */
function fills(ms: number, dayLength: number): boolean {
  return Math.round(Math.abs(ms) / minuteMs) >= Math.round(dayLength / minuteMs)
}

function withinDay(ms: number, t: Translator['t']): string {
  if (ms < 0) return `−${withinDay(-ms, t)}`
  if (ms === 0) return t('report.duration.none')
  if (ms < 1000) return t('report.duration.moment')
  if (ms < minuteMs) return t('report.duration.seconds', { amount: Math.floor(ms / 1000) })
  const minutes = Math.round(ms / minuteMs)
  if (minutes < 60) return t('report.duration.minutes', { amount: minutes })
  const hours = Math.floor(minutes / 60)
  const rest = minutes % 60
  if (rest === 0) return t('report.duration.hours', { amount: hours })
  return t('report.duration.hoursMinutes', { hours, minutes: rest })
}

/** A share that is not nothing never reads 0%, and one that is not all never reads 100%. */
function shareText(value: number, number: Formatter['number']): string {
  const percent = value * 100
  if (percent > 0 && percent < 0.1) return '<0.1%'
  if (percent < 100 && percent > 99.9) return '>99.9%'
  return `${number(percent)}%`
}

function roundTo(value: number, digits: number): number {
  return Math.round(value * 10 ** digits) / 10 ** digits
}
