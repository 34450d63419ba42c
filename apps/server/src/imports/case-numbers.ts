import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Queryable } from '../storage/database.ts'
import { caseFile } from './reading/preview-task.ts'

/** Cases of an import that the database has already. */
export interface KnownCases {
  /** From the source that is added to. */
  readonly same: { readonly count: number; readonly examples: readonly string[] }
  /** From another source: two sources cannot both tell of one case. */
  readonly other: { readonly count: number; readonly examples: readonly string[] }
}

const chunkCases = 5000
const mostExamples = 5

/** Looks for the case numbers of an import's preview in the divisions that they would go to. */
export async function knownCases(
  db: Queryable,
  folder: string,
  { divisionOf, sourceId }: { readonly divisionOf: ReadonlyMap<string, string>; readonly sourceId: string | undefined },
): Promise<KnownCases> {
  const found = { same: { count: 0, examples: [] as string[] }, other: { count: 0, examples: [] as string[] } }
  for await (const { divisions, caseNos } of caseChunks(folder, divisionOf)) {
    const rows = await db.query<{ case_no: string; source_id: string }>(
      `select c.case_no, c.source_id
       from unnest($1::text[], $2::text[]) as t (division, case_no)
       join service_case c on (c.division, c.case_no) = (t.division, t.case_no)
       where c.event_count > 0
       order by c.division, c.case_no`,
      [divisions, caseNos],
    )
    for (const row of rows) {
      const side = row.source_id === sourceId ? found.same : found.other
      side.count++
      if (side.examples.length < mostExamples) side.examples.push(row.case_no)
    }
  }
  return found
}

async function* caseChunks(
  folder: string,
  divisionOf: ReadonlyMap<string, string>,
): AsyncGenerator<{ divisions: string[]; caseNos: string[] }> {
  let divisions: string[] = []
  let caseNos: string[] = []
  const lines = createInterface({
    input: createReadStream(join(folder, caseFile)),
    crlfDelay: Number.POSITIVE_INFINITY,
  })
  for await (const line of lines) {
    const [office, caseNo] = JSON.parse(line) as [string, string]
    const division = divisionOf.get(office)
    if (division === undefined) continue
    divisions.push(division)
    caseNos.push(caseNo)
    if (caseNos.length < chunkCases) continue
    yield { divisions, caseNos }
    divisions = []
    caseNos = []
  }
  if (caseNos.length > 0) yield { divisions, caseNos }
}
