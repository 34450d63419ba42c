/** Every way in which what this package stored or was given can be unusable. */
export const monitorErrorCodes = [
  /** The column `trace` of a case does not hold what `encodeTrace` writes; rebuild the case from its events. */
  'traceUnreadable',
  /** The column `contribution` of a case does not hold what `encodeContribution` writes; rebuild the indicators. */
  'contributionUnreadable',
  /** An event that takes back a batch cannot be appended; fold all events of the case with `foldHistory`. */
  'historyNeeded',
  /** `seq` is not above that of the event before it. */
  'seqNotRising',
] as const
export type MonitorErrorCode = (typeof monitorErrorCodes)[number]

/** Something stored cannot be read, or was called for in a way that would give wrong figures. `values` say which and where. */
export class MonitorError extends Error {
  readonly code: MonitorErrorCode
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: MonitorErrorCode, values: Readonly<Record<string, string | number>> = {}, options?: ErrorOptions) {
    super(`${code} ${JSON.stringify(values)}`, options)
    this.name = 'MonitorError'
    this.code = code
    this.values = values
  }
}
