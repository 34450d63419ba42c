import type { ImportConcern, ImportPlan } from '@zhengfeng/contract'
import type { Configuration } from '../configuration.ts'
import type { Access } from '../http/access.ts'
import { type DivisionTree, divisionTree } from '../settings/division-tree.ts'
import type { Queryable } from '../storage/database.ts'
import { knownCases } from './case-numbers.ts'
import type { ImportRow } from './import-row.ts'
import type { PreviewResult } from './reading/task.ts'
import { uploadFolder } from './upload-folder.ts'

interface Asked {
  readonly row: ImportRow
  readonly preview: PreviewResult
  readonly access: Access
  readonly configuration: Configuration
}

const mostExamples = 5

/** What stands in the way of running an import as planned, or is worth knowing before; what blocks comes first. */
export async function concernsOf(db: Queryable, asked: Asked): Promise<ImportConcern[]> {
  const { row, preview, access, configuration } = asked
  if (!preview.reading || row.state !== 'ready') return []
  const tree = await divisionTree(db)
  const found = [
    ...officeConcerns(row.plan, preview.reading.offices, { tree, access }),
    ...(await sourceConcerns(db, asked)),
    ...(await fileConcerns(db, row)),
    ...(await caseConcerns(db, { row, configuration })),
    ...readingConcerns(preview.reading),
  ]
  return found.sort((a, b) => Number(b.blocking) - Number(a.blocking))
}

type Values = ImportConcern['values']

function concern(
  kind: ImportConcern['kind'],
  blocking: boolean,
  { count, values = {}, examples = [] }: { count?: number; values?: Values; examples?: readonly string[] } = {},
): ImportConcern {
  return { kind, blocking, ...(count !== undefined && { count }), values, examples: examples.slice(0, mostExamples) }
}

function several(kind: ImportConcern['kind'], names: readonly string[]): ImportConcern[] {
  return names.length === 0 ? [] : [concern(kind, true, { count: names.length, examples: names })]
}

function officeConcerns(
  plan: ImportPlan,
  offices: readonly { readonly office: string }[],
  { tree, access }: { readonly tree: DivisionTree; readonly access: Access },
): ImportConcern[] {
  const targetOf = new Map(plan.offices.map((target) => [target.office, target]))
  const targets = offices.flatMap(({ office }) => targetOf.get(office) ?? [])
  const counts = new Map<string, number>()
  for (const { division } of targets) counts.set(division, (counts.get(division) ?? 0) + 1)
  return [
    ...several(
      'officesNotMapped',
      offices.filter(({ office }) => !targetOf.has(office)).map(({ office }) => office),
    ),
    ...several(
      'officesMappedTwice',
      Array.from(counts).flatMap(([division, count]) => (count > 1 ? [division] : [])),
    ),
    ...several(
      'divisionTaken',
      targets.filter((target) => target.create && tree.find(target.division)).map((target) => target.division),
    ),
    ...several('noParent', withoutCommonParent(targets, tree)),
    ...several(
      'outOfScope',
      targets.filter((target) => !mayWrite(target, tree, access)).map((target) => target.division),
    ),
  ]
}

/** A source sends for one subtree: divisions in several have to be put under one parent. */
function withoutCommonParent(targets: ImportPlan['offices'], tree: DivisionTree): string[] {
  const topOf = ({ division, create }: ImportPlan['offices'][number]): string => {
    const at = create ? create.parent : division
    return at === undefined ? division : (tree.ancestors(at)[0]?.code ?? at)
  }
  return new Set(targets.map(topOf)).size > 1 ? targets.map(({ division }) => division) : []
}

/** A division that is there and within the person's reach, or one to be made under such a division; roots by those who may everywhere. */
function mayWrite({ division, create }: ImportPlan['offices'][number], tree: DivisionTree, access: Access): boolean {
  if (!create) return tree.find(division) !== undefined && access.can('import.run', division)
  if (create.parent === undefined) return access.scope('import.run').everything
  return tree.find(create.parent) !== undefined && access.can('import.run', create.parent)
}

async function sourceConcerns(db: Queryable, { row: { plan }, preview }: Asked): Promise<ImportConcern[]> {
  if (plan.sourceId === undefined) {
    const taken = await db.query('select 1 as taken from source where name = $1', [plan.sourceName ?? ''])
    return taken.length > 0 ? [concern('sourceNameTaken', true, { values: { name: plan.sourceName ?? '' } })] : []
  }
  const [source] = await db.query<{ name: string; profile_text: string; state: string }>(
    'select name, profile_text, state from source where id = $1',
    [plan.sourceId],
  )
  const differs = source !== undefined && source.profile_text !== preview.profileText
  return differs ? [concern('profileDiffers', true, { values: { name: source.name } })] : []
}

async function fileConcerns(db: Queryable, { id, files }: ImportRow): Promise<ImportConcern[]> {
  const same = await db.query<{ name: string; created_at: number; created_by: string }>(
    `select f.value ->> 'name' as name, b.created_at, b.created_by
     from import_batch b
     cross join jsonb_array_elements(b.files) as f (value)
     where b.id <> $1
       and b.state in ('done', 'running')
       and f.value ->> 'sha256' = any($2::text[])
     order by b.created_at desc, b.id
     limit 5`,
    [id, files.map(({ sha256 }) => sha256)],
  )
  const [latest] = same
  if (!latest) return []
  const values = { name: latest.name, at: new Date(latest.created_at).toISOString(), by: latest.created_by }
  return [concern('sameFileImported', false, { count: same.length, values, examples: same.map(({ name }) => name) })]
}

async function caseConcerns(
  db: Queryable,
  { row: { id, plan }, configuration }: Pick<Asked, 'row' | 'configuration'>,
): Promise<ImportConcern[]> {
  const divisionOf = new Map(
    plan.offices.flatMap(({ office, division, create }) => (create ? [] : [[office, division]])),
  )
  if (divisionOf.size === 0) return []
  const { same, other } = await knownCases(db, uploadFolder(configuration, id), { divisionOf, sourceId: plan.sourceId })
  return [
    ...(other.count > 0 ? [concern('casesElsewhere', true, other)] : []),
    ...(same.count > 0 ? [concern('casesThere', false, same)] : []),
  ]
}

function readingConcerns({ files, figures }: NonNullable<PreviewResult['reading']>): ImportConcern[] {
  const refused = files.reduce((sum, { rowsRefused }) => sum + rowsRefused, 0)
  const future = files.flatMap(({ notices }) => notices).filter(({ kind }) => kind === 'implausibleTimes')
  return [
    ...(refused > 0 ? [concern('rowsRefused', false, { count: refused })] : []),
    ...(figures.statutory || figures.promised ? [] : [concern('noLimits', false)]),
    ...(figures.openCases === figures.cases ? [concern('noEnds', false, { count: figures.cases })] : []),
    ...(future.length > 0
      ? [concern('futureEvents', false, { count: future.reduce((sum, { count }) => sum + count, 0) })]
      : []),
  ]
}
