import type { z } from 'zod'

/** What is wrong with a field of a profile; the texts are under `cli.profileProblems` in the locale files. */
export interface ProfileProblem {
  /** Keys from the root of the profile to the field. */
  readonly path: readonly PropertyKey[]
  readonly problem:
    | 'missing'
    | 'unknownKey'
    | 'wrongType'
    | 'notOneOf'
    | 'tooSmall'
    | 'tooBig'
    | 'tooFew'
    | 'tooMany'
    | 'wrongFormat'
    | 'needsColumn'
    | 'needsMilestone'
    | 'repeatedMilestone'
    | 'notOfCases'
    | 'other'
  /** What is allowed: a type, the values, a bound or an example. */
  readonly expected: string
}

type Issue = z.core.$ZodIssue

/** The words of an issue of the schema, for people. */
export function problemOf(issue: Issue): ProfileProblem {
  const { path } = issue
  switch (issue.code) {
    case 'invalid_union':
      return problemOfUnion(issue)
    case 'unrecognized_keys':
      return { path, problem: 'unknownKey', expected: issue.keys.join(', ') }
    case 'invalid_type':
      return { path, problem: isMissing(issue) ? 'missing' : 'wrongType', expected: issue.expected }
    case 'invalid_value':
      return { path, problem: 'notOneOf', expected: issue.values.map(String).join(', ') }
    case 'too_small':
      return { path, problem: isCounted(issue.origin) ? 'tooFew' : 'tooSmall', expected: String(issue.minimum) }
    case 'too_big':
      return { path, problem: isCounted(issue.origin) ? 'tooMany' : 'tooBig', expected: String(issue.maximum) }
    case 'invalid_format':
      return { path, problem: 'wrongFormat', expected: /[\d:-]+$/.exec(issue.message)?.[0] ?? issue.message }
    case 'custom':
      return { path, problem: customProblem(issue), expected: issue.message }
    default:
      return { path, problem: 'other', expected: issue.message }
  }
}

/** Nothing at all, or a key with nothing behind it. */
function isMissing({ message }: Issue): boolean {
  return /received (undefined|null)$/.test(message)
}

function isCounted(origin: string): boolean {
  return origin === 'array' || origin === 'string' || origin === 'set' || origin === 'map'
}

function customProblem({ params }: Extract<Issue, { code: 'custom' }>): ProfileProblem['problem'] {
  return (params?.problem as ProfileProblem['problem'] | undefined) ?? 'other'
}

/** Of the shapes that a field may have, the problem of the one that was most likely meant. */
function problemOfUnion(issue: Extract<Issue, { code: 'invalid_union' }>): ProfileProblem {
  const sameShape = issue.errors.filter((issues) => !issues.some(isOfAnotherShape))
  const shapes = sameShape.length > 0 ? sameShape : issue.errors
  const unknown = (issues: readonly Issue[]): number => issues.filter(isUnknownKey).length
  const meant = shapes.toSorted((a, b) => unknown(a) - unknown(b))[0] ?? []
  const first = meant.find(isUnknownKey) ?? meant[0]
  if (!first) return { path: issue.path, problem: 'other', expected: issue.message }
  const { path, problem, expected } = problemOf(first)
  return { path: [...issue.path, ...path], problem, expected }
}

function isUnknownKey({ code }: Issue): boolean {
  return code === 'unrecognized_keys'
}

function isOfAnotherShape({ code, path }: Issue): boolean {
  return path.length === 0 && (code === 'invalid_type' || code === 'invalid_value')
}
