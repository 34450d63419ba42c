/** Every way in which a source can be unusable as a whole. Texts are under `errors` in the locale files. */
export const sourceErrorCodes = [
  'sourceEmpty',
  'sourceNotRecognised',
  'sourceBinary',
  'sourceTruncated',
  'sourceMalformed',
  'lineTooLong',
  'tooManyColumns',
  'columnMissing',
  'columnNotChosen',
  'noEvents',
  'rowRefused',
  'xmlEntityForbidden',
  'xmlTooDeep',
  'expansionTooLarge',
  'objectTypeMissing',
  'eventsShared',
  'profileUnreadable',
  'profileInvalid',
] as const
export type SourceErrorCode = (typeof sourceErrorCodes)[number]

/**
 * A source that cannot be read. `values` fill the placeholders of its text: `source`, `line`, `column`, `value`, `expected`,
 * `detail`; the texts name the field, the value and the next step.
 */
export class SourceError extends Error {
  readonly code: SourceErrorCode
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: SourceErrorCode, values: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(values)}`, options)
    this.name = 'SourceError'
    this.code = code
    this.values = values
  }
}
