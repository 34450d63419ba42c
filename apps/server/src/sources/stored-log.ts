import { type StoredEventRow, storedEventColumns } from '../ingest/stored-event.ts'
import type { Queryable } from '../storage/database.ts'

const pageEvents = 4000

export interface StoredLogOptions {
  readonly sourceId: string
  /** The subtree for which the source may send. */
  readonly division: string
  /** Files have columns of their own that are called like fields that we give out. */
  readonly isFile: boolean
}

/**
 * The events of a source as NDJSON, in the order of their numbers, without those that were taken back. Read by the source's profile
 * it is the log that was stored.
 */
export async function* storedLog(
  db: Queryable,
  { sourceId, division, isFile }: StoredLogOptions,
): AsyncGenerator<Uint8Array, void, undefined> {
  for (const code of await divisionsWithEvents(db, division)) {
    const voids = await readVoids(db, code)
    for await (const rows of eventPages(db, code)) {
      const lines = rows
        .filter((row) => row.source_id === sourceId && row.type === 'step' && !isTakenBack(row, voids))
        .map((row) => `${JSON.stringify(serviceEvent(row, isFile))}\n`)
      if (lines.length > 0) yield Buffer.from(lines.join(''), 'utf8')
    }
  }
}

async function divisionsWithEvents(db: Queryable, division: string): Promise<readonly string[]> {
  const rows = await db.query<{ division: string }>(
    `select q.division
     from division_sequence q
     join division d on d.code = q.division
     join division top on top.code = $1
     where starts_with(d.path, top.path)
       and q.last_seq > 0
     order by q.division`,
    [division],
  )
  return rows.map((row) => row.division)
}

async function* eventPages(db: Queryable, division: string): AsyncGenerator<StoredEventRow[]> {
  const [end] = await db.query<{ last_seq: number }>('select last_seq from division_sequence where division = $1', [
    division,
  ])
  for (let after = 0; after < end!.last_seq; after += pageEvents)
    yield await db.query<StoredEventRow>(
      `select ${storedEventColumns}
       from event
       where division = $1
         and seq > $2
         and seq <= $3
       order by seq`,
      [division, after, after + pageEvents],
    )
}

/** By case and batch, the number of the event that took it back. */
type Voids = ReadonlyMap<string, number>

async function readVoids(db: Queryable, division: string): Promise<Voids> {
  const rows = await db.query<{ case_no: string; batch: string; seq: number }>(
    `select case_no, attributes ->> 'batch' as batch, max(seq) as seq
     from event
     where division = $1
       and type = 'void'
     group by case_no, attributes ->> 'batch'
     order by case_no, batch`,
    [division],
  )
  return new Map(rows.map(({ case_no, batch, seq }) => [voidKey(case_no, batch), seq]))
}

function voidKey(caseNo: string, batch: string): string {
  return JSON.stringify([caseNo, batch])
}

function isTakenBack({ case_no, batch_id, seq }: StoredEventRow, voids: Voids): boolean {
  if (batch_id === null || voids.size === 0) return false
  const at = voids.get(voidKey(case_no, batch_id))
  return at !== undefined && at > seq
}

function serviceEvent(row: StoredEventRow, isFile: boolean): object {
  const { own, attributes } = isFile ? withOwnFields(row.attributes) : { own: {}, attributes: row.attributes }
  const fields = {
    division: row.division,
    caseNo: row.case_no,
    activity: row.activity,
    occurredAt: iso(row.occurred_at),
    recordedAt: row.source_recorded_at === null ? null : iso(row.source_recorded_at),
    actor: row.actor,
    department: row.department,
    window: row.window,
    channel: row.channel,
    ...own,
    attributes,
  }
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null))
}

/** An import keeps columns called `seq`, `type` or `eventId` among the attributes, since events have fields of that name. */
function withOwnFields(given: StoredEventRow['attributes']): { own: object; attributes: StoredEventRow['attributes'] } {
  if (given === null || !('seq' in given || 'type' in given || 'eventId' in given))
    return { own: {}, attributes: given }
  const { seq, type, eventId, ...attributes } = given
  return {
    own: {
      ...(seq !== undefined && { seq }),
      ...(type !== undefined && { type }),
      ...(eventId !== undefined && { eventId }),
    },
    attributes,
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
