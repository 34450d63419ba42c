import type { SettingName } from '@zhengfeng/contract'
import { checkIndexWeights, findIndicator } from '@zhengfeng/monitor'
import { createCalendar } from '@zhengfeng/worktime'
import { ProblemError } from '../http/problem-error.ts'
import { platformTimeZone } from '../slices/days.ts'
import type { SettingValue } from './read-setting.ts'

/**
 * Refuses a value that follows its schema and still cannot be put in force.
 *
 * @throws ProblemError `invalid` naming the field
 */
export function checkSetting(name: SettingName, value: unknown): void {
  if (name === 'calendar') checkCalendar(value as SettingValue<'calendar'>)
  if (name === 'indexWeights') checkWeights(value as SettingValue<'indexWeights'>)
  if (name === 'indicators') checkTargets(value as SettingValue<'indicators'>)
}

function checkWeights(weights: SettingValue<'indexWeights'>): void {
  const problems = checkIndexWeights(weights)
  if (problems.length === 0) return
  const fields = problems.map(({ field, code, value }) => ({
    field: `value.${field}`,
    value,
    message: `weights.${code}`,
  }))
  throw new ProblemError('invalid', {}, { fields })
}

function checkTargets({ targets }: SettingValue<'indicators'>): void {
  const unknown = Object.keys(targets).find((id) => findIndicator(id) === undefined)
  if (unknown !== undefined) throw refused(`value.targets.${unknown}`, 'unknownIndicator', unknown)
}

/** The calendar itself says whether hours overlap or run backwards. */
function checkCalendar({ hours, closed, open }: SettingValue<'calendar'>): void {
  const both = closed.find((day) => open.includes(day))
  if (both !== undefined) throw refused('value.open', 'dayBothOpenAndClosed', both)
  if (hours.length === 0) return
  try {
    createCalendar({ timeZone: platformTimeZone, holidays: 'CN', weekend: [6, 7], hours, closed, open })
  } catch (cause) {
    throw refused('value.hours', 'officeHours', hours.map((span) => span.join('–')).join(', '), cause)
  }
}

function refused(field: string, message: string, value: string, cause?: unknown): ProblemError {
  return new ProblemError('invalid', {}, { fields: [{ field, value, message }], cause })
}
