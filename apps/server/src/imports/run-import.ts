import type { ImportState, WebhookType } from '@zhengfeng/contract'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'
import { putOutbox } from '../webhooks/outbox.ts'
import { knownCases } from './case-numbers.ts'
import type { EventStore } from './event-store.ts'
import { forgetRaw } from './forget-raw.ts'
import type { ImportRow } from './import-row.ts'
import { moveImport } from './import-store.ts'
import { progressTeller } from './progress-teller.ts'
import { codedFailure, ReadingFailure } from './reading/failures.ts'
import { runInThread } from './reading/run-in-thread.ts'
import { hasUploads, removeUploads, storedFiles, uploadFolder } from './upload-folder.ts'

interface Work {
  readonly row: ImportRow
  readonly signal: AbortSignal
}

const chunkEvents = 2000

/**
 * Stores the events of an import. It may have been begun before and interrupted: what is there is found again and counted as
 * this import's, whatever it takes. Where the files or the person stop it, what was stored is taken back.
 */
export async function runImport(platform: Platform, store: EventStore, { row, signal }: Work): Promise<void> {
  const { db, now, configuration } = platform
  const stop = new AbortController()
  try {
    if (!(await hasUploads(configuration, row.id))) throw new ReadingFailure('uploadsGone')
    await refuseCasesOfOthers(platform, row)
    const ending = await storeEvents(platform, store, { row, signal: AbortSignal.any([signal, stop.signal]), stop })
    const done = await db.transaction(async (tx) => {
      const moved = await moveImport(tx, row.id, {
        from: ['running'],
        to: 'done',
        ending: { ...ending, endedAt: now() },
      })
      if (moved) {
        await countUse(tx, row, { ...ending, at: now() })
        await tellWebhooks(tx, row, { type: 'zhengfeng.import.done', at: now(), ...ending })
      }
      return moved
    })
    if (!done) return
    await forgetRaw(db, row.id)
    await removeUploads(configuration, row.id)
  } catch (error) {
    // The server stops, or somebody cancelled: the next turn goes on, or takes back.
    if (signal.aborted || stop.signal.aborted) return
    const failure = codedFailure(error)
    // The database is away, the disk is full, or it is a fault of ours: the import goes on when that has passed.
    if (!failure) throw error
    await moveImport(db, row.id, { from: ['running'], to: 'failing', ending: { failure } })
  }
}

/** Another import may have brought the same cases since this one was allowed to run. */
async function refuseCasesOfOthers({ db, configuration }: Platform, { id, plan, source_id }: ImportRow): Promise<void> {
  const divisionOf = new Map(plan.offices.map(({ office, division }) => [office, division]))
  const { other } = await knownCases(db, uploadFolder(configuration, id), { divisionOf, sourceId: source_id! })
  if (other.count > 0)
    throw new ReadingFailure('casesElsewhere', { count: other.count, examples: other.examples.join(', ') })
}

async function countUse(
  tx: Queryable,
  { source_id }: ImportRow,
  { events, repeated, at }: { readonly events: number; readonly repeated: number; readonly at: number },
): Promise<void> {
  await tx.query(
    `insert into source_usage as u (source_id, day, requests, stored, repeated, last_received_at)
     values ($1, $2, 1, $3, $4, $5)
     on conflict (source_id, day) do update
     set requests = u.requests + 1,
       stored = u.stored + excluded.stored,
       repeated = u.repeated + excluded.repeated,
       last_received_at = greatest(u.last_received_at, excluded.last_received_at)`,
    [source_id, new Date(at).toISOString().slice(0, 10), events, repeated, new Date(at)],
  )
}

/** In the transaction that ends the import, so that it is told exactly where it happened. */
async function tellWebhooks(
  tx: Queryable,
  { id, division, source_id }: ImportRow,
  { type, at, ...counts }: { readonly type: WebhookType; readonly at: number; readonly [count: string]: unknown },
): Promise<void> {
  if (division === null) return
  const data = { import: id, source: source_id, ...counts }
  await putOutbox(tx, [{ division, type, subject: `/api/v1/imports/${id}`, at, data }])
}

async function storeEvents(
  platform: Platform,
  store: EventStore,
  { row, signal, stop }: Work & { readonly stop: AbortController },
): Promise<{ events: number; repeated: number; cases: number }> {
  const told = progressTeller(platform, row.id, (state) => {
    if (state !== 'running') stop.abort()
  })
  const batch = {
    id: row.id,
    sourceId: row.source_id!,
    personalAttributes: row.plan.personalColumns,
  }
  let done = 0
  const total = await eventsOf(platform, row.id)
  const { events, cases } = await runInThread(
    {
      kind: 'events',
      files: storedFiles(platform.configuration, row),
      choice: await choiceInForce(platform, row),
      now: row.started_at ?? platform.now(),
      divisionOf: Object.fromEntries(row.plan.offices.map(({ office, division }) => [office, division])),
      chunkEvents,
    },
    {
      signal,
      onProgress: ({ stage, done: bytes, total: size }) => told({ stage, done: bytes, total: size, unit: 'bytes' }),
      onEvents: async (chunk) => {
        signal.throwIfAborted()
        await store.write(batch, chunk)
        done += chunk.length
        told({ stage: 'storing', done, unit: 'events', ...(total !== undefined && { total }) })
      },
    },
  )
  const stored = await storedEvents(platform, row)
  return { events: stored, repeated: events - stored, cases }
}

/** Counted, since an import that was interrupted finds again what it stored before. */
async function storedEvents({ db }: Platform, { id, plan }: ImportRow): Promise<number> {
  const [row] = await db.query<{ events: number }>(
    `select count(*) as events
     from event
     where division = any($1::text[])
       and batch_id = $2
       and type = 'step'`,
    [plan.offices.map(({ division }) => division), id],
  )
  return row!.events
}

/** How many events the preview counted. */
async function eventsOf({ db }: Platform, id: string): Promise<number | undefined> {
  const [row] = await db.query<{ events: number | null }>(
    `select (preview #>> '{reading,figures,events}')::bigint as events from import_batch where id = $1`,
    [id],
  )
  return row?.events ?? undefined
}

/** The files are read by the profile that the person saw in the preview, proposed or not. */
async function choiceInForce({ db }: Platform, { id, choice }: ImportRow): Promise<ImportRow['choice']> {
  const [row] = await db.query<{ profile_text: string }>(
    `select preview ->> 'profileText' as profile_text from import_batch where id = $1`,
    [id],
  )
  return { ...choice, profileText: row!.profile_text }
}

const endOf: Readonly<Partial<Record<ImportState, ImportState>>> = {
  cancelling: 'cancelled',
  failing: 'failed',
  undoing: 'undone',
}

/** Takes back what an import stored, by compensating events. It is told as done only when all of it is. */
export async function takeBackImport(platform: Platform, store: EventStore, { row, signal }: Work): Promise<void> {
  const { db, now, configuration } = platform
  const told = progressTeller(platform, row.id, () => undefined)
  const complete = await store.takeBack(row.id, {
    signal,
    onProgress: (done) =>
      told({ stage: 'takingBack', done, unit: 'cases', ...(row.cases !== null && { total: row.cases }) }),
  })
  if (!complete) return
  await db.transaction(async (tx) => {
    const to = endOf[row.state]!
    if (!(await moveImport(tx, row.id, { from: [row.state], to, ending: { endedAt: now() } }))) return
    if (to === 'undone') await tellWebhooks(tx, row, { type: 'zhengfeng.import.undone', at: now() })
    // A source of which nothing is left says so; until when its offices were seen is no longer known.
    await tx.query(
      `update source s
       set state = 'undone'
       where s.id = $1
         and s.kind = 'file'
         and not exists (
           select 1
           from import_batch b
           where b.source_id = s.id
             and b.state in ('done', 'running')
         )`,
      [row.source_id],
    )
  })
  await forgetRaw(db, row.id)
  await removeUploads(configuration, row.id)
}
