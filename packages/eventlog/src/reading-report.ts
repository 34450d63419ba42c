/** Why a row could not become an event. */
export const refusalReasons = [
  'missingCase',
  'missingActivity',
  'missingTime',
  'unreadableTime',
  'ambiguousTime',
  'unreadableValue',
  'wrongFieldCount',
  'malformed',
] as const
export type RefusalReason = (typeof refusalReasons)[number]

/** One row that was not kept. `line` is the line (text) or record number (other formats) in the source, 1-based. */
export interface Refusal {
  readonly line: number
  readonly column?: string
  readonly value?: string
  readonly reason: RefusalReason
}

/** What was noticed about rows that were kept; each is a reason to trust some figures less. */
export const noticeKinds = [
  /** Dates such as 03/04/2025 whose order was settled by the rest of the column or the profile. */
  'ambiguousDates',
  /** More than one UTC offset, or some times with and some without. */
  'mixedZones',
  /** Local times that a change to or from daylight saving skips or repeats. */
  'zoneGaps',
  /** More than one date layout in one column. */
  'mixedLayouts',
  /** Times that are exactly midnight, which mostly means that only the date was recorded. */
  'midnightOnly',
  /** Rows equal to an earlier one in case, activity, time and resource; they are kept. */
  'duplicates',
  /** Events that stood behind a later event of the same case. */
  'outOfOrder',
  /** Rows whose case, activity or time is blank. */
  'emptyKeys',
  /** Cases without any event. */
  'emptyCases',
  /** A case attribute that changes within the case; the first value is kept. */
  'changingCaseAttribute',
  /** Events (OCEL) that belong to several cases and count in each. */
  'sharedEvents',
  /** Events (OCEL) that belong to no case of the chosen kind; they are not in the log. */
  'unrelatedEvents',
  /** A value that does not fit the type of its column; it is left missing and the row kept. */
  'unfitValues',
  /** Times in the future of the reading, or before 1970. */
  'implausibleTimes',
  /** Text that was not valid in the encoding. */
  'invalidText',
] as const
export type NoticeKind = (typeof noticeKinds)[number]

export interface Notice {
  readonly kind: NoticeKind
  readonly column?: string
  /** How many rows (or cases, or values) it concerns. */
  readonly count: number
  /** A few of them, to look at. */
  readonly examples: readonly { readonly line?: number; readonly value: string }[]
}

/** What happened while a source was read. Rows read = kept + refused; nothing is dropped silently. */
export interface ReadingReport {
  /** Name of the source as the user gave it. */
  readonly source: string
  readonly format: 'csv' | 'xes' | 'ocel-json' | 'ocel-xml' | 'ocel-sqlite' | 'xlsx' | 'ndjson'
  readonly rowsRead: number
  readonly rowsKept: number
  readonly rowsRefused: number
  readonly refusedByReason: Readonly<Partial<Record<RefusalReason, number>>>
  /** The first refusals, at most `maxRefusalsListed`. */
  readonly refusals: readonly Refusal[]
  readonly notices: readonly Notice[]
}

export const maxRefusalsListed = 1000

/** The log that a source holds, with the report on its reading. */
export interface Reading {
  readonly log: import('./log.ts').EventLog
  readonly report: ReadingReport
}

/** The bytes of a source, in chunks cut anywhere; a file stream is one, and so is an array of chunks. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array>

/** Options that every reader takes. */
export interface ReadOptions {
  /** Name of the source in reports and errors. */
  readonly source: string
  /** Refuse the whole source at the first row that would be refused. */
  readonly strict?: boolean
  /** Called now and then with the number of bytes consumed so far. */
  readonly onProgress?: (bytes: number) => void
  /** Now, UTC milliseconds; times after it are noticed as implausible. */
  readonly now?: number
}

/** The beginning of a source as raw text by column: what a profile is proposed from. */
export interface Preview {
  readonly format: ReadingReport['format']
  /** Number of events looked at; each column has one entry per event. */
  readonly rows: number
  readonly columns: readonly PreviewColumn[]
}

export interface PreviewColumn {
  readonly name: string
  /** Whether the source says that it describes the case; CSV says so by a `case:` prefix only. */
  readonly scope: 'event' | 'case'
  /** The type that the source declares (XES), if any. */
  readonly declared?: 'string' | 'instant' | 'number' | 'boolean'
  /** Raw text, one per event looked at; `''` where there is nothing. */
  readonly texts: readonly string[]
}
