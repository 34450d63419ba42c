/** Every way in which thresholds can be unusable. Texts are under `detectors.errors` in the locale files. */
export const detectorErrorCodes = [
  'detectorUnknown',
  'parameterUnknown',
  'parameterNotANumber',
  'parameterOutOfRange',
] as const
export type DetectorErrorCode = (typeof detectorErrorCodes)[number]

/**
 * Thresholds that cannot be used. `values` fill the placeholders of its text: `field`, `value`, `allowed`; the texts name the
 * field, the value and the next step.
 */
export class DetectorError extends Error {
  readonly code: DetectorErrorCode
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: DetectorErrorCode, values: Readonly<Record<string, string | number>>) {
    super(`${code} ${JSON.stringify(values)}`)
    this.name = 'DetectorError'
    this.code = code
    this.values = values
  }
}
