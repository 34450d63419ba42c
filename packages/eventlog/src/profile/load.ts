import { LineCounter, parseDocument, stringify } from 'yaml'
import { SourceError } from '../errors.ts'
import { Profile, type ProfileInput } from './profile.ts'
import { problemOf } from './profile-problem.ts'

/**
 * Reads a profile from YAML (or JSON, which YAML contains).
 *
 * @param text the text of the profile
 * @param source its name in errors
 * @returns the profile with its defaults filled in
 * @throws SourceError `profileUnreadable` for text that is not YAML; `profileInvalid` naming the field and what is expected
 * @example
 * parseProfile('columns: { case: id, activity: step, time: at }', 'p.yaml').timeZone // → 'Asia/Shanghai'
 */
export function parseProfile(text: string, source: string): Profile {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (broken) {
    throw new SourceError('profileUnreadable', {
      source,
      line: broken.linePos?.[0].line ?? 1,
      position: broken.linePos?.[0].col ?? 1,
      problem: broken.code,
      detail: firstLine(broken.message),
    })
  }
  const parsed = Profile.safeParse(toPlain(document, source))
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]!
  const { path, problem, expected } = problemOf(issue)
  throw new SourceError('profileInvalid', {
    source,
    line: lineOf(nodeAt(document, problem === 'unknownKey' ? [...path, expected.split(', ')[0]!] : path), lines),
    column: path.join('.') || '—',
    problem,
    expected,
    detail: issue.message,
  })
}

/**
 * Writes a profile as YAML; only what differs from the defaults and the columns need be there.
 *
 * @param profile a profile as it may be written
 * @returns YAML text that `parseProfile` reads back
 */
export function formatProfile(profile: ProfileInput): string {
  return stringify(profile, { lineWidth: 0 })
}

/** Aliases can make a small file expand without end; `toJS` refuses more than 100 of them. */
function toPlain(document: ReturnType<typeof parseDocument>, source: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new SourceError('profileUnreadable', {
      source,
      line: 1,
      position: 1,
      problem: 'ALIASES',
      detail: error instanceof Error ? error.message : '',
    })
  }
}

/** What is at the path, or else at the nearest place above it that there is. */
function nodeAt(document: ReturnType<typeof parseDocument>, path: readonly PropertyKey[]): unknown {
  for (let length = path.length; length > 0; length--) {
    const node: unknown = document.getIn(path.slice(0, length) as (string | number)[], true)
    if (node) return node
  }
  return document.contents
}

function lineOf(node: unknown, lines: LineCounter): number {
  const range = (node as { range?: readonly number[] } | undefined)?.range
  return range ? lines.linePos(range[0]!).line : 1
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0]!
}
