import { xmlDateTime } from '../attributes/date-time.ts'
import { type Column, type StringColumn, valueAt } from '../column.ts'
import { type EventLog, eventCount } from '../log.ts'
import { flatNames } from './flatten.ts'

/** The columns of a profile that reads what `writeOcelJson` writes, flattened on the object type `case`. */
export const ocelColumns = {
  case: flatNames.case,
  activity: flatNames.activity,
  time: flatNames.time,
  start: 'start_timestamp',
  recordedAt: 'recordedAt',
  lifecycle: 'lifecycle:transition',
  resource: 'officer',
  department: 'department',
  office: 'case:office',
} as const

const chunkLength = 1 << 16

/**
 * Writes a log as OCEL 2.0 in JSON, in pieces of about 64 KB: objects are the cases, officers, departments and offices, ids being
 * `case:<id>`, `officer:<name>` and so on (`case:<office>/<id>` where two offices have the same case id). Activities are the event
 * types. Read with `objectType: 'case'` and `columns: ocelColumns` it gives the same log, JSON attributes as text.
 *
 * @param log any log
 * @example
 * const { log } = assembleLog({
 *   timeZone: 'UTC',
 *   caseIds: ['1'],
 *   eventCase: Int32Array.of(0),
 *   activity: { kind: 'string', codes: Int32Array.of(0), values: ['accept'] },
 *   time: Float64Array.of(0),
 *   sourceRow: Int32Array.of(1),
 * })
 * const ocel = JSON.parse([...writeOcelJson(log)].join(''))
 * ocel.events[0].relationships // → [{ objectId: 'case:1', qualifier: 'of' }]
 */
export function* writeOcelJson(log: EventLog): Generator<string, void, undefined> {
  const writer = new OcelWriter(log)
  yield '{"objectTypes":[\n'
  yield* joined(writer.objectTypes())
  yield '\n],"eventTypes":[\n'
  yield* joined(writer.eventTypes())
  yield '\n],"objects":[\n'
  yield* joined(writer.objects())
  yield '\n],"events":[\n'
  yield* joined(writer.events())
  yield '\n]}\n'
}

function* joined(elements: Iterable<object>): Generator<string> {
  let text = ''
  let first = true
  for (const element of elements) {
    text += first ? JSON.stringify(element) : `,\n${JSON.stringify(element)}`
    first = false
    if (text.length < chunkLength) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

interface NamedColumn {
  readonly name: string
  readonly column: Column
}

class OcelWriter {
  readonly #log: EventLog
  readonly #caseObjects: readonly string[]
  readonly #eventColumns: readonly NamedColumn[]
  readonly #caseColumns: readonly NamedColumn[]

  constructor(log: EventLog) {
    this.#log = log
    this.#caseObjects = caseObjects(log)
    const instants = (name: string, values: Float64Array | undefined): NamedColumn[] =>
      values ? [{ name, column: { kind: 'instant', values } }] : []
    const lifecycle = log.lifecycle ? [{ name: ocelColumns.lifecycle, column: log.lifecycle }] : []
    const own = [
      ...instants(ocelColumns.start, log.startTime),
      ...instants(ocelColumns.recordedAt, log.recordedAt),
      ...lifecycle,
    ]
    this.#eventColumns = withFreeNames(own, log.eventAttributes)
    this.#caseColumns = withFreeNames([], log.caseAttributes)
  }

  *objectTypes(): Generator<object> {
    yield { name: 'case', attributes: this.#caseColumns.map(declaration) }
    const { resource, department, caseOffice } = this.#log
    if (resource) yield { name: 'officer', attributes: [] }
    if (department) yield { name: 'department', attributes: [] }
    if (caseOffice) yield { name: 'office', attributes: [] }
  }

  *eventTypes(): Generator<object> {
    const attributes = this.#eventColumns.map(declaration)
    for (const name of this.#log.activity.values) yield { name, attributes }
  }

  *objects(): Generator<object> {
    const { resource, department, caseOffice, caseOffsets, time } = this.#log
    yield* namedObjects('officer', resource)
    yield* namedObjects('department', department)
    yield* namedObjects('office', caseOffice)
    for (const [index, id] of this.#caseObjects.entries()) {
      const since = this.#instant(time[caseOffsets[index]!]!)
      const office = caseOffice && valueAt(caseOffice, index)
      yield {
        id,
        type: 'case',
        attributes: this.#values(this.#caseColumns, index).map((each) => ({
          name: each.name,
          time: since,
          value: each.value,
        })),
        relationships: office === undefined ? [] : [{ objectId: `office:${office}`, qualifier: 'answers' }],
      }
    }
  }

  *events(): Generator<object> {
    const { activity, time, caseOffsets } = this.#log
    let caseIndex = 0
    for (let event = 0; event < eventCount(this.#log); event++) {
      while (caseOffsets[caseIndex + 1]! <= event) caseIndex++
      yield {
        id: `e${event + 1}`,
        type: activity.values[activity.codes[event]!],
        time: this.#instant(time[event]!),
        attributes: this.#values(this.#eventColumns, event),
        relationships: this.#relations(event, this.#caseObjects[caseIndex]!),
      }
    }
  }

  #relations(event: number, caseObject: string): object[] {
    const { resource, department } = this.#log
    const relations = [{ objectId: caseObject, qualifier: 'of' }]
    const officer = resource && valueAt(resource, event)
    const unit = department && valueAt(department, event)
    if (officer !== undefined) relations.push({ objectId: `officer:${officer}`, qualifier: 'by' })
    if (unit !== undefined) relations.push({ objectId: `department:${unit}`, qualifier: 'at' })
    return relations
  }

  #values(columns: readonly NamedColumn[], row: number): { name: string; value: unknown }[] {
    return columns.flatMap(({ name, column }) => {
      const value = valueAt(column, row)
      if (value === undefined) return []
      if (column.kind === 'instant') return [{ name, value: this.#instant(value as number) }]
      return [{ name, value: typeof value === 'number' ? numberValue(value) : value }]
    })
  }

  #instant(value: number): string {
    return xmlDateTime(value, this.#log.timeZone)
  }
}

/** JSON has neither infinity nor minus zero. */
function numberValue(value: number): number | string {
  if (Number.isFinite(value)) return Object.is(value, -0) ? '-0' : value
  return value > 0 ? 'INF' : '-INF'
}

function caseObjects({ caseIds, caseOffice }: EventLog): readonly string[] {
  const unique = new Set(caseIds).size === caseIds.length
  return caseIds.map((id, index) => {
    const office = caseOffice && valueAt(caseOffice, index)
    return unique || office === undefined ? `case:${id}` : `case:${office}/${id}`
  })
}

/** An attribute whose name is taken is written as `attribute:<name>`. */
function withFreeNames(own: readonly NamedColumn[], attributes: ReadonlyMap<string, Column>): NamedColumn[] {
  const taken = new Set(own.map(({ name }) => name))
  const named = [...own]
  for (const [key, column] of attributes) {
    let name = key
    while (taken.has(name) || (name !== key && attributes.has(name))) name = `attribute:${name}`
    taken.add(name)
    named.push({ name, column })
  }
  return named
}

function* namedObjects(type: string, column: StringColumn | undefined): Generator<object> {
  for (const name of column?.values ?? []) yield { id: `${type}:${name}`, type, attributes: [], relationships: [] }
}

function declaration({ name, column }: NamedColumn): { name: string; type: string } {
  return { name, type: ocelType(column) }
}

function ocelType(column: Column): string {
  switch (column.kind) {
    case 'string':
    case 'json':
      return 'string'
    case 'instant':
      return 'time'
    case 'boolean':
      return 'boolean'
    case 'number':
      return column.integer ? 'integer' : 'float'
  }
}
