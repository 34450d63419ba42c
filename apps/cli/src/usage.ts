/** What the user typed cannot be run; `code` is a key under `cli.usage` in the locale files. */
export class UsageError extends Error {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: string, values: Readonly<Record<string, string | number>> = {}) {
    super(`${code} ${JSON.stringify(values)}`)
    this.name = 'UsageError'
    this.code = code
    this.values = values
  }
}
