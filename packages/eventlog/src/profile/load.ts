import { LineCounter, parseDocument, stringify } from 'yaml'
import { SourceError } from '../errors.ts'
import { Profile, type ProfileInput } from './profile.ts'
import { type ProfileProblem, problemOf } from './profile-problem.ts'

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
  const checked = checkProfile(text, source)
  if (checked.profile) return checked.profile
  const { path, line, problem, expected, detail } = checked.problems[0]!
  throw new SourceError('profileInvalid', {
    ...{ source, line, column: path.join('.') || '—', problem, expected, detail },
  })
}

/** What is wrong with a field of a profile, and where in its text. */
export interface PlacedProblem extends ProfileProblem {
  /** 1-based. */
  readonly line: number
  /** What stands there, as JSON; absent where nothing does. */
  readonly value?: string
  readonly detail: string
}

/**
 * Checks a profile as `parseProfile` does, and names everything that is wrong with its fields.
 *
 * @param base fields that the text may leave out, under those that it has
 * @returns the profile, or at least one problem
 * @throws SourceError `profileUnreadable` for text that is not YAML
 * @example
 * checkProfile('columns: { case: id, activity: step, time: at }\ncalendar: { weekend: [8] }', 'p.yaml').problems[0].line // → 2
 */
export function checkProfile(
  text: string,
  source: string,
  base: { readonly columns?: Partial<ProfileInput['columns']> } = {},
):
  | { readonly profile: Profile; readonly problems?: undefined }
  | { readonly profile?: undefined; readonly problems: readonly PlacedProblem[] } {
  const lines = new LineCounter()
  const document = parseYaml(text, source, lines)
  const plain = withBase(toPlain(document, source), base)
  const parsed = Profile.safeParse(plain)
  if (parsed.success) return { profile: parsed.data }
  const problems = parsed.error.issues.map((issue) => {
    const found = problemOf(issue)
    const { path, problem, expected } = found
    const node = nodeAt(document, problem === 'unknownKey' ? [...path, expected.split(', ')[0]!] : path)
    const value = valueAtPath(plain, path)
    return { ...found, line: lineOf(node, lines), detail: issue.message, ...(value !== undefined && { value }) }
  })
  return { problems }
}

function parseYaml(text: string, source: string, lines: LineCounter): ReturnType<typeof parseDocument> {
  const document = parseDocument(text, { lineCounter: lines })
  const broken = document.errors[0]
  if (!broken) return document
  throw new SourceError('profileUnreadable', {
    source,
    line: broken.linePos?.[0].line ?? 1,
    position: broken.linePos?.[0].col ?? 1,
    problem: broken.code,
    detail: firstLine(broken.message),
  })
}

function withBase(plain: unknown, { columns }: { readonly columns?: object }): unknown {
  const isRecord = (value: unknown): value is Record<string, unknown> =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
  if (!columns || !(isRecord(plain) || plain === null)) return plain
  const given = plain?.columns ?? {}
  return isRecord(given) ? { ...plain, columns: { ...columns, ...given } } : plain
}

function valueAtPath(plain: unknown, path: readonly PropertyKey[]): string | undefined {
  const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown> | undefined | null)?.[key], plain)
  return value === undefined ? undefined : JSON.stringify(value)
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
