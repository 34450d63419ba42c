import type { SourceFailure } from '@zhengfeng/contract'
import { type SourceErrorCode, sourceErrorCodes } from '@zhengfeng/eventlog'
import type { Language, Translator } from '@zhengfeng/locales'
import { sourceFailure } from '@zhengfeng/report'
import { textsIn } from '../http/language.ts'
import type { CodedFailure } from './reading/task.ts'

/** What went wrong with files or a profile, in words that name the place, the value and the next step. */
export function failureText({ code, values }: CodedFailure, language: Language): string {
  const texts = textsIn(language)
  const shown = shownValues(values)
  try {
    const own = `imports.failures.${code}`
    if (texts.has(own)) return texts.t(own, shown)
    if (isSourceError(code)) return sourceFailure({ code, values }, shown, texts)
    return texts.t(keyOf(code, texts), shown)
  } catch {
    return texts.t('imports.failures.other', { code })
  }
}

/** The failure as it goes over the wire. */
export function wireFailure(failure: CodedFailure, language: Language): SourceFailure {
  return { code: failure.code, values: { ...failure.values }, text: failureText(failure, language) }
}

function isSourceError(code: string): code is SourceErrorCode {
  return (sourceErrorCodes as readonly string[]).includes(code)
}

function keyOf(code: string, { has }: Translator): string {
  return has(`errors.${code}`) ? `errors.${code}` : code
}

const longest = 300

/** Values come from files: long ones are cut, control characters left out; every placeholder finds something. */
function shownValues(values: CodedFailure['values']): Record<string, string | number> {
  const all = {
    source: '—',
    line: '—',
    column: '—',
    field: '—',
    value: '—',
    expected: '—',
    detail: '—',
    reason: '',
    ...values,
  }
  return Object.fromEntries(
    Object.entries(all).map(([name, value]) => [name, typeof value === 'string' ? plain(value) : value]),
  )
}

function plain(text: string): string {
  const visible = text.replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
  return visible.length > longest ? `${visible.slice(0, longest)}…` : visible
}
