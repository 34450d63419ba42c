import type { ImportState } from '@zhengfeng/contract'
import type { Job } from '../jobs/job.ts'
import type { Platform } from '../platform.ts'
import { divisionTree } from '../settings/division-tree.ts'
import { eachImport } from './each-import.ts'
import { type EventStore, logStore } from './event-store.ts'
import { forgetRaw } from './forget-raw.ts'
import type { ImportRow } from './import-row.ts'
import { moveImport, storePreview } from './import-store.ts'
import { progressTeller } from './progress-teller.ts'
import { proposePlan } from './propose-plan.ts'
import { codedFailure, ReadingFailure } from './reading/failures.ts'
import { runInThread } from './reading/run-in-thread.ts'
import type { CodedFailure, PreviewResult } from './reading/task.ts'
import { runImport, takeBackImport } from './run-import.ts'
import { hasUploads, removeUploads, storedFiles, uploadFolder } from './upload-folder.ts'

/** What goes on behind the import wizard. One preview and one import at a time, so that memory is bounded. */
export function importsJobs(platform: Platform, store: EventStore = logStore(platform)): readonly Job[] {
  return [
    { name: 'imports.preview', everyMs: 1000, run: (signal) => previewAll(platform, signal) },
    { name: 'imports.run', everyMs: 1000, run: (signal) => runAll(platform, store, signal) },
    { name: 'imports.expire', everyMs: 600_000, run: () => expireUploads(platform) },
  ]
}

async function previewAll(platform: Platform, signal: AbortSignal): Promise<void> {
  await eachImport(platform, { states: ['previewing'], signal }, (row) => previewOne(platform, row, signal))
}

async function previewOne(platform: Platform, row: ImportRow, signal: AbortSignal): Promise<void> {
  const { configuration, db, now } = platform
  if (!(await hasUploads(configuration, row.id))) {
    await moveImport(db, row.id, { from: ['previewing'], to: 'expired', ending: { endedAt: now() } })
    return
  }
  const stop = new AbortController()
  const told = progressTeller(platform, row.id, (state) => {
    // The person discarded the import.
    if (state !== 'previewing') stop.abort()
  })
  try {
    const preview = await runInThread(
      {
        kind: 'preview',
        files: storedFiles(configuration, row),
        choice: row.choice,
        now: now(),
        folder: uploadFolder(configuration, row.id),
      },
      {
        signal: AbortSignal.any([signal, stop.signal]),
        onProgress: ({ stage, done, total }) =>
          told({ stage, done, total, unit: stage === 'reading' ? 'bytes' : 'cases' }),
      },
    )
    await keepPreview(platform, row, preview)
  } catch (error) {
    if (signal.aborted || stop.signal.aborted) return
    await keepFailure(platform, row, error)
  }
}

async function keepPreview({ db }: Platform, row: ImportRow, preview: PreviewResult): Promise<void> {
  const { failure } = preview
  const plan = failure ? row.plan : proposePlan(row, preview, await divisionTree(db))
  await storePreview(db, row, { state: failure ? 'needsProfile' : 'ready', preview, plan, failure: failure ?? null })
}

/** What no choice of a person can mend is not kept. A fault of ours is told as one, and is logged. */
async function keepFailure({ db, configuration, log }: Platform, row: ImportRow, error: unknown): Promise<void> {
  const failure = codedFailure(error) ?? fault(error)
  if (!codedFailure(error)) log.error({ err: error, import: row.id }, 'a preview failed')
  const stored = await storePreview(db, row, { state: 'unreadable', preview: null, plan: row.plan, failure })
  if (stored) await removeUploads(configuration, row.id)
}

function fault(error: unknown): CodedFailure {
  return new ReadingFailure('fault', { detail: (error as Error).name ?? '' }).failure
}

async function runAll(platform: Platform, store: EventStore, signal: AbortSignal): Promise<void> {
  const states = ['cancelling', 'failing', 'undoing', 'running'] as const
  await eachImport(platform, { states, signal }, (row) =>
    row.state === 'running'
      ? runImport(platform, store, { row, signal })
      : takeBackImport(platform, store, { row, signal }),
  )
}

/** Deletes uploads that nobody decided on, or whose import has ended. */
async function expireUploads({ db, configuration, now }: Platform): Promise<void> {
  const due = await db.query<{ id: string; state: ImportState }>(
    `select id, state
     from import_batch
     where expires_at < $1
     order by expires_at, id
     limit 100`,
    [new Date(now())],
  )
  for (const { id, state } of due) {
    if (state === 'running' || state === 'cancelling' || state === 'failing') continue
    await moveImport(db, id, {
      from: ['previewing', 'needsProfile', 'ready'],
      to: 'expired',
      ending: { endedAt: now() },
    })
    await forgetRaw(db, id)
    await removeUploads(configuration, id)
    await db.query('update import_batch set expires_at = null where id = $1', [id])
  }
}
