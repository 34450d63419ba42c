import { type Route, textFault } from '@zhengfeng/contract'
import type { Language, Translator } from '@zhengfeng/locales'
import { z } from 'zod'
import { textsIn } from './language.ts'
import { ProblemError } from './problem-error.ts'

export interface Validated {
  readonly params: unknown
  readonly query: unknown
  readonly body: unknown
}

type Field = ProblemError['fields'][number]

/**
 * Makes the check of a route's input: its schemas, and beside them that no query name or field of the body is unknown (a
 * misspelt filter must not be taken for none) and that no text holds what the database cannot keep.
 *
 * @returns a function that gives the parsed input; it throws `invalid` with every wrong field, its value and what is expected
 */
export function createValidator(route: Route): (input: Validated, language: Language) => Validated {
  const params = route.params
  const query = route.query && closed(route.query)
  const body = route.body instanceof z.ZodType ? closed(route.body) : undefined
  return (input, language) => {
    const fields: Field[] = []
    const check = (schema: z.ZodType | undefined, value: unknown, place: string): unknown =>
      schema === undefined ? undefined : parsePart(schema, value, { place, language, fields })
    const parsed = {
      params: check(params, input.params, ''),
      query: check(query, input.query, ''),
      body: check(body, input.body, 'body'),
    }
    if (fields.length > 0) throw new ProblemError('invalid', { count: fields.length }, { fields: fields.slice(0, 100) })
    return parsed
  }
}

interface Part {
  /** Names the whole where a field has no path. */
  readonly place: string
  readonly language: Language
  readonly fields: Field[]
}

function parsePart(schema: z.ZodType, value: unknown, part: Part): unknown {
  const fault = findFault(value, [])
  if (fault) {
    const message = textsIn(part.language).t(`server.expected.${fault.expected}`)
    part.fields.push({ field: nameOf(fault.path.slice(0, 5), part.place), message })
    return undefined
  }
  const parsed = schema.safeParse(value)
  if (parsed.success) return parsed.data
  for (const issue of parsed.error.issues) part.fields.push(...fieldsOf(issue, value, part))
  return undefined
}

/** Unknown names are refused, unless the schema says what becomes of them. */
function closed(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodObject && schema.def.catchall === undefined ? schema.strict() : schema
}

function fieldsOf(issue: z.core.$ZodIssue, input: unknown, part: Part): Field[] {
  const texts = textsIn(part.language)
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: nameOf([...issue.path, key], part.place),
      message: texts.t('server.expected.unknownField'),
    }))
  }
  const value = valueAt(input, issue.path)
  const told = value === undefined || isSecret(issue.path) ? {} : { value }
  return [{ field: nameOf(issue.path, part.place), ...told, message: expectation(issue, value, texts) }]
}

function expectation(issue: z.core.$ZodIssue, value: unknown, texts: Translator): string {
  if (value === undefined && issue.code !== 'custom') return texts.t('server.expected.required')
  switch (issue.code) {
    case 'invalid_type':
      return first(texts, [`server.expected.type.${issue.expected}`, 'server.expected.other'])
    case 'too_small':
      return first(texts, [`server.expected.atLeast.${issue.origin}`, 'server.expected.atLeast.other'], {
        limit: String(issue.minimum),
      })
    case 'too_big':
      return first(texts, [`server.expected.atMost.${issue.origin}`, 'server.expected.atMost.other'], {
        limit: String(issue.maximum),
      })
    case 'invalid_format':
      return first(texts, [`server.expected.format.${issue.format}`, 'server.expected.format.other'], {
        pattern: issue.pattern ?? '',
      })
    case 'invalid_value':
      return texts.t('server.expected.oneOf', { values: issue.values.map(String).join(', ') })
    case 'not_multiple_of':
      return texts.t('server.expected.multipleOf', { divisor: String(issue.divisor) })
    case 'invalid_union':
      return 'options' in issue && Array.isArray(issue.options)
        ? texts.t('server.expected.oneOf', { values: issue.options.map(String).join(', ') })
        : texts.t('server.expected.other')
    case 'custom':
      return first(texts, [`server.expected.rules.${issue.message}`]) || issue.message
    default:
      return texts.t('server.expected.other')
  }
}

function first(texts: Translator, keys: readonly string[], values: Readonly<Record<string, string>> = {}): string {
  const key = keys.find((one) => texts.has(one))
  return key === undefined ? '' : texts.t(key, values)
}

function nameOf(path: readonly PropertyKey[], place: string): string {
  return path.length === 0 ? place : path.map(String).join('.')
}

function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input
  for (const step of path) value = (value as Record<PropertyKey, unknown> | null | undefined)?.[step]
  return value
}

/** What must never be sent back or logged. */
function isSecret(path: readonly PropertyKey[]): boolean {
  return path.some((step) => /^(current|next|code)$|password$|secret$|token$/i.test(String(step)))
}

const deepest = 50

interface Fault {
  readonly path: readonly PropertyKey[]
  readonly expected: 'noNul' | 'wholeCharacters' | 'lessDeep'
}

function findFault(value: unknown, path: readonly PropertyKey[]): Fault | undefined {
  if (typeof value === 'string') return textFaultOf(value, path)
  if (typeof value !== 'object' || value === null) return undefined
  if (path.length >= deepest) return { path, expected: 'lessDeep' }
  for (const [key, inner] of Object.entries(value)) {
    const found = textFaultOf(key, path) ?? findFault(inner, [...path, key])
    if (found) return found
  }
  return undefined
}

/** What the database cannot keep: U+0000, and half of a surrogate pair, which would come back as another character, or not at all. */
function textFaultOf(text: string, path: readonly PropertyKey[]): Fault | undefined {
  if (text.includes('\u0000')) return { path, expected: 'noNul' }
  return textFault(text, text.length) === undefined ? undefined : { path, expected: 'wholeCharacters' }
}
