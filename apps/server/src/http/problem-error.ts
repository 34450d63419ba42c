import type { ProblemCode } from '@zhengfeng/contract'

/** An expected refusal: answered as problem details. `values` fill the texts `server.problems.<code>.detail`. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError'
  readonly code: ProblemCode
  readonly values: Readonly<Record<string, string | number>>
  readonly fields: readonly { readonly field: string; readonly value?: unknown; readonly message: string }[]
  readonly headers: Readonly<Record<string, string>>
  /** Members of the answer beside those of a problem (RFC 9457, section 3.2). */
  readonly extension: Readonly<Record<string, unknown>>

  constructor(
    code: ProblemCode,
    values: Readonly<Record<string, string | number>> = {},
    more: {
      readonly fields?: ProblemError['fields']
      readonly headers?: Readonly<Record<string, string>>
      readonly extension?: Readonly<Record<string, unknown>>
      readonly cause?: unknown
    } = {},
  ) {
    super(code, { cause: more.cause })
    this.code = code
    this.values = values
    this.fields = more.fields ?? []
    this.headers = more.headers ?? {}
    this.extension = more.extension ?? {}
  }
}
