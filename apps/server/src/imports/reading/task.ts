import type { ImportPreview } from '@zhengfeng/contract'
import type { Profile, ReadingReport } from '@zhengfeng/eventlog'
import type { Language } from '@zhengfeng/locales'
import type { IncomingEvent } from '../../ingest/incoming-event.ts'

/** An uploaded file, as the thread finds it. */
export interface StoredFile {
  readonly path: string
  /** As the person knows it; in reports and errors. */
  readonly name: string
  readonly bytes: number
  /** The office that its cases are of unless it names one. */
  readonly office: string
}

/** What the person chose about reading. */
export interface ReadingChoice {
  /** YAML; without it a profile is proposed. */
  readonly profileText?: string
  readonly timeZone?: string
  readonly objectType?: string
}

interface Reading {
  readonly files: readonly StoredFile[]
  readonly choice: ReadingChoice
  /** Now, UTC milliseconds. */
  readonly now: number
}

/** Reads files and says what they hold. Writes `cases.ndjson` and `problems.ndjson` into the folder. */
export interface PreviewTask extends Reading {
  readonly kind: 'preview'
  readonly folder: string
}

/** Reads files and gives their events, in the order of the log. */
export interface EventsTask extends Reading {
  readonly kind: 'events'
  readonly divisionOf: Readonly<Record<string, string>>
  /** Events in one chunk. */
  readonly chunkEvents: number
}

/** Makes the check-up of the events that are fed to it as NDJSON. */
export interface CheckUpTask {
  readonly kind: 'checkUp'
  readonly profile: Profile
  /** As the report shows it. */
  readonly profileText: string
  /** Of files; without them, of the events themselves. */
  readonly readings?: readonly ReadingReport[]
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[]
  /** Names of divisions by their codes. */
  readonly officeNames: Readonly<Record<string, string>>
  readonly name: string
  readonly until: number
  readonly version: string
}

/** Draws a check-up. */
export interface RenderTask {
  readonly kind: 'render'
  /** check-up.json */
  readonly model: Uint8Array
  readonly format: 'html' | 'xlsx'
  readonly language: Language
}

export type Task = PreviewTask | EventsTask | CheckUpTask | RenderTask

export interface TaskResults {
  readonly preview: PreviewResult
  readonly events: { readonly events: number; readonly cases: number }
  readonly checkUp: { readonly model: Uint8Array; readonly figures: CheckUpFigures }
  readonly render: { readonly file: Uint8Array }
}

export type PreviewResult = Omit<ImportPreview, 'plan' | 'concerns' | 'reading'> & {
  readonly reading?: NonNullable<ImportPreview['reading']>
  readonly readings?: readonly ReadingReport[]
  /** What `source.profile` is to be: how the stored events are read. */
  readonly storedProfile?: Profile
  /** Why the files could not be read, where a person can do something about it. */
  readonly failure?: CodedFailure
}

export interface CheckUpFigures {
  readonly cases: number
  readonly events: number
  readonly from?: string
  readonly to?: string
  readonly livedMedianMs?: number
  readonly livedP90Ms?: number
  readonly statutory?: { readonly judged: number; readonly overdue: number }
  readonly promised?: { readonly judged: number; readonly overdue: number }
  readonly findings: readonly { readonly detector: string; readonly findings: number }[]
}

/** An expected failure: a key under `errors` or `imports.failures` of the locale files, and what its text needs. */
export interface CodedFailure {
  readonly code: string
  readonly values: Readonly<Record<string, string | number>>
}

export interface TaskProgress {
  readonly stage: 'reading' | 'checking'
  readonly done: number
  readonly total: number
}

/** What the thread says. */
export type FromThread =
  | { readonly kind: 'progress'; readonly progress: TaskProgress }
  | { readonly kind: 'chunk'; readonly events: readonly IncomingEvent[] }
  /** It wants more of what it is fed. */
  | { readonly kind: 'hungry' }
  | { readonly kind: 'done'; readonly result: TaskResults[Task['kind']] }
  | { readonly kind: 'failed'; readonly failure: CodedFailure }
  | { readonly kind: 'fault'; readonly message: string; readonly stack?: string }

/** What is said to the thread: the next chunk may come; here is food, or there is no more of it. */
export type ToThread = { readonly kind: 'next' } | { readonly kind: 'food'; readonly bytes?: Uint8Array }
