import type { SourceError } from '@zhengfeng/eventlog'
import type { Translator } from '@zhengfeng/locales'

type Values = Readonly<Record<string, string | number>>

/**
 * What is wrong with a source or a profile, in the user's words: the place, the value and the next step.
 *
 * @param error what a reader threw
 * @param values the error's, made fit to be shown
 * @param translator in the user's language
 * @example
 * const text = sourceFailure(new SourceError('sourceTruncated'), { source: 'a.csv', detail: '-' }, createTranslator('en'))
 * text // → 'a.csv ends too early or is damaged (-). Copy or download it again.'
 */
export function sourceFailure(
  { code, values: raw }: Pick<SourceError, 'code' | 'values'>,
  values: Values,
  { t, has }: Translator,
): string {
  const inWords = (prefix: string, name: string | number | undefined): string | undefined =>
    has(`${prefix}.${name}`)
      ? t(`${prefix}.${name}`, { ...values, expected: expectedOf(values, { t, has }) })
      : undefined
  const reason = inWords('report.quality.reasons', raw.reason) ?? values.reason ?? ''
  switch (code) {
    case 'noEvents':
      if (raw.reason === undefined) break
      return t('cli.noneKept', { ...values, reason, next: inWords('cli.nextStep', raw.reason) ?? '' })
    case 'rowRefused':
      return t('errors.rowRefused', { ...values, reason })
    case 'columnNotChosen':
      return t('errors.columnNotChosen', { ...values, role: inWords('cli.roles', raw.column) ?? values.column ?? '' })
    case 'profileInvalid':
      return t('errors.profileInvalid', {
        ...values,
        detail: inWords('cli.profileProblems', raw.problem) ?? values.detail ?? '',
      })
    case 'profileUnreadable':
      return t('errors.profileUnreadable', {
        position: 1,
        ...values,
        detail: inWords('cli.yamlProblems', raw.problem) ?? t('cli.yamlProblems.other'),
      })
    default:
  }
  return t(`errors.${code}`, values)
}

/** A type by its name in the user's language. */
function expectedOf(values: Values, { t, has }: Pick<Translator, 't' | 'has'>): string | number {
  const key = `cli.valueTypes.${values.expected}`
  return has(key) ? t(key) : (values.expected ?? '')
}
