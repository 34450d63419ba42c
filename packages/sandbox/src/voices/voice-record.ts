import type { BooleanColumn, Column, NumberColumn } from '@zhengfeng/eventlog'
import { CodedColumn, type EventRecord } from '../record/event-record.ts'

/** What an event tells of the applicant's experience. */
export interface VoiceDetails {
  /** 5 very satisfied … 1 very dissatisfied. */
  readonly satisfaction?: number
  /** Filled in by the system, because the applicant said nothing. */
  readonly byDefault?: true
  /** Codes of the national rating form, comma-separated. */
  readonly reasons?: string
  /** Trips to the hall so far. */
  readonly visits?: number
  readonly window?: string
}

/** Keeps what voices tell of events, by row. */
export class VoiceRecord {
  /** One per case. */
  readonly groups: string[] = []
  readonly #details = new Map<number, VoiceDetails>()

  tell(row: number, details: VoiceDetails): void {
    this.#details.set(row, { ...this.#details.get(row), ...details })
  }

  /** The columns of a log of so many events. */
  columns(record: EventRecord): [name: string, column: Column][] {
    const rows = Array.from({ length: record.length }, (_, row) => this.#details.get(row))
    return [
      ['satisfaction', numbers(rows.map((details) => details?.satisfaction))],
      ['default', truths(rows.map((details) => details?.byDefault))],
      ['reasons', texts(rows.map((details) => details?.reasons))],
      ['visits', numbers(rows.map((details) => details?.visits))],
      ['window', texts(rows.map((details) => details?.window))],
    ]
  }
}

function numbers(values: readonly (number | undefined)[]): NumberColumn {
  return { kind: 'number', integer: true, values: Float64Array.from(values, (value) => value ?? Number.NaN) }
}

function truths(values: readonly (true | undefined)[]): BooleanColumn {
  return { kind: 'boolean', values: Int8Array.from(values, (value) => (value ? 1 : -1)) }
}

function texts(values: readonly (string | undefined)[]): Column {
  const column = new CodedColumn()
  for (const value of values) column.push(value)
  return column.finish()
}
