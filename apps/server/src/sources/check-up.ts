import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import type { CheckUpStatus, checkUpStates } from '@zhengfeng/contract'
import { Profile, type ReadingReport } from '@zhengfeng/eventlog'
import type { Language } from '@zhengfeng/locales'
import { ProblemError } from '../http/problem-error.ts'
import { wireFailure } from '../imports/failure-text.ts'
import type { UploadedFile } from '../imports/import-row.ts'
import { codedFailure } from '../imports/reading/failures.ts'
import { runInThread } from '../imports/reading/run-in-thread.ts'
import type { CheckUpFigures, CodedFailure } from '../imports/reading/task.ts'
import { sourcesInForce } from '../ingest/sources-in-force.ts'
import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'
import { version } from '../version.ts'
import type { readSource } from './source-row.ts'
import { storedLog } from './stored-log.ts'

type Source = Awaited<ReturnType<typeof readSource>>

interface CheckUpRow {
  readonly state: Exclude<(typeof checkUpStates)[number], 'none'>
  readonly position: string | null
  readonly generated_at: number | null
  readonly figures: CheckUpFigures | null
  readonly failure: CodedFailure | null
}

/** Whether there is a check-up of a source, and whether events came since. */
export async function checkUpStatus(db: Queryable, source: Source, language: Language): Promise<CheckUpStatus> {
  const [row] = await db.query<CheckUpRow>(
    'select state, position, generated_at, figures, failure from check_up where source_id = $1',
    [source.id],
  )
  if (!row) return { state: 'none', stale: false }
  const stale = row.position !== null && row.position !== (await positionOf(db, source))
  return {
    ...{ state: row.state, stale },
    ...(row.generated_at !== null && { generatedAt: new Date(row.generated_at).toISOString() }),
    ...(row.failure && { failure: wireFailure(row.failure, language) }),
    ...(row.figures && { figures: { ...row.figures, findings: [...row.figures.findings] } }),
  }
}

/** Asks for a check-up, unless there is one of the same events. */
export async function askForCheckUp({ db, now }: Pick<Platform, 'db' | 'now'>, source: Source): Promise<void> {
  await db.query(
    `insert into check_up as c (source_id, state, requested_at)
     values ($1, 'waiting', $2)
     on conflict (source_id) do update
     set state = 'waiting',
       requested_at = excluded.requested_at,
       failure = null
     where c.state = 'failed'
       or (c.state = 'ready' and c.position is distinct from $3)`,
    [source.id, new Date(now()), await positionOf(db, source)],
  )
}

/**
 * The last check-up that was made, as a file.
 *
 * @throws ProblemError `notFound` where none was made yet
 */
export async function checkUpFile(
  db: Queryable,
  source: Source,
  { format, language }: { readonly format: 'html' | 'xlsx' | 'json'; readonly language: Language },
): Promise<Uint8Array> {
  const [row] = await db.query<{ model: Uint8Array | null }>('select model from check_up where source_id = $1', [
    source.id,
  ])
  if (!row?.model) throw new ProblemError('notFound', { reason: 'checkUp' })
  const model = gunzipSync(row.model)
  if (format === 'json') return model
  return (await runInThread({ kind: 'render', model, format, language })).file
}

/** Digests everything that a check-up follows from: the events by the numbers of their cases, the profile, and until when it sees. */
async function positionOf(db: Queryable, { id, profile_text, profile }: Source): Promise<string> {
  const cases = await db.query<object>(
    `select division, count(*) as cases, sum(event_count) as events, max(last_seq) as last_seq
     from service_case
     where source_id = $1
     group by division
     order by division`,
    [id],
  )
  return createHash('sha256')
    .update(JSON.stringify([cases, profile_text, profile]))
    .digest('hex')
}

/** Makes the check-ups that were asked for, one at a time. */
export function checkUpJobs(platform: Platform): readonly Job[] {
  return [{ name: 'sources.checkUp', everyMs: 1000, run: (signal) => makeAll(platform, signal) }]
}

async function makeAll(platform: Platform, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    // One that is running was left by a process that died: nobody else runs this job.
    const [next] = await platform.db.query<{ source_id: string }>(
      `update check_up
       set state = 'running'
       where source_id = (
         select source_id
         from check_up
         where state in ('waiting', 'running')
         order by requested_at, source_id
         limit 1
       )
       returning source_id`,
    )
    if (!next) return
    await makeOne(platform, next.source_id, signal)
    platform.bus.tell({ kind: 'job', id: next.source_id })
  }
}

async function makeOne(platform: Platform, id: string, signal: AbortSignal): Promise<void> {
  const { db, now, log } = platform
  try {
    const source = await readWhole(db, id)
    const position = await positionOf(db, source)
    const { model, figures } = await runInThread(await taskOf(platform, source), {
      signal,
      food: storedLog(db, { sourceId: id, division: source.division, isFile: source.kind === 'file' }),
    })
    await db.query(
      `update check_up
       set state = 'ready',
         position = $2,
         generated_at = $3,
         figures = $4,
         model = $5,
         failure = null
       where source_id = $1`,
      [id, position, new Date(now()), figures, model],
    )
  } catch (error) {
    if (signal.aborted) return
    const failure = codedFailure(error)
    if (!failure && (error as { name?: string }).name === 'StorageError') throw error
    if (!failure) log.error({ err: error, source: id }, 'a check-up failed')
    await db.query(`update check_up set state = 'failed', failure = $2 where source_id = $1`, [
      id,
      failure ?? { code: 'fault', values: { detail: (error as Error).name } },
    ])
  }
}

async function readWhole(db: Queryable, id: string): Promise<Source> {
  const [row] = await db.query<Source>(
    `select s.id, s.name, s.kind, s.state, s.division, d.name as division_name, s.created_at, s.created_by, s.profile, s.profile_text
     from source s
     join division d on d.code = s.division
     where s.id = $1`,
    [id],
  )
  return { ...row!, profile: Profile.parse(row!.profile) }
}

async function taskOf({ db, now }: Platform, source: Source) {
  const inForce = (await sourcesInForce().read(db, [source.id])).sources.get(source.id)!
  const files = await importedFiles(db, source.id)
  return {
    kind: 'checkUp' as const,
    // A file is judged by its own profile alone, as the report says and `zhengfeng inspect` does.
    profile: source.kind === 'file' ? source.profile : inForce.profile,
    profileText: source.profile_text,
    ...(files.readings.length > 0 && { readings: files.readings }),
    inputs: files.inputs,
    officeNames: await officeNames(db),
    name: source.name,
    until: now(),
    version,
  }
}

async function importedFiles(
  db: Queryable,
  sourceId: string,
): Promise<{ readings: readonly ReadingReport[]; inputs: readonly { path: string; sha256: string }[] }> {
  const rows = await db.query<{ files: readonly UploadedFile[]; readings: readonly ReadingReport[] | null }>(
    `select files, readings
     from import_batch
     where source_id = $1
       and state = 'done'
     order by started_at, id`,
    [sourceId],
  )
  return {
    readings: rows.flatMap(({ readings }) => readings ?? []),
    inputs: rows.flatMap(({ files }) => files.map(({ name, sha256 }) => ({ path: name, sha256 }))),
  }
}

async function officeNames(db: Queryable): Promise<Readonly<Record<string, string>>> {
  const rows = await db.query<{ code: string; name: string }>('select code, name from division order by code')
  return Object.fromEntries(rows.map(({ code, name }) => [code, name]))
}
