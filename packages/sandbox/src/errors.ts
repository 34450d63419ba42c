/** Every way in which a simulation can be asked for wrongly. Texts are under `errors` in the locale files. */
export const sandboxErrorCodes = [
  'misconductUnknown',
  'misconductRateInvalid',
  'sandboxOptionInvalid',
  'labelsInvalid',
] as const
export type SandboxErrorCode = (typeof sandboxErrorCodes)[number]

/**
 * A simulation that cannot be run, or labels that cannot be read. `values` name what is wrong: `kind`, `value`, `option`,
 * `expected`, `detail`.
 */
export class SandboxError extends Error {
  readonly code: SandboxErrorCode
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: SandboxErrorCode, values: Readonly<Record<string, string | number>>, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(values)}`, options)
    this.name = 'SandboxError'
    this.code = code
    this.values = values
  }
}
