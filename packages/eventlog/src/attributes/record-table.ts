import { assembleLog, type EventTable } from '../assemble.ts'
import { type Column, type InstantColumn, type StringColumn, takeInt32 } from '../column.ts'
import { SourceError } from '../errors.ts'
import { GrowableInt32 } from '../growable.ts'
import { parseIsoInstant } from '../instant/index.ts'
import type { LogMeta } from '../log.ts'
import type { Profile } from '../profile/profile.ts'
import type { ReadingNotes } from '../reading-notes.ts'
import type { Reading, ReadOptions, RefusalReason } from '../reading-report.ts'
import { type AttributeColumn, type DeclaredKind, STORED, UNFIT } from './attribute-column.ts'
import { withCaseColumns } from './case-columns.ts'
import type { ColumnSet } from './column-set.ts'
import { noticeTyped } from './notices.ts'
import { type Roles, rolesOf } from './roles.ts'
import { type TypedTable, typedColumns } from './typed-table.ts'

/** A value of a record; anything structured becomes JSON. */
export type RecordValue = string | number | boolean | object

const roleNames = ['activity', 'time', 'start', 'recordedAt', 'lifecycle', 'resource', 'department'] as const

/**
 * Makes a log of records, one per event, whose values have types of their own. Roles are the names of fields; fields named
 * `case:…` and those that the profile says describe the case become case attributes, the first value of each case.
 */
export class RecordTable implements TypedTable {
  readonly profile: Profile
  readonly roles: Roles
  readonly notes: ReadingNotes
  readonly events: ColumnSet
  readonly traces: ColumnSet
  readonly #options: ReadOptions
  readonly #inferInstants: boolean
  readonly #case: AttributeColumn
  readonly #activity: AttributeColumn
  readonly #time: AttributeColumn
  readonly #lines = new GrowableInt32()
  #rows = 0
  #line = 0
  #unreadableTime: string | undefined

  /** @param about `inferInstants`: texts that are all ISO instants with offset are instants, as in JSON */
  constructor(profile: Profile, notes: ReadingNotes, about: { options: ReadOptions; inferInstants: boolean }) {
    this.profile = profile
    this.notes = notes
    this.#options = about.options
    this.#inferInstants = about.inferInstants
    const { columns } = profile
    const whole = (name: string): { key: string; name: string; scope: 'event' } => ({ key: name, name, scope: 'event' })
    const { source } = about.options
    const byName = Object.entries(rolesOf(profile, source)).map(([role, found]) => [role, found && whole(found.name)])
    this.roles = Object.fromEntries(byName) as unknown as Roles
    this.events = typedColumns(profile, this.roles, { scope: 'event', source })
    this.traces = typedColumns(profile, this.roles, { scope: 'trace', source })
    this.#case = this.events.get(columns.case)
    this.#activity = this.events.get(columns.activity)
    this.#time = this.events.get(columns.time)
  }

  beginRow(line: number): void {
    this.#line = line
    this.#unreadableTime = undefined
  }

  /** Gives the record a value, of the type that the source declares or else of its own; the first one of a name counts. */
  set(name: string, value: RecordValue, declared?: DeclaredKind): void {
    const column = this.events.get(name)
    const stored = column.setValue(this.#rows, value, declared)
    if (stored === STORED) return
    const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
    if (column === this.#time && stored === UNFIT) this.#unreadableTime = text
    else this.notes.notice('unfitValues', { column: name, line: this.#line, value: text })
  }

  /** Keeps the record, or refuses it where a key is missing. */
  endRow(): void {
    const row = this.#rows
    if (!this.#case.has(row)) this.#refuse('missingCase', this.roles.case.name)
    else if (!this.#activity.has(row)) this.#refuse('missingActivity', this.roles.activity.name)
    else if (Number.isNaN(this.#time.number(row))) this.#refuseTime()
    else {
      this.#lines.push(this.#line)
      this.#rows++
    }
  }

  #refuseTime(): void {
    const { name } = this.roles.time
    if (this.#unreadableTime === undefined) this.#refuse('missingTime', name)
    else this.#refuse(this.#time.instants.ambiguous ? 'ambiguousTime' : 'unreadableTime', name, this.#unreadableTime)
  }

  #refuse(reason: RefusalReason, column: string, value?: string): void {
    if (value === undefined) this.notes.notice('emptyKeys', { column, line: this.#line, value: '' })
    this.notes.refuse({ line: this.#line, column, ...(value !== undefined && { value }), reason })
    this.events.truncate(this.#rows)
  }

  /**
   * The log, with the report on its reading.
   *
   * @throws SourceError `noEvents`, `columnMissing`
   */
  finish(meta?: LogMeta): Reading {
    if (this.#rows === 0) throw this.#nothingRead()
    this.notes.keepRows(this.#rows)
    const assembled = withCaseColumns(this, assembleLog({ ...this.#table(), ...(meta && { meta }) }))
    noticeTyped(this, assembled, this.#options)
    return { log: assembled.log, report: this.notes.report() }
  }

  #nothingRead(): SourceError {
    const { source } = this.#options
    const { case: id, activity, time } = this.roles
    const absent = [id, activity, time].find(({ key }) => !this.events.get(key).seen)
    const expected = this.events.seenKeys()
    if (!absent || expected.length === 0)
      return new SourceError('noEvents', {
        source,
        detail: String(this.notes.rowsRefused),
        ...this.notes.commonestRefusal(),
      })
    return new SourceError('columnMissing', { source, column: absent.name, expected: expected.join(', ') })
  }

  #table(): EventTable {
    const { start, recordedAt, lifecycle, resource, department } = this.roles
    const startTime = this.#role(start) as InstantColumn | undefined
    const recorded = this.#role(recordedAt) as InstantColumn | undefined
    const lifecycleColumn = this.#role(lifecycle) as StringColumn | undefined
    const resourceColumn = this.#role(resource) as StringColumn | undefined
    const departmentColumn = this.#role(department) as StringColumn | undefined
    return {
      timeZone: this.profile.timeZone,
      ...this.#cases(),
      activity: this.#activity.finish(this.#rows) as StringColumn,
      time: (this.#time.finish(this.#rows) as InstantColumn).values,
      ...(startTime && { startTime: startTime.values }),
      ...(recorded && { recordedAt: recorded.values }),
      ...(lifecycleColumn && { lifecycle: lifecycleColumn }),
      ...(resourceColumn && { resource: resourceColumn }),
      ...(departmentColumn && { department: departmentColumn }),
      sourceRow: this.#lines.finish(),
      eventAttributes: this.#attributes(),
    }
  }

  #role(role: Roles['start']): Column | undefined {
    return role && this.events.used(role.key)?.finish(this.#rows)
  }

  #attributes(): Map<string, Column> {
    const { roles } = this
    const taken = new Set([roles.case.key, roles.office?.key, ...roleNames.map((name) => roles[name]?.key)])
    return new Map(
      this.events.columns
        .filter((column) => column.kind !== undefined && column.length > 0 && !taken.has(column.key))
        .map((column) => [column.key, this.#attribute(column)]),
    )
  }

  #attribute(column: AttributeColumn): Column {
    const finished = column.finish(this.#rows)
    return this.#inferInstants && !column.fixed && finished.kind === 'string' ? asInstants(finished) : finished
  }

  /** A case is an id in an office. */
  #cases(): Pick<EventTable, 'caseIds' | 'eventCase' | 'caseOffice'> {
    const ids = this.#case.finish(this.#rows) as StringColumn
    const office = this.#role(this.roles.office) as StringColumn | undefined
    const offices = (office?.values.length ?? 0) + 1
    const caseOf = new Map<number, number>()
    const first: number[] = []
    const eventCase = Int32Array.from(ids.codes, (code, row) => {
      const key = code * offices + (office?.codes[row] ?? -1) + 1
      const known = caseOf.get(key)
      if (known !== undefined) return known
      caseOf.set(key, first.length)
      return first.push(row) - 1
    })
    const caseIds = first.map((row) => ids.values[ids.codes[row]!]!)
    if (!office) return { caseIds, eventCase }
    return { caseIds, eventCase, caseOffice: { ...office, codes: takeInt32(office.codes, Int32Array.from(first)) } }
  }
}

/** Instants where every text is one with an offset; the texts otherwise. */
function asInstants(column: StringColumn): Column {
  if (column.values.length === 0) return column
  const instants = column.values.map((text) => {
    const bytes = new TextEncoder().encode(text)
    return parseIsoInstant(bytes, 0, bytes.length)
  })
  if (instants.some((instant) => Number.isNaN(instant))) return column
  return {
    kind: 'instant',
    values: Float64Array.from(column.codes, (code) => (code < 0 ? Number.NaN : instants[code]!)),
  }
}
