import type { CodedFailure } from './task.ts'

/** Something is wrong with what was given, and a person can mend it. */
export class ReadingFailure extends Error {
  override readonly name = 'ReadingFailure'
  readonly failure: CodedFailure
  constructor(code: string, values: CodedFailure['values'] = {}) {
    super(code)
    this.failure = { code, values }
  }
}

/** An expected failure of a reader, the calendar or a detector; undefined for a fault of the program. */
export function codedFailure(error: unknown): CodedFailure | undefined {
  if (error instanceof ReadingFailure) return error.failure
  const { code, values, name } = (error ?? {}) as Partial<CodedFailure> & { name?: string }
  if (name === 'DetectorError') return { code: `detectors.errors.${code}`, values: values ?? {} }
  return typeof code === 'string' && typeof values === 'object' ? { code, values } : undefined
}

/** Failures that another profile or another choice may end: the files are kept. */
export function canBeMended({ code }: CodedFailure): boolean {
  return mendable.has(code) || code.startsWith('detectors.')
}

const mendable: ReadonlySet<string> = new Set([
  'columnNotChosen',
  'columnMissing',
  'noEvents',
  'objectTypeMissing',
  'eventsShared',
  'profileUnreadable',
  'profileInvalid',
  'timeZoneUnknown',
  'dateInvalid',
  'hoursInvalid',
  'hoursOverlap',
  'hoursMissing',
  'weekdayInvalid',
  'noWorkingDay',
])
