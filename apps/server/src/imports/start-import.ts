import { randomUUID } from 'node:crypto'
import type { ImportPlan } from '@zhengfeng/contract'
import { Profile } from '@zhengfeng/eventlog'
import { ProblemError } from '../http/problem-error.ts'
import { createDivision } from '../settings/create-division.ts'
import { divisionTree } from '../settings/division-tree.ts'
import type { Queryable } from '../storage/database.ts'
import type { ImportRow } from './import-row.ts'
import { joinTypes } from './reading/stored-profile.ts'
import type { PreviewResult } from './reading/task.ts'

/**
 * Makes what an import needs and lets it run: divisions, its source, and until when the export shows each office. All or nothing.
 *
 * @returns the divisions that were made
 * @throws ProblemError `conflict` where it is not ready any more
 */
export async function startImport(
  tx: Queryable,
  { row, preview, at }: { readonly row: ImportRow; readonly preview: PreviewResult; readonly at: number },
): Promise<readonly string[]> {
  const made = await makeDivisions(tx, row.plan)
  const division = await commonDivision(
    tx,
    row.plan.offices.map((target) => target.division),
  )
  const sourceId = row.plan.sourceId ?? randomUUID()
  if (row.plan.sourceId === undefined) await makeSource(tx, { row, preview, division, sourceId, at })
  else await widenSource(tx, { preview, division, sourceId })
  await observeOffices(tx, { row, preview, sourceId })
  const started = await tx.query<{ id: string }>(
    `update import_batch
     set state = 'running',
       source_id = $2,
       division = $3,
       started_at = $4
     where id = $1
       and version = $5
       and state = 'ready'
     returning id`,
    [row.id, sourceId, division, new Date(at), row.version],
  )
  if (started.length === 0) throw new ProblemError('conflict', { reason: 'importState', state: row.state })
  return made
}

async function makeDivisions(tx: Queryable, { offices }: ImportPlan): Promise<readonly string[]> {
  const made: string[] = []
  for (const { division, create } of offices) {
    if (!create) continue
    await createDivision(tx, { code: division, name: create.name, parent: create.parent })
    made.push(division)
  }
  return made
}

/** The smallest subtree that holds all of them. */
async function commonDivision(tx: Queryable, codes: readonly string[]): Promise<string> {
  const tree = await divisionTree(tx)
  const [first, ...others] = codes
  const lines = others.map((code) => new Set([code, ...tree.ancestors(code).map((node) => node.code)]))
  const own = [
    first!,
    ...tree
      .ancestors(first!)
      .map((node) => node.code)
      .reverse(),
  ]
  const common = own.find((code) => lines.every((line) => line.has(code)))
  if (common === undefined)
    throw new ProblemError(
      'invalid',
      { reason: 'severalRoots' },
      { fields: [{ field: 'offices', message: 'severalRoots' }] },
    )
  return common
}

async function makeSource(
  tx: Queryable,
  {
    row,
    preview,
    division,
    sourceId,
    at,
  }: { row: ImportRow; preview: PreviewResult; division: string; sourceId: string; at: number },
): Promise<void> {
  await tx.query(
    `insert into source (id, name, kind, division, profile, profile_text, created_at, created_by)
     values ($1, $2, 'file', $3, $4, $5, $6, $7)`,
    [
      sourceId,
      row.plan.sourceName!,
      division,
      preview.storedProfile!,
      preview.profileText,
      new Date(at),
      row.created_by,
    ],
  )
}

/** What is added may have columns that the source had not, and offices outside its subtree are refused. */
async function widenSource(
  tx: Queryable,
  { preview, division, sourceId }: { preview: PreviewResult; division: string; sourceId: string },
): Promise<void> {
  const [source] = await tx.query<{ profile: unknown; division: string; state: string; kind: string }>(
    'select profile, division, state, kind from source where id = $1 for update',
    [sourceId],
  )
  if (!source) throw new ProblemError('notFound')
  if (source.kind !== 'file' || source.state === 'paused')
    throw new ProblemError('conflict', { reason: 'sourceState', state: source.state })
  const tree = await divisionTree(tx)
  if (!tree.subtree(source.division).includes(division))
    throw new ProblemError(
      'outOfScope',
      { division },
      { fields: [{ field: 'offices', value: division, message: 'outOfScope' }] },
    )
  const profile = Profile.parse(source.profile)
  const types = joinTypes(profile.types, preview.storedProfile!.types)
  const columns = { ...preview.storedProfile!.columns, ...profile.columns }
  await tx.query(`update source set profile = $2, state = 'active' where id = $1`, [
    sourceId,
    { ...profile, columns, types },
  ])
}

/** Open cases of a finished export are judged as of its end, office by office. */
async function observeOffices(
  tx: Queryable,
  { row, preview, sourceId }: { row: ImportRow; preview: PreviewResult; sourceId: string },
): Promise<void> {
  const divisionOf = new Map(row.plan.offices.map(({ office, division }) => [office, division]))
  for (const { office, lastEventAt } of preview.reading!.offices)
    await tx.query(
      `insert into source_division (source_id, division, observed_until)
       values ($1, $2, $3)
       on conflict (source_id, division) do update
       set observed_until = greatest(source_division.observed_until, excluded.observed_until)`,
      [sourceId, divisionOf.get(office)!, new Date(lastEventAt)],
    )
}
