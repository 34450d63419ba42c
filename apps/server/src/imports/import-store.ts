import type { ImportPlan, ImportState } from '@zhengfeng/contract'
import { type Access, inScope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Parameter, Queryable } from '../storage/database.ts'
import { type ImportRow, type ImportRowWithPreview, importColumns, type UploadedFile } from './import-row.ts'
import type { CodedFailure, PreviewResult, ReadingChoice } from './reading/task.ts'
import { storableJson } from './storable-json.ts'

/** Who may see an import: who uploaded it, and, once it has run, who may import into its divisions. */
function visible(access: Access, parameters: Parameter[]): string {
  parameters.push(access.who.kind === 'account' ? access.who.id : '')
  const own = `b.created_by_id = $${parameters.length}`
  return `(${own} or ${inScope(access.scope('import.run'), { division: 'b.division' }, parameters)})`
}

/** @throws ProblemError `notFound` also for an import that the person may not see */
export async function readImport(db: Queryable, access: Access, id: string): Promise<ImportRow> {
  const parameters: Parameter[] = [id]
  const [row] = await db.query<ImportRow>(
    `select ${importColumns}
     from import_batch b
     left join source s on s.id = b.source_id
     where b.id = $1
       and ${visible(access, parameters)}`,
    parameters,
  )
  if (!row) throw new ProblemError('notFound')
  return row
}

/** @throws ProblemError `notFound` */
export async function readImportWithPreview(db: Queryable, access: Access, id: string): Promise<ImportRowWithPreview> {
  const row = await readImport(db, access, id)
  const [more] = await db.query<Pick<ImportRowWithPreview, 'preview' | 'readings'>>(
    'select preview, readings from import_batch where id = $1',
    [id],
  )
  return { ...row, preview: more?.preview ?? null, readings: more?.readings ?? null }
}

export async function listImports(
  db: Queryable,
  access: Access,
  {
    state,
    after,
    limit,
  }: { state: ImportState | undefined; after: readonly [number, string] | undefined; limit: number },
): Promise<ImportRow[]> {
  const parameters: Parameter[] = [state ?? null, after ? new Date(after[0]) : null, after?.[1] ?? null, limit]
  return await db.query<ImportRow>(
    `select ${importColumns}
     from import_batch b
     left join source s on s.id = b.source_id
     where ($1::text is null or b.state = $1)
       and ($2::timestamptz is null or (b.created_at, b.id) < ($2, $3::uuid))
       and ${visible(access, parameters)}
     order by b.created_at desc, b.id desc
     limit $4`,
    parameters,
  )
}

export interface NewImport {
  readonly id: string
  readonly createdAt: number
  readonly expiresAt: number
  readonly by: { readonly id: string; readonly name: string }
  readonly files: readonly UploadedFile[]
  readonly sourceId: string | undefined
  readonly choice: ReadingChoice
}

export async function insertImport(
  db: Queryable,
  { id, createdAt, expiresAt, by, files, sourceId, choice }: NewImport,
): Promise<void> {
  const plan: ImportPlan = { ...(sourceId !== undefined && { sourceId }), offices: [], personalColumns: [] }
  await db.query(
    `insert into import_batch (id, state, created_at, created_by, created_by_id, expires_at, source_id, makes_source, files, choice, plan)
     values ($1, 'previewing', $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      ...[id, new Date(createdAt), by.name, by.id, new Date(expiresAt)],
      ...[sourceId ?? null, sourceId === undefined, JSON.stringify(files), choice, plan],
    ],
  )
}

/** The imports in some states, the one that has waited longest first. */
export async function importsIn(db: Queryable, states: readonly ImportState[]): Promise<ImportRow[]> {
  return await db.query<ImportRow>(
    `select ${importColumns}
     from import_batch b
     left join source s on s.id = b.source_id
     where b.state = any($1::text[])
     order by coalesce(b.started_at, b.created_at), b.id
     limit 1000`,
    [states],
  )
}

/** What a change of an import's state sets besides. */
export interface Ending {
  readonly events?: number
  readonly repeated?: number
  readonly cases?: number
  readonly endedAt?: number
  readonly failure?: CodedFailure
  readonly undoneBy?: string
}

/**
 * Moves an import from one of the states to another.
 *
 * @returns false where it is in none of them any more
 */
export async function moveImport(
  db: Queryable,
  id: string,
  {
    from,
    to,
    ending = {},
  }: { readonly from: readonly ImportState[]; readonly to: ImportState; readonly ending?: Ending },
): Promise<boolean> {
  const rows = await db.query<{ id: string }>(
    `update import_batch
     set state = $3,
       progress = null,
       events = coalesce($4, events),
       repeated = coalesce($5, repeated),
       cases = coalesce($6, cases),
       ended_at = coalesce($7, ended_at),
       failure = coalesce($8, failure),
       undone_by = coalesce($9, undone_by)
     where id = $1
       and state = any($2::text[])
     returning id`,
    [
      ...[id, from, to, ending.events ?? null, ending.repeated ?? null, ending.cases ?? null],
      ...[
        ending.endedAt === undefined ? null : new Date(ending.endedAt),
        storableJson(ending.failure ?? null),
        ending.undoneBy ?? null,
      ],
    ],
  )
  return rows.length > 0
}

/** Says how far it is; answers in which state the import is, which somebody else may have changed. */
export async function tellProgress(db: Queryable, id: string, progress: object): Promise<ImportState | undefined> {
  const [row] = await db.query<{ state: ImportState }>(
    'update import_batch set progress = $2 where id = $1 returning state',
    [id, progress],
  )
  return row?.state
}

/** Writes down what a preview found, unless the person has changed the choice since. */
export async function storePreview(
  db: Queryable,
  { id, version, files }: Pick<ImportRow, 'id' | 'version' | 'files'>,
  {
    state,
    preview,
    plan,
    failure,
  }: { state: ImportState; preview: PreviewResult | null; plan: ImportPlan; failure: CodedFailure | null },
): Promise<boolean> {
  const kept = storableJson(preview)
  const rows = await db.query<{ id: string }>(
    `update import_batch
     set state = $3,
       progress = null,
       preview = $4,
       readings = $5,
       plan = $6,
       failure = $7,
       files = $8
     where id = $1
       and version = $2
       and state = 'previewing'
     returning id`,
    [
      ...[id, version, state, kept, kept?.readings ? JSON.stringify(kept.readings) : null, plan],
      ...[storableJson(failure), JSON.stringify(files)],
    ],
  )
  return rows.length > 0
}

/** Another way of reading: the files are looked at anew. */
export async function changeChoice(db: Queryable, id: string, choice: ReadingChoice): Promise<boolean> {
  const rows = await db.query<{ id: string }>(
    `update import_batch
     set state = 'previewing',
       version = version + 1,
       choice = $2,
       failure = null,
       progress = null
     where id = $1
       and state in ('previewing', 'needsProfile', 'ready')
     returning id`,
    [id, choice],
  )
  return rows.length > 0
}

export async function changePlan(db: Queryable, id: string, plan: ImportPlan): Promise<boolean> {
  const rows = await db.query<{ id: string }>(
    `update import_batch
     set plan = $2
     where id = $1
       and state = 'ready'
     returning id`,
    [id, plan],
  )
  return rows.length > 0
}
