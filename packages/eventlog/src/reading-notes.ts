import { SourceError } from './errors.ts'
import {
  maxRefusalsListed,
  type Notice,
  type NoticeKind,
  noticeKinds,
  type ReadingReport,
  type Refusal,
  type RefusalReason,
} from './reading-report.ts'

const examplesPerNotice = 5
const longestValue = 200

/** One thing noticed: in which column, how often, and what it looked like. */
export interface Noticed {
  readonly column?: string
  /** How many rows (or cases, or values) it concerns; 1 unless given. */
  readonly count?: number
  readonly line?: number
  readonly value?: string
}

/**
 * Collects what a reader refuses and notices, and makes the reading report of it. Every row is counted once, as kept or as
 * refused. With `strict` the first refusal ends the reading.
 *
 * @example
 * const notes = new ReadingNotes({ source: 'cases.csv', format: 'csv' })
 * notes.keepRows(2)
 * notes.notice('midnightOnly', { column: 'time', line: 3, value: '2025-03-04' })
 * notes.report().notices // → [{ kind: 'midnightOnly', column: 'time', count: 1, examples: [{ line: 3, value: '2025-03-04' }] }]
 */
export class ReadingNotes {
  readonly #source: string
  readonly #format: ReadingReport['format']
  readonly #strict: boolean
  readonly #refusals: Refusal[] = []
  readonly #refusedByReason: Partial<Record<RefusalReason, number>> = {}
  readonly #notices = new Map<string, OpenNotice>()
  #rowsKept = 0
  #rowsRefused = 0

  constructor(options: { source: string; format: ReadingReport['format']; strict?: boolean | undefined }) {
    this.#source = options.source
    this.#format = options.format
    this.#strict = options.strict ?? false
  }

  get rowsKept(): number {
    return this.#rowsKept
  }

  get rowsRefused(): number {
    return this.#rowsRefused
  }

  keepRows(count: number): void {
    this.#rowsKept += count
  }

  /**
   * Counts one row as refused and lists it while there is room.
   *
   * @throws SourceError `rowRefused` where the reading is strict
   */
  refuse(refusal: Refusal): void {
    const shown = refusal.value === undefined ? refusal : { ...refusal, value: shorten(refusal.value) }
    if (this.#strict) throw new SourceError('rowRefused', { source: this.#source, ...withoutUndefined(shown) })
    this.#rowsRefused++
    this.#refusedByReason[refusal.reason] = (this.#refusedByReason[refusal.reason] ?? 0) + 1
    if (this.#refusals.length < maxRefusalsListed) this.#refusals.push(shown)
  }

  /**
   * Why most rows were refused, with the first of them: what an error says where no row was kept.
   *
   * @returns `reason`, how often (`count`), and of its first row what is known; nothing where no row was refused
   */
  commonestRefusal(): Readonly<Record<string, string | number>> {
    const [commonest] = Object.entries(this.#refusedByReason).sort(([, a], [, b]) => b - a)
    if (!commonest) return {}
    const [reason, count] = commonest
    const first = this.#refusals.filter((refusal) => refusal.reason === reason).sort((a, b) => a.line - b.line)[0]
    return { ...(first && withoutUndefined(first)), reason, count }
  }

  /** Adds to the notice of that kind and column, and keeps the value as an example while there is room. */
  notice(kind: NoticeKind, noticed: Noticed): void {
    const key = `${kind} ${noticed.column ?? ''}`
    let open = this.#notices.get(key)
    if (!open) {
      open = { kind, ...(noticed.column !== undefined && { column: noticed.column }), count: 0, examples: [] }
      this.#notices.set(key, open)
    }
    open.count += noticed.count ?? 1
    if (noticed.value === undefined || open.examples.length >= examplesPerNotice) return
    const value = shorten(noticed.value)
    open.examples.push(noticed.line === undefined ? { value } : { line: noticed.line, value })
  }

  /** The report so far; refusals stand in the order of the source, notices stand in the order of `noticeKinds`. */
  report(): ReadingReport {
    const notices = [...this.#notices.values()].filter((notice) => notice.count > 0)
    return {
      source: this.#source,
      format: this.#format,
      rowsRead: this.#rowsKept + this.#rowsRefused,
      rowsKept: this.#rowsKept,
      rowsRefused: this.#rowsRefused,
      refusedByReason: { ...this.#refusedByReason },
      refusals: [...this.#refusals].sort((a, b) => a.line - b.line),
      notices: notices.sort((a, b) => noticeKinds.indexOf(a.kind) - noticeKinds.indexOf(b.kind)),
    }
  }
}

interface OpenNotice extends Notice {
  count: number
  readonly examples: { line?: number; value: string }[]
}

function shorten(value: string): string {
  return value.length > longestValue ? `${value.slice(0, longestValue)}…` : value
}

function withoutUndefined(refusal: Refusal): Record<string, string | number> {
  return Object.fromEntries(Object.entries(refusal).filter(([, value]) => value !== undefined))
}
