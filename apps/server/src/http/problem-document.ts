import { type Problem, problems } from '@zhengfeng/contract'
import type { Language, MessageValues, Translator } from '@zhengfeng/locales'
import { textsIn } from './language.ts'
import type { ProblemError } from './problem-error.ts'

/** The document that answers a refusal, in the language of the caller. */
export function problemDocument(refusal: ProblemError, language: Language, requestId: string): Problem {
  const texts = textsIn(language)
  const detail = detailOf(refusal, texts)
  return {
    type: `/problems/${refusal.code}`,
    title: texts.t(`server.problems.${refusal.code}.title`),
    status: problems[refusal.code],
    ...(detail !== undefined && { detail }),
    instance: requestId,
    code: refusal.code,
    ...(refusal.fields.length > 0 && {
      errors: refusal.fields.map(({ field, value, message }) => ({
        field,
        ...(value !== undefined && { value: shown(value) }),
        message: fieldText(message, texts, refusal.values),
      })),
    }),
  }
}

function detailOf({ code, values }: ProblemError, texts: Translator): string | undefined {
  const special = values.reason === undefined ? undefined : `server.problems.${code}.reasons.${values.reason}`
  for (const key of [special, `server.problems.${code}.detail`]) {
    if (key === undefined || !texts.has(key)) continue
    const text = formatted(key, texts, values)
    if (text !== undefined) return text
  }
  return undefined
}

/** A field's message is a key under `server.fields`, or a text in words already. */
function fieldText(message: string, texts: Translator, values: MessageValues): string {
  const key = `server.fields.${message}`
  return /^[A-Za-z.]+$/.test(message) && texts.has(key) ? (formatted(key, texts, values) ?? message) : message
}

/** Undefined where a value that the text needs was not given: a poorer text is better than no answer. */
function formatted(key: string, texts: Translator, values: MessageValues): string | undefined {
  try {
    return texts.t(key, values)
  } catch {
    return undefined
  }
}

const longestShown = 200

/** What was sent, cut short; objects and lists are not sent back. */
function shown(value: unknown): string | number | boolean | null {
  if (typeof value === 'string') return value.length > longestShown ? `${value.slice(0, longestShown)}…` : value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean' || value === null) return value
  return Array.isArray(value) ? '[…]' : '{…}'
}
