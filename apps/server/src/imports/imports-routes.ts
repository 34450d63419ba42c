import { randomUUID } from 'node:crypto'
import { type ImportPlan, type ImportPreview, importsRoutes } from '@zhengfeng/contract'
import { isTimeZone } from '@zhengfeng/worktime'
import type { Access } from '../http/access.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { textsIn } from '../http/language.ts'
import { ProblemError } from '../http/problem-error.ts'
import { readCursor, writeCursor } from '../jobs/cursor.ts'
import type { Platform } from '../platform.ts'
import { profileProblems } from '../sources/profile-problems.ts'
import { sendTable } from '../tables/send-table.ts'
import { concernsOf } from './concerns.ts'
import { forgetRaw } from './forget-raw.ts'
import { type ImportRow, type ImportRowWithPreview, wireImport } from './import-row.ts'
import {
  changeChoice,
  changePlan,
  insertImport,
  listImports,
  moveImport,
  readImport,
  readImportWithPreview,
} from './import-store.ts'
import { importTable, problemTable } from './import-tables.ts'
import { receiveUpload } from './receive-upload.ts'
import { startImport } from './start-import.ts'
import { hasUploads, removeUploads } from './upload-folder.ts'

/** How long uploaded files wait for a decision. */
export const uploadsKeptMs = 3 * 86_400_000

/** Routes of the import wizard. */
export function importsRoutesOf(platform: Platform): readonly Implementation[] {
  return [
    implement(importsRoutes.list, async ({ query, access, language }) => {
      const after = readCursor(query.cursor, ['number', 'uuid'])
      const rows = await listImports(platform.db, access, { state: query.state, after, limit: query.limit + 1 })
      const items = rows.slice(0, query.limit)
      const last = items.at(-1)
      return {
        items: items.map((row) => wireImport(row, language)),
        ...(rows.length > query.limit && last && { next: writeCursor([last.created_at, last.id]) }),
      }
    }),
    implement(importsRoutes.export, async ({ query, access, reply }) =>
      sendTable({ reply }, importTable(platform, access, query), query),
    ),
    implement(importsRoutes.upload, async ({ request, access, language }) => {
      const id = await upload(platform, { request, access, language })
      return wireImport(await readImport(platform.db, access, id), language)
    }),
    implement(importsRoutes.read, async ({ params, access, language }) =>
      wireImport(await readImport(platform.db, access, params.id), language),
    ),
    implement(importsRoutes.preview, async ({ params, access }) => {
      const row = await readImportWithPreview(platform.db, access, params.id)
      return previewOf(platform, row, access)
    }),
    implement(importsRoutes.exportProblems, async ({ params, query, access, reply }) => {
      const row = await readImportWithPreview(platform.db, access, params.id)
      return sendTable({ reply }, problemTable(platform, row, query.language), query)
    }),
    implement(importsRoutes.checkProfile, async ({ params, body, access, language }) => {
      await readImport(platform.db, access, params.id)
      const { problems } = profileProblems(body.profileText, language)
      return { valid: problems.length === 0, problems }
    }),
    implement(importsRoutes.setProfile, async ({ params, body, access, language }) => {
      await setProfile(platform, { id: params.id, body, access, language })
      return wireImport(await readImport(platform.db, access, params.id), language)
    }),
    implement(importsRoutes.setPlan, async ({ params, body, access }) => {
      await setPlan(platform, { id: params.id, plan: body, access })
      return previewOf(platform, await readImportWithPreview(platform.db, access, params.id), access)
    }),
    implement(importsRoutes.run, async ({ params, access, language }) => {
      await run(platform, params.id, { access, language })
      return wireImport(await readImport(platform.db, access, params.id), language)
    }),
    implement(importsRoutes.cancel, async ({ params, access, language }) => {
      await cancel(platform, await readImport(platform.db, access, params.id))
      return wireImport(await readImport(platform.db, access, params.id), language)
    }),
    implement(importsRoutes.undo, async ({ params, access, language }) => {
      const row = await readImport(platform.db, access, params.id)
      await undo(platform, row, access)
      return wireImport(await readImport(platform.db, access, params.id), language)
    }),
  ]
}

type UploadCall = Parameters<Parameters<typeof implement<typeof importsRoutes.upload>>[1]>[0]

async function upload(
  platform: Platform,
  { request, access, language }: Pick<UploadCall, 'request' | 'access' | 'language'>,
): Promise<string> {
  const id = randomUUID()
  const { files, fields } = await receiveUpload(platform.configuration, request, { id, language })
  try {
    const source =
      fields.source === undefined || fields.source === ''
        ? undefined
        : await sourceToAddTo(platform, fields.source, access)
    const createdAt = platform.now()
    await insertImport(platform.db, {
      ...{ id, createdAt, expiresAt: createdAt + uploadsKeptMs, by: whoOf(access), files, sourceId: source?.id },
      choice: source ? { profileText: source.profileText } : {},
    })
  } catch (error) {
    await removeUploads(platform.configuration, id)
    throw error
  }
  platform.bus.tell({ kind: 'job', id })
  return id
}

async function sourceToAddTo(
  { db }: Platform,
  id: string,
  access: Access,
): Promise<{ id: string; profileText: string }> {
  const unknown = new ProblemError('invalid', {}, { fields: [{ field: 'source', value: id, message: 'unknown' }] })
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id)) throw unknown
  const [source] = await db.query<{ division: string; kind: string; profile_text: string }>(
    'select division, kind, profile_text from source where id = $1',
    [id],
  )
  if (source?.kind !== 'file' || !access.can('import.run', source.division)) throw unknown
  return { id, profileText: source.profile_text }
}

function whoOf({ who }: Access): { id: string; name: string } {
  return who.kind === 'account' ? { id: who.id, name: who.name } : { id: '', name: '' }
}

async function previewOf(platform: Platform, row: ImportRowWithPreview, access: Access): Promise<ImportPreview> {
  const { preview, plan } = row
  if (!preview) throw new ProblemError('conflict', { reason: 'importState', state: row.state })
  const { storedProfile: _profile, readings: _readings, failure: _failure, ...shown } = preview
  const concerns = await concernsOf(platform.db, { row, preview, access, configuration: platform.configuration })
  return { ...shown, plan, concerns }
}

async function setProfile(
  { db, bus }: Platform,
  {
    id,
    body,
    access,
    language,
  }: {
    id: string
    body: { profileText?: string | undefined; timeZone?: string | undefined; objectType?: string | undefined }
    access: Access
    language: UploadCall['language']
  },
): Promise<void> {
  const row = await readImport(db, access, id)
  const { profileText, timeZone, objectType } = body
  if (timeZone !== undefined && !isTimeZone(timeZone))
    throw new ProblemError(
      'invalid',
      {},
      {
        fields: [
          {
            field: 'timeZone',
            value: timeZone,
            message: textsIn(language).t('errors.timeZoneUnknown', { value: timeZone }),
          },
        ],
      },
    )
  if (profileText !== undefined) {
    const { problems } = profileProblems(profileText, language)
    if (problems.length > 0)
      throw new ProblemError('invalid', { count: problems.length }, { fields: problems.map(asField) })
  }
  const choice = {
    ...(profileText !== undefined && { profileText }),
    ...(timeZone !== undefined && { timeZone }),
    ...(objectType !== undefined && { objectType }),
  }
  if (!(await changeChoice(db, id, choice)))
    throw new ProblemError('conflict', { reason: 'importState', state: row.state })
  bus.tell({ kind: 'job', id })
}

function asField({
  path,
  value,
  text,
}: {
  path: string
  value?: string | undefined
  text: string
}): ProblemError['fields'][number] {
  return {
    field: path === '' ? 'profileText' : `profileText.${path}`,
    ...(value !== undefined && { value }),
    message: text,
  }
}

async function setPlan(
  { db }: Platform,
  { id, plan, access }: { id: string; plan: ImportPlan; access: Access },
): Promise<void> {
  const row = await readImport(db, access, id)
  // Where it goes was chosen with the upload: the profile follows from it.
  const target = row.makes_source
    ? { sourceName: plan.sourceName ?? row.plan.sourceName ?? '' }
    : { sourceId: row.source_id! }
  const { sourceId: _id, sourceName: _name, ...rest } = plan
  if (!(await changePlan(db, id, { ...rest, ...target })))
    throw new ProblemError('conflict', { reason: 'importState', state: row.state })
}

async function run(
  platform: Platform,
  id: string,
  { access, language }: Pick<UploadCall, 'access' | 'language'>,
): Promise<void> {
  const { db, configuration, bus } = platform
  const row = await readImportWithPreview(db, access, id)
  const { preview } = row
  if (row.state !== 'ready' || !preview?.storedProfile)
    throw new ProblemError('conflict', { reason: 'importState', state: row.state })
  if (!(await hasUploads(configuration, id))) throw new ProblemError('gone')
  const texts = textsIn(language)
  const blocking = (await concernsOf(db, { row, preview, access, configuration })).filter((concern) => concern.blocking)
  if (blocking.length > 0)
    throw new ProblemError(
      'conflict',
      { reason: 'importBlocked', count: blocking.length },
      {
        fields: blocking.map(({ kind, examples, count = 0, values }) => ({
          field: 'plan',
          value: examples[0] ?? '',
          message: texts.t(`imports.concerns.${kind}`, { ...values, count, examples: examples.join(', ') }),
        })),
      },
    )
  const made = await db.transaction((tx) => startImport(tx, { row, preview, at: platform.now() })).catch(asConflict)
  if (made.length > 0) bus.tell({ kind: 'setting', name: 'divisions' })
  bus.tell({ kind: 'job', id })
}

/** Somebody made a source or a division of the same name at the same moment. */
function asConflict(error: unknown): never {
  if ((error as { code?: string }).code === 'storageConflict') throw new ProblemError('conflict', {}, { cause: error })
  throw error
}

async function cancel({ db, configuration, bus, now }: Platform, { id, state }: ImportRow): Promise<void> {
  const stopping = await moveImport(db, id, { from: ['running'], to: 'cancelling' })
  const discarded =
    !stopping &&
    (await moveImport(db, id, {
      from: ['previewing', 'needsProfile', 'unreadable', 'ready'],
      to: 'cancelled',
      ending: { endedAt: now() },
    }))
  if (!stopping && !discarded) throw new ProblemError('conflict', { reason: 'importState', state })
  if (discarded) {
    await forgetRaw(db, id)
    await removeUploads(configuration, id)
  }
  bus.tell({ kind: 'job', id })
}

async function undo({ db, bus }: Platform, { id, state, division }: ImportRow, access: Access): Promise<void> {
  // Who uploaded it may have lost the right since.
  if (division !== null && !access.can('import.run', division)) throw new ProblemError('outOfScope', { division })
  const moved = await moveImport(db, id, { from: ['done'], to: 'undoing', ending: { undoneBy: whoOf(access).name } })
  if (!moved) throw new ProblemError('conflict', { reason: 'importState', state })
  bus.tell({ kind: 'job', id })
}
