import type { Column, StringColumn } from './column.ts'

/**
 * An event log in columns. Cases are contiguous and in order of first appearance in the source; the events of a case are
 * in time order, equal times keep their order in the source. Nothing in a log changes after it is built.
 *
 * Case `c` owns the events `caseOffsets[c] … caseOffsets[c + 1] − 1`.
 */
export interface EventLog {
  /** IANA zone in which times are shown and office hours are read, for example `Asia/Shanghai`. */
  readonly timeZone: string

  /** One per case. Unique within one office; a merged log may hold the same id for two offices. */
  readonly caseIds: readonly string[]
  /** `caseCount + 1` offsets into the event columns, ascending, first `0`, last `eventCount`. */
  readonly caseOffsets: Int32Array
  /** The office that answers for the case, one per case; absent where the log is of one unnamed office. */
  readonly caseOffice?: StringColumn

  /** What happened, one per event, never missing. */
  readonly activity: StringColumn
  /** When it happened as told, UTC milliseconds, one per event, never `NaN`. */
  readonly time: Float64Array
  /** When the work on it began, UTC milliseconds, one per event, `NaN` where unknown. */
  readonly startTime?: Float64Array
  /** When the source's own clock recorded it, UTC milliseconds, one per event, `NaN` where unknown. */
  readonly recordedAt?: Float64Array
  /** XES lifecycle transition (`start`, `complete`, …), one per event. */
  readonly lifecycle?: StringColumn
  /** The person or account that did it, one per event. */
  readonly resource?: StringColumn
  /** The department that did it, one per event. */
  readonly department?: StringColumn
  /** Where it stands in the source: line number for text, record number otherwise; 1-based, one per event. */
  readonly sourceRow: Int32Array

  /** Every other attribute of events, by source name; one row per event. */
  readonly eventAttributes: ReadonlyMap<string, Column>
  /** Every attribute of cases, by source name (without a `case:` prefix); one row per case. */
  readonly caseAttributes: ReadonlyMap<string, Column>
  /** What the source said about the log as a whole, kept so that writers can give it back. */
  readonly meta: LogMeta
}

/** What XES calls extensions, globals, classifiers and log attributes. Empty for other sources. */
export interface LogMeta {
  readonly extensions: readonly { readonly name: string; readonly prefix: string; readonly uri: string }[]
  readonly classifiers: readonly {
    readonly name: string
    readonly keys: readonly string[]
    readonly scope?: 'trace' | 'event'
  }[]
  readonly globals: { readonly trace: readonly Attribute[]; readonly event: readonly Attribute[] }
  readonly attributes: readonly Attribute[]
}

/** One attribute as XES (IEEE 1849) defines it: typed, and able to have children. */
export interface Attribute {
  readonly type: 'string' | 'date' | 'int' | 'float' | 'boolean' | 'id' | 'list' | 'container'
  readonly key: string
  /** As written in the source; absent for `list` and `container`. */
  readonly value?: string
  readonly children?: readonly Attribute[]
}

export const emptyMeta: LogMeta = { extensions: [], classifiers: [], globals: { trace: [], event: [] }, attributes: [] }

/** Number of events in a log. */
export function eventCount(log: EventLog): number {
  return log.time.length
}

/** Number of cases in a log. */
export function caseCount(log: EventLog): number {
  return log.caseIds.length
}
