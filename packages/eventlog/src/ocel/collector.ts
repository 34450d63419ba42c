import type { DeclaredKind } from '../attributes/attribute-column.ts'
import { RecordTable, type RecordValue } from '../attributes/record-table.ts'
import type { Profile } from '../profile/profile.ts'
import { ReadingNotes } from '../reading-notes.ts'
import type { Preview, PreviewColumn, Reading, ReadingReport, ReadOptions } from '../reading-report.ts'
import { type FlatSink, flatten } from './flatten.ts'
import { OcelEvent, OcelModel, OcelObject, OcelTypeDeclaration } from './model.ts'

/** Options of the OCEL readers. */
export interface OcelReadOptions extends ReadOptions {
  /** The object type whose objects are the cases; it may be left out where there is only one. */
  readonly objectType?: string
}

/** Options of the OCEL previews. */
export interface OcelPreviewOptions {
  readonly source: string
  readonly objectType?: string
}

const maxPreviewRows = 5000

/** Takes the parts of an OCEL log as they are found and checks each; makes a log or a preview of them. */
export class OcelCollector {
  readonly model = new OcelModel()
  readonly notes: ReadingNotes
  readonly #options: OcelReadOptions
  #events = 0

  constructor(format: ReadingReport['format'], options: OcelReadOptions) {
    this.#options = options
    this.notes = new ReadingNotes({ source: options.source, format, strict: options.strict })
  }

  /** An element of one of the four arrays of OCEL JSON; `line` where it is not the number of the event. */
  element(key: string, element: unknown, line?: number): void {
    if (key === 'events') this.#event(element, line)
    else if (key === 'objects') this.#object(element, line)
    else if (key === 'eventTypes' || key === 'objectTypes') {
      const type = OcelTypeDeclaration.safeParse(element)
      if (type.success) this.model.declare(key === 'eventTypes' ? 'event' : 'object', type.data)
      else this.#unfit(key, element, line)
    }
  }

  #event(element: unknown, line = ++this.#events): void {
    const event = OcelEvent.safeParse(element)
    if (event.success) this.model.addEvent(event.data, line)
    else
      this.notes.refuse({
        line,
        column: String(event.error.issues[0]!.path[0] ?? ''),
        value: JSON.stringify(element),
        reason: 'malformed',
      })
  }

  #object(element: unknown, line: number | undefined): void {
    const object = OcelObject.safeParse(element)
    if (object.success) this.model.addObject(object.data)
    else this.#unfit('objects', element, line)
  }

  #unfit(column: string, element: unknown, line: number | undefined): void {
    this.notes.notice('unfitValues', { column, value: JSON.stringify(element), ...(line !== undefined && { line }) })
  }

  /** The log, flattened on the chosen object type. */
  finish(profile: Profile): Reading {
    const table = new RecordTable(profile, this.notes, { options: this.#options, inferInstants: false })
    const repeated = new Set(Object.values(profile.columns).filter((name) => name?.startsWith('case:')) as string[])
    flatten(this.model, new TableSink(table), {
      source: this.#options.source,
      objectType: this.#options.objectType,
      notes: this.notes,
      repeated,
    })
    return table.finish()
  }

  /** The first 5,000 flattened events. */
  preview(format: Preview['format']): Preview {
    const sink = new PreviewSink()
    const { source, objectType } = this.#options
    flatten(this.model, sink, { source, objectType, notes: this.notes, maxRows: maxPreviewRows })
    return sink.preview(format)
  }
}

class TableSink implements FlatSink {
  readonly #table: RecordTable

  constructor(table: RecordTable) {
    this.#table = table
  }

  beginRow(line: number): void {
    this.#table.beginRow(line)
  }

  set(name: string, value: unknown, kind: DeclaredKind | undefined): void {
    this.#table.set(name, value as RecordValue, kind)
  }

  endRow(): void {
    this.#table.endRow()
  }
}

class PreviewSink implements FlatSink {
  #rows = 0
  readonly #columns = new Map<string, { declared: PreviewColumn['declared'] | 'integer' | 'json'; texts: string[] }>()

  beginRow(): void {}

  set(name: string, value: unknown, kind: DeclaredKind | undefined): void {
    let column = this.#columns.get(name)
    if (!column) {
      column = { declared: kind, texts: [] }
      this.#columns.set(name, column)
    }
    column.texts[this.#rows] = typeof value === 'object' ? JSON.stringify(value) : String(value)
  }

  endRow(): void {
    this.#rows++
  }

  preview(format: Preview['format']): Preview {
    const columns = Array.from(this.#columns, ([name, { declared, texts }]): PreviewColumn => {
      const isCase = name.startsWith('case:')
      const type = declared === 'integer' ? 'number' : declared === 'json' ? undefined : declared
      return {
        name: isCase ? name.slice(5) : name,
        scope: isCase ? 'case' : 'event',
        ...(type && { declared: type }),
        texts: Array.from({ length: this.#rows }, (_, row) => texts[row] ?? ''),
      }
    })
    return { format, rows: this.#rows, columns }
  }
}
