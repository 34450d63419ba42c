import type { ProfileProblem } from '@zhengfeng/contract'
import { detectors, thresholdsOf } from '@zhengfeng/detectors'
import { checkProfile, type Profile, type ProfileInput } from '@zhengfeng/eventlog'
import type { Language } from '@zhengfeng/locales'
import { createCalendar } from '@zhengfeng/worktime'
import { failureText } from '../imports/failure-text.ts'
import { codedFailure } from '../imports/reading/failures.ts'
import type { CodedFailure } from '../imports/reading/task.ts'

/** A profile, or what is wrong with it. */
export interface CheckedProfile {
  readonly profile?: Profile
  readonly problems: ProfileProblem[]
}

/**
 * Checks a profile that a person wrote: its form, its calendar and its thresholds.
 *
 * @param base columns that it may leave out
 */
export function profileProblems(
  text: string,
  language: Language,
  base: { readonly columns?: Partial<ProfileInput['columns']> } = {},
): CheckedProfile {
  try {
    const { profile, problems } = checkProfile(text, profileName, base)
    if (!profile) return { problems: problems.map((problem) => placed(problem, language)) }
    createCalendar({ timeZone: profile.timeZone, ...profile.calendar })
    thresholdsOf(detectors, profile.detectors)
    return { profile, problems: [] }
  } catch (error) {
    const failure = codedFailure(error)
    if (!failure) throw error
    return { problems: [asProblem(failure, text, language)] }
  }
}

const profileName = 'profile.yaml'

type Placed = NonNullable<ReturnType<typeof checkProfile>['problems']>[number]

function placed({ path, line, value, problem, expected, detail }: Placed, language: Language): ProfileProblem {
  const values = { source: profileName, line, column: path.join('.') || '—', problem, expected, detail }
  return {
    ...{ path: path.join('.'), line, expected, text: failureText({ code: 'profileInvalid', values }, language) },
    ...(value !== undefined && { value: value.slice(0, 200) }),
  }
}

/** What the calendar or a detector says of a value; its line is where the value first stands. */
function asProblem(failure: CodedFailure, text: string, language: Language): ProfileProblem {
  const { code, values } = failure
  const line = Number(values.line ?? 0) || lineOf(text, String(values.value ?? ''))
  return {
    path: pathOf(failure),
    line,
    ...(values.value !== undefined && { value: String(values.value) }),
    expected: String(values.expected ?? values.allowed ?? ''),
    text: failureText({ code, values }, language),
  }
}

function pathOf({ code, values }: CodedFailure): string {
  if (code === 'timeZoneUnknown') return 'timeZone'
  if (code.startsWith('hours')) return 'calendar.hours'
  if (code === 'weekdayInvalid' || code === 'noWorkingDay') return 'calendar.weekend'
  if (code === 'dateInvalid') return `calendar.${values.field}`
  return code.startsWith('detectors.') ? String(values.field ?? 'detectors') : ''
}

function lineOf(text: string, value: string): number {
  const at = value === '' ? -1 : text.indexOf(value)
  return at < 0 ? 1 : text.slice(0, at).split('\n').length
}
