import { randomUUID } from 'node:crypto'
import { Profile, serviceEventColumns } from '@zhengfeng/eventlog'
import { sourcesInForce } from '../ingest/sources-in-force.ts'
import type { Keys } from '../keys.ts'
import { createDivision } from '../settings/create-division.ts'
import type { Transaction } from '../storage/database.ts'
import { ensurePartitions } from '../storage/partitions.ts'
import type { OwnedDatabase, OwnerTransaction } from '../storage/pooled-database.ts'
import { StorageError } from '../storage/storage-error.ts'
import { beginOf, eraOf } from './eras.ts'
import { loadCounty } from './load-county.ts'
import { province } from './province-plan.ts'
import type { ProvinceThread } from './province-thread.ts'
import { type SandboxState, writeSandboxState } from './sandbox-state.ts'
import { cityProfile } from './simulate-city.ts'

/** How far the loading is. */
export interface Loading {
  readonly step: 'preparing' | 'cases' | 'finishing'
  readonly doneShare: number
  readonly cases: number
}

export interface LoadOptions {
  readonly keys: Keys
  readonly state: SandboxState
  readonly thread: Pick<ProvinceThread, 'nextPast'>
  readonly onProgress: (loading: Loading) => void
}

/**
 * Loads the past of the province into an empty database, all of it or nothing.
 *
 * @throws StorageError `storageMismatch` where the database holds other data
 */
export async function loadProvince(db: OwnedDatabase, options: LoadOptions): Promise<void> {
  const { state, onProgress } = options
  onProgress({ step: 'preparing', doneShare: 0, cases: 0 })
  await ensurePartitions(db, state.loadedAt, { from: beginOf(eraOf(state, 0)) })
  const cases = await db.administer((tx) => load(tx, db.engine, options))
  onProgress({ step: 'finishing', doneShare: 0.97, cases })
  if (db.engine === 'pglite') await db.maintain('checkpoint')
}

async function load(tx: OwnerTransaction, engine: OwnedDatabase['engine'], options: LoadOptions): Promise<number> {
  const { keys, state, thread, onProgress } = options
  await tx.script('set local statement_timeout = 0')
  await refuseOtherData(tx)
  if (engine !== 'citus') await forgoLog(tx)
  await addDivisions(tx)
  const sourceId = await addSource(tx, state)
  const inForce = await sourcesInForce().read(tx, [sourceId])
  const counties = province.cities.reduce((sum, city) => sum + city.counties.length, 0)
  let cases = 0
  for (let done = 0; ; done += 1) {
    onProgress({ step: 'cases', doneShare: 0.02 + (0.93 * done) / counties, cases })
    const past = await thread.nextPast(state.loadedAt)
    if (past === undefined) break
    cases += await loadCounty(tx, past, { inForce, sourceId, keys })
  }
  onProgress({ step: 'finishing', doneShare: 0.96, cases })
  await getToKnow(tx)
  await writeSandboxState(tx, state)
  return cases
}

async function refuseOtherData(tx: Transaction): Promise<void> {
  const [there] = await tx.query<{ is: boolean }>(
    'select exists (select from event) or exists (select from division) as is',
  )
  if (!there!.is) return
  throw new StorageError(
    'storageMismatch',
    'the database holds data that is not of the sandbox; start without ZHENGFENG_SANDBOX, or give the sandbox a database of its own',
  )
}

/** Statements that are planned before the tables are known take the wrong way through them. A small sample is enough. */
async function getToKnow(tx: OwnerTransaction): Promise<void> {
  await tx.script(`
    set local default_statistics_target = 20;
    analyze division, event, event_key, person_data, service_case, indicator_cell, indicator_day, indicator_bucket,
      indicator_day_bucket`)
}

/** What is copied into a table that was emptied in the same transaction needs no write-ahead log where there is no replica. */
async function forgoLog(tx: OwnerTransaction): Promise<void> {
  await tx.script(`
    truncate event, event_key, person_data, service_case, indicator_cell, indicator_day, indicator_bucket, indicator_day_bucket`)
}

async function addDivisions(tx: Transaction): Promise<void> {
  await createDivision(tx, { code: province.code, name: province.name })
  for (const [position, city] of province.cities.entries()) {
    await createDivision(tx, { code: city.code, name: city.name, parent: province.code, position })
    for (const [place, county] of city.counties.entries())
      await createDivision(tx, { ...county, parent: city.code, position: place })
  }
}

async function addSource(tx: Transaction, { loadedAt }: SandboxState): Promise<string> {
  const id = randomUUID()
  const profile = Profile.parse(sourceProfile())
  await tx.query(
    `insert into source (id, name, kind, division, profile, profile_text, created_at, created_by)
    values ($1, $2, 'sandbox', $3, $4, $5, $6, 'sandbox')`,
    [id, '沙盒省政务服务系统', province.code, profile, JSON.stringify(profile, undefined, 2), new Date(loadedAt)],
  )
  return id
}

/** The simulator's profile, with the names that events have on the wire. */
function sourceProfile(): object {
  const profile = cityProfile()
  const named = (name: string): string => (profile.columns as Readonly<Record<string, string>>)[name]!
  const { item, channel, applicant, agent, stopKind, stopDocument } = {
    ...{ item: named('item'), channel: named('channel'), applicant: named('applicant'), agent: named('agent') },
    ...{ stopKind: named('stopKind'), stopDocument: named('stopDocument') },
  }
  return { ...profile, columns: { ...serviceEventColumns, item, channel, applicant, agent, stopKind, stopDocument } }
}
