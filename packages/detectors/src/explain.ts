import type { Translator } from '@zhengfeng/locales'
import { localMs } from '@zhengfeng/worktime'
import type { Finding } from './finding.ts'

const secondMs = 1000
const minuteMs = 60_000
const hourMs = 3_600_000
const dayMs = 86_400_000

/**
 * A finding in plain words: its explanation with every value written for people.
 *
 * @param finding any finding
 * @param translator texts of the language wanted
 * @param timeZone IANA zone in which instants are told, that of the log
 */
export function explanationOf(
  { explanation }: Pick<Finding, 'explanation'>,
  translator: Translator,
  timeZone: string,
): string {
  const { workingDayMs = 8 * hourMs, ...values } = explanation.values
  const written = Object.entries(values).map(([name, value]) => [
    name,
    typeof value === 'number'
      ? write(name, value, { translator, timeZone, workingDayMs: Number(workingDayMs) })
      : value,
  ])
  return translator.t(`detectors.${explanation.key}`, Object.fromEntries(written))
}

/**
 * Working time for people: working days and hours, or hours and minutes where it is less than a day.
 *
 * @param ms working milliseconds
 * @param workingDayMs working milliseconds of one working day
 * @param translator texts of the language wanted
 * @example
 * workingTimeText(23 * 3_600_000, 7 * 3_600_000, createTranslator('zh-CN')) // → '3 个工作日 2 小时'
 */
export function workingTimeText(ms: number, workingDayMs: number, translator: Translator): string {
  return twoUnits(
    ms,
    [
      ['workingDays', workingDayMs],
      ['hours', hourMs],
      ['minutes', minuteMs],
    ],
    translator,
  )
}

/**
 * Wall-clock time for people, in its two largest units.
 *
 * @param ms milliseconds
 * @param translator texts of the language wanted
 * @example
 * timeText(95_000, createTranslator('en')) // → '1 minute 35 seconds'
 */
export function timeText(ms: number, translator: Translator): string {
  const units = [
    ['days', dayMs],
    ['hours', hourMs],
    ['minutes', minuteMs],
    ['seconds', secondMs],
  ] as const
  return twoUnits(ms, units, translator)
}

/**
 * A share for people: a percentage with at most one decimal.
 *
 * @param share 0 … 1
 * @param translator texts of the language wanted
 * @example
 * shareText(0.125, createTranslator('en')) // → '12.5%'
 */
export function shareText(share: number, { language }: Translator): string {
  return new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 1 }).format(share)
}

/**
 * An instant for people: date and time to the minute, or the date alone at midnight, where sources put bare dates.
 *
 * @param at UTC milliseconds
 * @param timeZone IANA zone
 * @example
 * instantText(Date.UTC(2026, 2, 2, 1), 'Asia/Shanghai') // → '2026-03-02 09:00'
 */
export function instantText(at: number, timeZone: string): string {
  const local = new Date(localMs(timeZone, at)).toISOString()
  return local.slice(11, 23) === '00:00:00.000' ? local.slice(0, 10) : `${local.slice(0, 10)} ${local.slice(11, 16)}`
}

interface Manner {
  readonly translator: Translator
  readonly timeZone: string
  readonly workingDayMs: number
}

/** The end of a value's name says what it is. */
function write(name: string, value: number, { translator, timeZone, workingDayMs }: Manner): string | number {
  if (name.endsWith('WorkingMs')) return workingTimeText(value, workingDayMs, translator)
  if (name.endsWith('Ms')) return timeText(value, translator)
  if (name.endsWith('Share')) return shareText(value, translator)
  if (name.endsWith('At')) return instantText(value, timeZone)
  return value
}

type Unit = readonly [name: string, ms: number]

/** The largest unit that fits and the one below it, rounded to the latter; a part that is zero is left out. */
function twoUnits(ms: number, units: readonly Unit[], translator: Translator): string {
  const last = units.at(-1)!
  const first = units.findIndex(([, unitMs]) => ms >= unitMs - units.at(-1)![1] / 2)
  const [[largeName, largeMs], small] = first < 0 ? [last, undefined] : [units[first]!, units[first + 1]]
  if (!small) return translator.t(`detectors.units.${largeName}`, { n: Math.round(ms / largeMs) })
  const [smallName, smallMs] = small
  let large = Math.floor(ms / largeMs)
  let rest = Math.round((ms - large * largeMs) / smallMs)
  if (rest * smallMs >= largeMs) {
    large++
    rest = 0
  }
  const parts = [[largeName, large] as const, [smallName, rest] as const].filter(([, n]) => n > 0)
  return parts.map(([name, n]) => translator.t(`detectors.units.${name}`, { n })).join(' ')
}
