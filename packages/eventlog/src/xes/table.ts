import { type AttributeColumn, STORED, UNFIT } from '../attributes/attribute-column.ts'
import type { ColumnSet } from '../attributes/column-set.ts'
import type { Scope } from '../attributes/roles.ts'
import { childrenSuffix, type Role, type Roles, rolesOf } from '../attributes/roles.ts'
import { type TypedTable, typedColumns } from '../attributes/typed-table.ts'
import { GrowableInt32 } from '../growable.ts'
import type { Attribute, LogMeta } from '../log.ts'
import type { Profile } from '../profile/profile.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { RefusalReason } from '../reading-report.ts'
import { textOf } from '../xml/bytes.ts'
import type { XmlTokeniser } from '../xml/tokeniser.ts'
import { INT } from './elements.ts'
import type { ValueRange, XesSink } from './sink.ts'

/** The kind of column for each attribute type up to `id`. */
const kinds = ['string', 'instant', 'number', 'number', 'boolean', 'string'] as const

/** The events and traces of an XES document in columns, while they are read; rows that cannot be used are refused at once. */
export class XesTable implements XesSink, TypedTable {
  readonly profile: Profile
  readonly roles: Roles
  readonly events: ColumnSet
  readonly traces: ColumnSet
  /** The trace of each event. */
  readonly eventTrace: GrowableInt32 = new GrowableInt32()
  readonly lines: GrowableInt32 = new GrowableInt32()
  readonly notes: ReadingNotes
  eventCount = 0
  traceCount = 0
  /** The columns that tell the activity: one, or those of a classifier. */
  activity: AttributeColumn[] = []
  /** The classifiers of the log, known before its first trace. */
  classifiers: LogMeta['classifiers'] = []
  readonly #time: AttributeColumn
  readonly #case: AttributeColumn
  #line = 0
  #traceLine = 0
  #inTrace = true
  #lastType = 0
  #firstOfTrace = 0
  #unreadableTime: string | undefined

  constructor(profile: Profile, notes: ReadingNotes, source: string) {
    this.profile = profile
    this.notes = notes
    this.roles = rolesOf(profile, source)
    this.events = typedColumns(profile, this.roles, { scope: 'event', source })
    this.traces = typedColumns(profile, this.roles, { scope: 'trace', source })
    this.#time = this.events.get(this.roles.time.key)
    this.#case = this.traces.get(this.roles.case.key)
  }

  beginTrace(line: number): void {
    if (this.activity.length === 0) this.activity = this.#activityColumns()
    this.#traceLine = line
    this.#firstOfTrace = this.eventCount
    this.traces.beginRow()
  }

  endTrace(): void {
    if (this.#case.has(this.traceCount)) {
      this.traceCount++
      return
    }
    const { name } = this.roles.case
    this.notes.notice('emptyKeys', { column: name, line: this.#traceLine, value: '<trace>' })
    for (let row = this.#firstOfTrace; row < this.eventCount; row++)
      this.notes.refuse({ line: this.lines.get(row), column: name, reason: 'missingCase' })
    this.#dropFrom(this.#firstOfTrace)
    this.traces.truncate(this.traceCount)
  }

  beginEvent(line: number, inTrace: boolean): void {
    this.#line = line
    this.#inTrace = inTrace
    this.events.beginRow()
  }

  endEvent(): void {
    const row = this.eventCount
    if (!this.#inTrace) this.#refuse('missingCase', this.roles.case)
    else if (!this.activity.some((column) => column.has(row))) this.#refuse('missingActivity', this.roles.activity)
    else if (Number.isNaN(this.#time.number(row)))
      this.#refuse(this.#timeFault(), this.roles.time, this.#unreadableTime)
    else {
      this.eventTrace.push(this.traceCount)
      this.lines.push(this.#line)
      this.eventCount++
    }
    this.#unreadableTime = undefined
  }

  scalar(scope: Scope, type: number, xml: XmlTokeniser, range: ValueRange): void {
    const ofEvent = scope === 'event'
    this.#lastType = type
    const bytes = xml.bytes
    const column = (ofEvent ? this.events : this.traces).find(bytes, range.keyFrom, range.keyTo)
    const row = ofEvent ? this.eventCount : this.traceCount
    const integer = type === INT
    const stored = column.set(row, kinds[type]!, integer, bytes, range.valueFrom, range.valueTo)
    if (stored !== STORED) this.#misfit(stored, column, xml.line, textOf(bytes, range.valueFrom, range.valueTo))
  }

  expected(): Uint8Array | undefined {
    return this.events.expected?.start?.bytes
  }

  repeated(xml: XmlTokeniser, from: number, to: number): void {
    const column = this.events.advance()
    const { type } = column.start!
    const stored = column.set(this.eventCount, kinds[type]!, type === INT, xml.bytes, from, to)
    if (stored !== STORED) this.#misfit(stored, column, xml.line, textOf(xml.bytes, from, to))
  }

  remember(start: Uint8Array): void {
    this.events.last.start ??= { bytes: start.slice(), type: this.#lastType }
  }

  structured(scope: Scope, attribute: Attribute): void {
    const { key, ...content } = attribute
    this.#json(scope, key, content)
  }

  children(scope: Scope, key: string, children: readonly Attribute[]): void {
    this.#json(scope, key + childrenSuffix, children)
  }

  unknown(name: string, line: number): void {
    this.notes.notice('unfitValues', { column: `<${name}>`, line, value: `<${name}>` })
  }

  #json(scope: Scope, key: string, content: unknown): void {
    const bytes = new TextEncoder().encode(JSON.stringify(content))
    const column = (scope === 'event' ? this.events : this.traces).get(key)
    const row = scope === 'event' ? this.eventCount : this.traceCount
    const stored = column.set(row, 'json', true, bytes, 0, bytes.length)
    if (stored !== STORED) this.#misfit(stored, column, this.#line, JSON.stringify(content))
  }

  #misfit(stored: number, column: AttributeColumn, line: number, value: string): void {
    if (column === this.#time && stored === UNFIT) this.#unreadableTime = value
    else this.notes.notice('unfitValues', { column: column.key, line, value })
  }

  #timeFault(): RefusalReason {
    if (this.#unreadableTime === undefined) return 'missingTime'
    return this.#time.instants.ambiguous ? 'ambiguousTime' : 'unreadableTime'
  }

  #refuse(reason: RefusalReason, role: Role, value?: string): void {
    if (value === undefined) this.notes.notice('emptyKeys', { column: role.name, line: this.#line, value: '<event>' })
    this.notes.refuse({ line: this.#line, column: role.name, ...(value !== undefined && { value }), reason })
    this.#dropFrom(this.eventCount)
  }

  #dropFrom(row: number): void {
    this.eventCount = row
    this.events.truncate(row)
    this.eventTrace.length = row
    this.lines.length = row
  }

  /** A classifier of that name comes before an attribute: its name is the more telling one. */
  #activityColumns(): AttributeColumn[] {
    const { key } = this.roles.activity
    const classifier = this.classifiers.find(({ name }) => name === key)
    return (classifier?.keys ?? [key]).map((part) => this.events.get(part))
  }
}
