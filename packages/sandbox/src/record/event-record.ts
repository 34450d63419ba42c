import { GrowableFloat64, GrowableInt32, type StringColumn } from '@zhengfeng/eventlog'

/** Texts with small codes, in order of first use. */
export class Dictionary {
  readonly values: string[] = []
  readonly #codes = new Map<string, number>()

  codeOf(text: string): number {
    let code = this.#codes.get(text)
    if (code === undefined) {
      code = this.values.length
      this.values.push(text)
      this.#codes.set(text, code)
    }
    return code
  }
}

/** What an event may carry besides its case, activity and time. */
export interface EventDetails {
  readonly start?: number
  readonly resource?: string
  readonly department?: string
  readonly stopKind?: string
  readonly stopDocument?: string
  /** When it was written down, where that is not shortly after it happened. */
  readonly recordedAt?: number
  readonly note?: string
}

/** Collects events in columns while the simulation runs. */
export class EventRecord {
  readonly caseIndex = new GrowableInt32()
  readonly time = new GrowableFloat64()
  readonly start = new GrowableFloat64()
  readonly recordedAt = new GrowableFloat64()
  readonly activity = new CodedColumn()
  readonly resource = new CodedColumn()
  readonly department = new CodedColumn()
  readonly stopKind = new CodedColumn()
  readonly stopDocument = new CodedColumn()
  readonly note = new CodedColumn()

  get length(): number {
    return this.time.length
  }

  /** Whether an event is of an activity. */
  isOf(row: number, activity: string): boolean {
    return this.activity.dictionary.values[this.activity.codes.get(row)] === activity
  }

  add(caseIndex: number, activity: string, time: number, details: EventDetails): void {
    this.caseIndex.push(caseIndex)
    this.time.push(time)
    this.start.push(details.start ?? Number.NaN)
    this.recordedAt.push(details.recordedAt ?? Number.NaN)
    this.activity.push(activity)
    this.resource.push(details.resource)
    this.department.push(details.department)
    this.stopKind.push(details.stopKind)
    this.stopDocument.push(details.stopDocument)
    this.note.push(details.note)
  }
}

/** A string column that grows. */
export class CodedColumn {
  readonly codes = new GrowableInt32()
  readonly dictionary = new Dictionary()

  push(text: string | undefined): void {
    this.codes.push(text === undefined ? -1 : this.dictionary.codeOf(text))
  }

  set(row: number, text: string | undefined): void {
    this.codes.set(row, text === undefined ? -1 : this.dictionary.codeOf(text))
  }

  finish(): StringColumn {
    return { kind: 'string', codes: this.codes.finish(), values: this.dictionary.values }
  }
}
