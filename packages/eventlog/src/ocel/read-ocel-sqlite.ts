import type { Database, SqlValue } from 'sql.js'
import { SourceError } from '../errors.ts'
import type { Profile } from '../profile/profile.ts'
import type { ByteSource, Preview, Reading } from '../reading-report.ts'
import { maxTokenBytes } from '../xml/input.ts'
import { OcelCollector, type OcelPreviewOptions, type OcelReadOptions } from './collector.ts'

/** SQLite is read in memory; more than this would not leave room for the log. */
const maxBytes = 1 << 30
/** What the engine may take besides the file: computed columns can ask for any amount. */
const maxEngineBytes = 1 << 28

/**
 * Reads an OCEL 2.0 log in SQLite and flattens it on one object type, as `readOcelJson` does. The whole file is held in memory,
 * at most 1 GB.
 *
 * @param source bytes of the database
 * @param profile roles by the names of `ocelColumns`, attributes and object types; times without offset are local times of its zone
 * @returns the log, `sourceRow` being the number of the event, and the report
 * @throws SourceError `objectTypeMissing`, `sourceEmpty`, `sourceMalformed`, `expansionTooLarge`, `noEvents`, `columnMissing`,
 *   `rowRefused` (strict)
 */
export async function readOcelSqlite(source: ByteSource, profile: Profile, options: OcelReadOptions): Promise<Reading> {
  return (await collect(source, options)).finish(profile)
}

/** Shows the beginning of an OCEL 2.0 log in SQLite, flattened. */
export async function previewOcelSqlite(source: ByteSource, options: OcelPreviewOptions): Promise<Preview> {
  return (await collect(source, options)).preview('ocel-sqlite')
}

async function collect(source: ByteSource, options: OcelReadOptions): Promise<OcelCollector> {
  const bytes = await wholeOf(source, options)
  // Most runs read no SQLite, and the engine takes a while to load.
  const { default: initSqlJs } = await import('sql.js')
  const { Database } = await initSqlJs()
  const collector = new OcelCollector('ocel-sqlite', options)
  let database: Database | undefined
  try {
    database = new Database(bytes)
    database.exec(`pragma hard_heap_limit = ${maxEngineBytes}`)
    new Tables(database, options.source).tell(collector)
  } catch (error) {
    if (error instanceof SourceError) throw error
    const detail = error instanceof Error ? error.message : String(error)
    throw new SourceError('sourceMalformed', { source: options.source, line: 1, detail }, { cause: error })
  } finally {
    database?.close()
  }
  return collector
}

async function wholeOf(source: ByteSource, options: OcelReadOptions): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of source) {
    chunks.push(chunk)
    bytes += chunk.length
    options.onProgress?.(bytes)
    if (bytes > maxBytes) throw new SourceError('expansionTooLarge', { source: options.source, value: bytes })
  }
  if (bytes === 0) throw new SourceError('sourceEmpty', { source: options.source })
  return Buffer.concat(chunks)
}

type Row = Readonly<Record<string, string | number | null>>

interface Related {
  readonly objectId: string
  readonly qualifier: string
}

const ownColumns: ReadonlySet<string> = new Set(['ocel_id', 'ocel_time', 'ocel_changed_field'])

/** The tables of OCEL 2.0 (specification, chapter 6): one for all events and objects, one for each of their types. */
class Tables {
  readonly #database: Database
  readonly #source: string
  readonly #names: ReadonlySet<string>

  constructor(database: Database, source: string) {
    this.#database = database
    this.#source = source
    // Views are not read: they are programs, and may run for ever.
    const tables = [...this.#select("select name from sqlite_master where type = 'table'")]
    this.#names = new Set(tables.map(({ name }) => String(name)))
  }

  tell(collector: OcelCollector): void {
    for (const name of ['event', 'object', 'event_map_type', 'object_map_type', 'event_object'])
      if (!this.#names.has(name)) throw this.#notOcel(name)
    const related = this.#related()
    const ofType = this.#types('object')
    for (const { type, table } of ofType) this.#tellObjects(collector, { type, table, related })
    for (const { type, table } of this.#types('event')) this.#declare(collector, 'eventTypes', type, table)
    this.#tellEvents(collector)
  }

  #types(kind: 'event' | 'object'): { type: string; table: string }[] {
    const rows = [...this.#select(`select ocel_type, ocel_type_map from ${kind}_map_type`)]
    return rows.map((row) => {
      const table = `${kind}_${text(row.ocel_type_map)}`
      if (!this.#names.has(table)) throw this.#notOcel(table)
      return { type: text(row.ocel_type), table }
    })
  }

  #related(): ReadonlyMap<string, Related[]> {
    const related = new Map<string, Related[]>()
    if (!this.#names.has('object_object')) return related
    for (const row of this.#select('select ocel_source_id, ocel_target_id, ocel_qualifier from object_object'))
      push(related, text(row.ocel_source_id), {
        objectId: text(row.ocel_target_id),
        qualifier: text(row.ocel_qualifier),
      })
    return related
  }

  /** A row tells all attributes, or the one that changed at its time. */
  #tellObjects(
    collector: OcelCollector,
    of: { type: string; table: string; related: ReadonlyMap<string, Related[]> },
  ): void {
    this.#declare(collector, 'objectTypes', of.type, of.table)
    const attributes = new Map<string, Record<string, unknown>[]>()
    for (const row of this.#select('select ocel_id from object where ocel_type = ?', [of.type]))
      attributes.set(text(row.ocel_id), [])
    for (const row of this.#select(`select * from ${quoted(of.table)}`)) {
      const time = row.ocel_time === null ? undefined : text(row.ocel_time)
      const changed = row.ocel_changed_field
      for (const [name, value] of Object.entries(row))
        if (!ownColumns.has(name) && value !== null && (changed === null || changed === undefined || changed === name))
          push(attributes, text(row.ocel_id), { name, value, ...(time && { time }) })
    }
    for (const [id, values] of attributes)
      collector.element('objects', { id, type: of.type, attributes: values, relationships: of.related.get(id) ?? [] })
  }

  #declare(collector: OcelCollector, key: 'eventTypes' | 'objectTypes', type: string, table: string): void {
    const columns = [...this.#select(`select name, type from pragma_table_info(${literal(table)})`)]
    const attributes = columns
      .filter(({ name }) => !ownColumns.has(text(name)))
      .map(({ name, type: declared }) => ({ name: text(name), type: ocelType(text(declared)) }))
    collector.element(key, { name: type, attributes })
  }

  /** In the order of time, because tables have none. */
  #tellEvents(collector: OcelCollector): void {
    const objects = new Map<string, Related[]>()
    for (const row of this.#select('select ocel_event_id, ocel_object_id, ocel_qualifier from event_object'))
      push(objects, text(row.ocel_event_id), {
        objectId: text(row.ocel_object_id),
        qualifier: text(row.ocel_qualifier),
      })
    const events: { id: string; type: string; time: string; attributes: object[] }[] = []
    for (const { type, table } of this.#types('event')) {
      for (const row of this.#select(`select * from ${quoted(table)}`)) {
        const attributes = Object.entries(row)
          .filter(([name, value]) => !ownColumns.has(name) && value !== null)
          .map(([name, value]) => ({ name, value }))
        events.push({ id: text(row.ocel_id), type, time: text(row.ocel_time), attributes })
      }
    }
    this.#tellUntyped(collector, new Set(events.map(({ id }) => id)))
    events.sort((a, b) => compare(a.time, b.time) || compare(a.id, b.id))
    for (const event of events) collector.element('events', { ...event, relationships: objects.get(event.id) ?? [] })
  }

  /** Events without a row in the table of their type have no time, and are refused. */
  #tellUntyped(collector: OcelCollector, told: ReadonlySet<string>): void {
    for (const row of this.#select('select ocel_id, ocel_type from event'))
      if (!told.has(text(row.ocel_id)))
        collector.element('events', { id: text(row.ocel_id), type: text(row.ocel_type) })
  }

  *#select(sql: string, parameters: string[] = []): Generator<Row> {
    const statement = this.#database.prepare(sql)
    try {
      statement.bind(parameters)
      while (statement.step()) yield this.#plainRow(statement.getAsObject())
    } finally {
      statement.free()
    }
  }

  /** Blobs become hexadecimal text, which logs can hold. */
  #plainRow(row: Readonly<Record<string, SqlValue>>): Row {
    const plain: Record<string, string | number | null> = Object.create(null)
    for (const [name, value] of Object.entries(row)) {
      if (typeof value === 'object' && value !== null) {
        this.#check(value.length)
        plain[name] = Buffer.from(value).toString('hex')
      } else {
        if (typeof value === 'string') this.#check(value.length)
        plain[name] = value
      }
    }
    return plain
  }

  #check(length: number): void {
    if (length > maxTokenBytes)
      throw new SourceError('lineTooLong', { source: this.#source, line: 1, expected: maxTokenBytes })
  }

  #notOcel(table: string): SourceError {
    return new SourceError('sourceNotRecognised', {
      source: this.#source,
      expected: `OCEL 2.0: ${table}`,
      value: 'SQLite',
    })
  }
}

/** SQLite declares types freely; these are the names that OCEL tools write. */
function ocelType(declared: string): string {
  const name = declared.toLowerCase()
  if (/bool/.test(name)) return 'boolean'
  if (/int/.test(name)) return 'integer'
  if (/real|floa|doub|numeric|decimal/.test(name)) return 'float'
  return /time|date/.test(name) ? 'time' : 'string'
}

function text(value: Row[string] | undefined): string {
  return value === null || value === undefined ? '' : String(value)
}

function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`
}

function literal(value: string): string {
  return `'${value.replaceAll("'", "''")}'`
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const known = map.get(key)
  if (known) known.push(value)
  else map.set(key, [value])
}
