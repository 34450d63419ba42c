import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { assembleLog } from './assemble.ts'
import { type Column, valueAt } from './column.ts'
import { type Attribute, type EventLog, emptyMeta } from './log.ts'
import { readNdjson } from './ndjson/read-ndjson.ts'
import { serviceEventColumns } from './ndjson/service-event.ts'
import { writeNdjson } from './ndjson/write-ndjson.ts'
import { readOcelJson } from './ocel/read-ocel-json.ts'
import { ocelColumns, writeOcelJson } from './ocel/write-ocel-json.ts'
import { Profile, type ProfileInput } from './profile/profile.ts'
import type { Reading, ReadOptions } from './reading-report.ts'
import { readXes } from './xes/read-xes.ts'
import { writeXes, xesColumns } from './xes/write-xes.ts'

const timeZone = 'Europe/Amsterdam'

function text(values: (string | undefined)[]): Extract<Column, { kind: 'string' }> {
  const dictionary = [...new Set(values.filter((value) => value !== undefined))]
  return {
    kind: 'string',
    codes: Int32Array.from(values, (value) => (value === undefined ? -1 : dictionary.indexOf(value))),
    values: dictionary,
  }
}

interface Format {
  readonly write: (log: EventLog) => Iterable<string>
  readonly read: (source: AsyncIterable<Uint8Array>, profile: Profile, options: ReadOptions) => Promise<Reading>
  readonly columns: ProfileInput['columns']
}

async function readBack(format: Format, log: EventLog): Promise<EventLog> {
  const text = [...format.write(log)].join('')
  async function* source() {
    yield new TextEncoder().encode(text)
  }
  const profile = Profile.parse({ timeZone, columns: format.columns })
  const { log: back, report } = await format.read(source(), profile, { source: 'a', strict: true })
  expect(report.rowsKept).toBe(log.time.length)
  return back
}

/** A log in plain values: dictionaries and empty columns are of no account. */
function plain(log: EventLog) {
  const rows = (column: Column | undefined, count: number) =>
    column && Array.from({ length: count }, (_, row) => valueAt(column, row))
  const some = (values: unknown[] | undefined) => (values?.every((value) => value === undefined) ? undefined : values)
  const columns = (map: ReadonlyMap<string, Column>, count: number) =>
    [...map]
      .map(
        ([key, column]) => [key, column.kind, column.kind === 'number' && column.integer, rows(column, count)] as const,
      )
      .filter(([, , , values]) => some(values as unknown[]))
      .sort(([a], [b]) => (a < b ? -1 : 1))
  const events = log.time.length
  return {
    caseIds: log.caseIds,
    offsets: Array.from(log.caseOffsets),
    office: some(rows(log.caseOffice, log.caseIds.length)),
    activity: rows(log.activity, events),
    time: Array.from(log.time),
    start: some(log.startTime && rows({ kind: 'instant', values: log.startTime }, events)),
    recordedAt: some(log.recordedAt && rows({ kind: 'instant', values: log.recordedAt }, events)),
    lifecycle: some(rows(log.lifecycle, events)),
    resource: some(rows(log.resource, events)),
    department: some(rows(log.department, events)),
    eventAttributes: columns(log.eventAttributes, events),
    caseAttributes: columns(log.caseAttributes, log.caseIds.length),
    meta: { ...log.meta, extensions: [] },
  }
}

/** JSON has one kind of number, and neither infinity nor minus zero. */
function withoutInfinity(log: EventLog): EventLog {
  const finite = (column: Column): Column =>
    column.kind === 'number'
      ? { ...column, values: column.values.map((value) => (Number.isFinite(value) ? value + 0 : Number.NaN)) }
      : column
  const all = (map: ReadonlyMap<string, Column>) => new Map([...map].map(([key, column]) => [key, finite(column)]))
  return { ...log, eventAttributes: all(log.eventAttributes), caseAttributes: all(log.caseAttributes) }
}

function untyped(log: ReturnType<typeof plain>) {
  const names = (columns: (typeof log)['eventAttributes']) =>
    columns.map(([key, kind, , values]) => [key, kind, values])
  return { ...log, eventAttributes: names(log.eventAttributes), caseAttributes: names(log.caseAttributes) }
}

const xmlText = fc
  .string({ unit: 'binary', maxLength: 12 })
  .map((value) => value.replace(/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '_'))
const name = xmlText.filter((value) => value.trim() !== '')
const instant = fc
  .tuple(
    fc.integer({ min: Date.UTC(1500, 0, 1), max: Date.UTC(2200, 0, 1) }),
    fc.constantFrom(0, 0, 0.25, 0.123, 0.999),
  )
  .map(([ms, fraction]) => (Math.abs(ms) > 1e9 ? ms + fraction : ms))
const scalar: fc.Arbitrary<Attribute> = fc.record({
  type: fc.constantFrom('string', 'date', 'int', 'float', 'boolean', 'id'),
  key: xmlText,
  value: xmlText,
})
const tree: fc.Arbitrary<Attribute> = fc.letrec<{ attribute: Attribute }>((tie) => ({
  attribute: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc
      .tuple(scalar, fc.array(tie('attribute'), { minLength: 1, maxLength: 3 }))
      .map(([own, children]) => ({ ...own, children })),
    fc
      .tuple(
        fc.constantFrom('list' as const, 'container' as const),
        xmlText,
        fc.array(tie('attribute'), { maxLength: 3 }),
      )
      .map(([type, key, children]) => ({ type, key, ...(children.length > 0 && { children }) })),
  ),
})).attribute

function optional<T>(value: fc.Arbitrary<T>, count: number) {
  return fc.array(fc.option(value, { nil: undefined }), { minLength: count, maxLength: count })
}

function instants(count: number) {
  return optional(instant, count).map((values) => Float64Array.from(values, (value) => value ?? Number.NaN))
}

function column(count: number): fc.Arbitrary<Column> {
  const number = (integer: boolean, value: fc.Arbitrary<number>) =>
    optional(value, count).map(
      (values): Column => ({ kind: 'number', integer, values: Float64Array.from(values, (v) => v ?? Number.NaN) }),
    )
  return fc.oneof(
    optional(xmlText, count).map(text),
    number(true, fc.maxSafeInteger()),
    number(false, fc.oneof(fc.double({ noNaN: true }), fc.constantFrom(-0, 1, Number.NEGATIVE_INFINITY))),
    instants(count).map((values): Column => ({ kind: 'instant', values })),
    optional(fc.boolean(), count).map(
      (values): Column => ({
        kind: 'boolean',
        values: Int8Array.from(values, (v) => (v === undefined ? -1 : Number(v))),
      }),
    ),
    optional(fc.array(tree, { maxLength: 2 }), count).map((values): Column => {
      const lists = values.map(
        (children) => children && JSON.stringify({ type: 'list', ...(children.length > 0 && { children }) }),
      )
      return { ...text(lists), kind: 'json' }
    }),
  )
}

/** Attributes, some of which have children in some rows. */
function attributes(count: number): fc.Arbitrary<Map<string, Column>> {
  const entry = fc.tuple(xmlText, column(count), optional(fc.array(tree, { minLength: 1, maxLength: 2 }), count))
  return fc.uniqueArray(entry, { maxLength: 4, selector: ([key]) => key }).map(
    (entries) =>
      new Map(
        entries.flatMap(([key, own, children]): [string, Column][] => {
          if (own.kind === 'json' || key.startsWith('a')) return [[`k${key}`, own]]
          const inside = children.map((each, row) =>
            valueAt(own, row) === undefined || each === undefined ? undefined : JSON.stringify(each),
          )
          return [
            [`k${key}`, own],
            [`k${key}/children`, { ...text(inside), kind: 'json' }],
          ]
        }),
      ),
  )
}

const anyLog: fc.Arbitrary<EventLog> = fc
  .record({ cases: fc.integer({ min: 1, max: 4 }), events: fc.integer({ min: 0, max: 8 }) })
  .chain(({ cases, events }) => {
    const count = cases + events
    return fc.record({
      ids: fc.uniqueArray(name, { minLength: cases, maxLength: cases }),
      office: optional(name, cases),
      extra: fc.array(fc.nat(cases - 1), { minLength: events, maxLength: events }),
      activity: fc.array(name, { minLength: count, maxLength: count }),
      time: fc.array(instant, { minLength: count, maxLength: count }),
      startTime: instants(count),
      recordedAt: instants(count),
      lifecycle: optional(name, count),
      resource: optional(name, count),
      department: optional(name, count),
      eventAttributes: attributes(count),
      caseAttributes: attributes(cases),
      log: fc.array(tree, { maxLength: 3 }),
    })
  })
  .map((parts) => {
    const eventCase = Int32Array.from([...parts.ids.keys(), ...parts.extra])
    return assembleLog({
      timeZone,
      caseIds: parts.ids,
      caseOffice: text(parts.office),
      eventCase,
      activity: text(parts.activity),
      time: Float64Array.from(parts.time),
      startTime: parts.startTime,
      recordedAt: parts.recordedAt,
      lifecycle: text(parts.lifecycle),
      resource: text(parts.resource),
      department: text(parts.department),
      sourceRow: Int32Array.from(eventCase.keys()),
      eventAttributes: parts.eventAttributes,
      caseAttributes: parts.caseAttributes,
      meta: {
        extensions: [],
        classifiers: [{ name: 'A "b"', keys: ['concept:name', 'two words'], scope: 'event' }],
        globals: { trace: parts.log, event: [] },
        attributes: parts.log,
      },
    }).log
  })

describe('a log that is written and read again is the same log', () => {
  it('as XES', async () => {
    const xes = { write: writeXes, read: readXes, columns: xesColumns }
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        expect(plain(await readBack(xes, log))).toEqual(plain(log))
      }),
      { numRuns: 200 },
    )
  })

  it('as NDJSON, but that JSON knows no integers, no infinity and no log attributes', async () => {
    const ndjson = { write: writeNdjson, read: readNdjson, columns: serviceEventColumns }
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        const finite = { ...withoutInfinity(log), meta: emptyMeta }
        expect(untyped(plain(await readBack(ndjson, finite)))).toEqual(untyped(plain(finite)))
      }),
      { numRuns: 200 },
    )
  })

  it('as OCEL 2.0, but that it knows no JSON and no log attributes, and numbers events', async () => {
    const ocel = { write: writeOcelJson, read: readOcelType, columns: ocelColumns }
    await fc.assert(
      fc.asyncProperty(anyLog, async (log) => {
        const expected = plain({ ...withTextForJson(log), meta: emptyMeta })
        const back = plain(await readBack(ocel, log))
        const own = back.eventAttributes.filter(([name]) => !name.startsWith('ocel:'))
        expect({ ...back, eventAttributes: own }).toEqual(expected)
      }),
      { numRuns: 200 },
    )
  })
})

function readOcelType(source: AsyncIterable<Uint8Array>, profile: Profile, options: ReadOptions) {
  return readOcelJson(source, profile, { ...options, objectType: 'case' })
}

function withTextForJson(log: EventLog): EventLog {
  const all = (map: ReadonlyMap<string, Column>) =>
    new Map(
      [...map].map(([key, column]): [string, Column] => [
        key,
        column.kind === 'json' ? { ...column, kind: 'string' } : column,
      ]),
    )
  return { ...log, eventAttributes: all(log.eventAttributes), caseAttributes: all(log.caseAttributes) }
}
