import {
  type CaseFilter,
  type CaseRow,
  type Permission,
  type ProcessMap,
  type ProcessMapQuery,
  casesRoutes as routes,
} from '@zhengfeng/contract'
import type { Language } from '@zhengfeng/locales'
import type { z } from 'zod'
import type { Access } from '../http/access.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import { type SourcesInForce, sourcesInForce } from '../ingest/sources-in-force.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { platformTimeZone } from '../slices/days.ts'
import { withDays } from '../slices/default-days.ts'
import { bothScopes, narrow, ofTree } from '../slices/narrow.ts'
import { Recent, viewKey } from '../slices/recent.ts'
import { sendTable } from '../tables/send-table.ts'
import type { Cell } from '../tables/table.ts'
import type { CaseQuery } from './case-conditions.ts'
import { caseRow } from './case-row.ts'
import { caseWriter, eventWriter } from './case-table.ts'
import { getCase } from './get-case.ts'
import { listCases } from './list-cases.ts'
import { processMap } from './process-map.ts'
import { readStoredCase } from './read-stored-case.ts'
import { revealPeople } from './reveal-people.ts'
import { sampleTraces } from './sample-traces.ts'
import { readEvents, timelineOf } from './timeline.ts'
import { UsualTimes } from './usual-times.ts'

const rowsPerReading = 2_000
/** Cases from which a process map is drawn at most. */
const mapCases = 3_000

/** The handlers of cases and of the process map. */
export function caseRoutes(platform: Platform): readonly Implementation[] {
  const sources = sourcesInForce()
  const reading = { sources, usual: new UsualTimes() }
  const maps = new Recent<ProcessMap>(platform.bus, { freshMs: 30_000, most: 200 })
  return [
    implement(routes.list, async ({ query, access }) => {
      const { cursor, limit, ...filter } = query
      const asked = await caseQuery(platform, { filter, access, permissions: ['case.read'] })
      const { rows, next } = await listCases(platform.db, { ...asked, limit, cursor })
      return { items: rows.map((row) => caseRow(row, asked.now)), ...(next !== undefined && { next }) }
    }),
    implement(routes.export, async ({ query, access, reply }) => {
      const { format, language, ...filter } = query
      const asked = await caseQuery(platform, { filter, access, permissions: ['case.read', 'report.export'] })
      return sendTable({ reply }, await caseTable(platform, allCases(platform, asked), language), { format, language })
    }),
    implement(routes.get, async ({ params, access }) => getCase(platform, reading, { key: params, access })),
    implement(routes.timelineExport, async ({ params, query, access, reply }) => {
      const scope = bothScopes(access.scope('case.read'), access.scope('report.export'))
      const row = await readStoredCase(platform.db, params, scope)
      const source = (await sources.read(platform.db, [row.source_id])).sources.get(row.source_id)
      const events = timelineOf(await readEvents(platform.db, params, 100_000), {
        stepOf: source?.stepOf,
        live: source !== undefined && source.kind !== 'file',
      })
      const { columns, cells } = eventWriter(query.language)
      return sendTable(
        { reply },
        { name: 'timeline', columns, rows: events.map(cells), timeZone: platformTimeZone },
        query,
      )
    }),
    implement(routes.personal, async (call) => revealPeople(platform, call)),
    implement(routes.processMap, async ({ query, access }) => {
      const permissions: readonly Permission[] = ['indicator.read']
      return maps.get(viewKey(access, permissions, query), () =>
        mapOf(platform, sources, { query, access, permissions }),
      )
    }),
  ]
}

async function mapOf(
  platform: Platform,
  sources: SourcesInForce,
  {
    query,
    access,
    permissions,
  }: { query: z.output<typeof ProcessMapQuery>; access: Access; permissions: readonly Permission[] },
): Promise<ProcessMap> {
  const { activityShare, edgeShare, ...slice } = query
  const tree = await cachedTree(platform)
  const scope = narrow(slice, { access, tree, permissions })
  const dated = await withDays(platform.db, slice, { scope, now: platform.now() })
  const sample = await sampleTraces(platform.db, { scope: ofTree(scope, tree), slice: dated, most: mapCases })
  const traces = await withSteps(platform, sources, sample.rows)
  const map = processMap({ traces, activityShare, edgeShare })
  return { ...map, casesInSlice: sample.casesInSlice, sampled: sample.sampled }
}

export interface Asked {
  readonly filter: CaseFilter
  readonly access: Access
  readonly permissions: readonly Permission[]
}

/** What a filter asks for, narrowed to what the caller may see. */
async function caseQuery(
  platform: Platform,
  { filter, access, permissions }: Asked,
): Promise<Omit<CaseQuery, 'limit' | 'cursor'>> {
  const tree = await cachedTree(platform)
  const scope = narrow(filter, { access, tree, permissions })
  const now = platform.now()
  if (filter.finding === undefined) return { filter, scope, now }
  if (!access.can('finding.read')) throw new ProblemError('forbidden', { permission: 'finding.read' })
  return { filter, scope, now, findingScope: access.scope('finding.read') }
}

/** All pages, one after the other, read as the file is written. */
async function* allCases(platform: Platform, asked: Omit<CaseQuery, 'limit' | 'cursor'>): AsyncGenerator<CaseRow> {
  let cursor: string | undefined
  do {
    const { rows, next } = await listCases(platform.db, { ...asked, limit: rowsPerReading, cursor })
    for (const row of rows) yield caseRow(row, asked.now)
    cursor = next
  } while (cursor !== undefined)
}

/** A table of cases as it goes to a file. */
export async function caseTable(
  platform: Platform,
  cases: AsyncIterable<CaseRow>,
  language: Language,
): Promise<Parameters<typeof sendTable>[1]> {
  const tree = await cachedTree(platform)
  const { columns, cells } = caseWriter((code) => tree.find(code)?.name ?? '', language)
  async function* rows(): AsyncGenerator<readonly Cell[]> {
    for await (const each of cases) yield cells(each)
  }
  return { name: 'cases', columns, rows: rows(), timeZone: platformTimeZone }
}

async function withSteps(
  { db }: Platform,
  sources: SourcesInForce,
  rows: readonly { readonly source_id: string; readonly trace: string }[],
): Promise<Parameters<typeof processMap>[0]['traces']> {
  const ids = [...new Set(rows.map((row) => row.source_id))]
  const inForce = await sources.read(db, ids)
  return rows.map(({ source_id, trace }) => ({ trace, stepOf: inForce.sources.get(source_id)?.stepOf }))
}
