import {
  attentionRoutes,
  type CaseRow,
  type IndexAnswer,
  type Permission,
  type Ranking,
  indicatorsRoutes as routes,
  type Values,
} from '@zhengfeng/contract'
import { caseTable } from '../cases/cases-routes.ts'
import type { Access } from '../http/access.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import { enforceGuard } from '../http/register-route.ts'
import { authenticate } from '../identity/authenticate.ts'
import type { Platform } from '../platform.ts'
import { cachedTree } from '../settings/cached-tree.ts'
import { readSetting } from '../settings/read-setting.ts'
import { type DatedSlice, withDays } from '../slices/default-days.ts'
import { narrow } from '../slices/narrow.ts'
import { Recent, viewKey } from '../slices/recent.ts'
import { sendTable } from '../tables/send-table.ts'
import { AttentionKeeper } from './attention.ts'
import { casesBehind } from './behind.ts'
import { describeIndicator, knownIndicator, namedIndicators } from './describe-indicator.ts'
import { type DrillDown, drillDown } from './drill-down.ts'
import { indexOf } from './index-answer.ts'
import { indexTable, overviewTable, rankingTable, valuesTable } from './indicator-tables.ts'
import { OverviewStreams } from './overview-stream.ts'
import { Overviews } from './overviews.ts'
import { rankingOf } from './ranking.ts'
import { valuesOf } from './values.ts'

const read: readonly Permission[] = ['indicator.read']
const exported: readonly Permission[] = ['indicator.read', 'report.export']
const rowsPerReading = 1_000

/** The handlers of indicators, overview, ranking and index. */
export function indicatorRoutes(platform: Platform): readonly Implementation[] {
  const overviews = new Overviews(platform)
  const streams = new OverviewStreams(overviews, platform.log)
  const attention = new AttentionKeeper(platform)
  const values = new Recent<Values>(platform.bus, { freshMs: 1_000, most: 100 })
  const rankings = new Recent<Ranking>(platform.bus, { freshMs: 5_000, most: 100 })
  const indexes = new Recent<IndexAnswer>(platform.bus, { freshMs: 5_000, most: 100 })
  return [
    implement(routes.catalogue, async () => {
      const { targets } = await readSetting(platform.db, 'indicators')
      const options = { targets, workingDayMs: await workingDayMs(platform) }
      return { items: namedIndicators.map((named) => describeIndicator(named, options)) }
    }),
    implement(routes.overview, async ({ query, access }) =>
      overviews.overview(await overviews.viewer(access, query, read)),
    ),
    implement(attentionRoutes.attention, async ({ query, access }) =>
      attention.get(query, { access, permissions: read }),
    ),
    implement(routes.overviewStream, async ({ query, access, request, reply }) => {
      streams.checkRoom()
      const viewer = await overviews.viewer(access, query, read)
      const first = await overviews.overview(viewer)
      if (request.raw.destroyed) return reply
      reply.hijack()
      reply.raw.writeHead(200, {
        ...(reply.getHeaders() as Record<string, string>),
        'content-type': 'text/event-stream; charset=utf-8',
        'cache-control': 'no-store',
        'x-accel-buffering': 'no',
      })
      const mayStillSee = async (): Promise<boolean> => {
        const caller = await authenticate(platform, request)
        enforceGuard(routes.overviewStream, caller)
        return (await overviews.viewer(caller.access, query, read)).key === viewer.key
      }
      streams.open({ viewer, mayStillSee: () => mayStillSee().catch(refusedIsNo) }, reply.raw, first)
      return reply
    }),
    implement(routes.overviewExport, async ({ query, access, reply }) => {
      const { format, language, ...asked } = query
      const overview = await overviews.overview(await overviews.viewer(access, asked, exported))
      return sendTable({ reply }, overviewTable(overview, { tree: await cachedTree(platform), language }), {
        format,
        language,
      })
    }),
    implement(routes.values, async ({ query, access }) =>
      values.get(viewKey(access, read, query), () => valuesOf(platform, query, { access, permissions: read })),
    ),
    implement(routes.valuesExport, async ({ query, access, reply }) => {
      const { format, language, ...asked } = query
      const values = await valuesOf(platform, asked, { access, permissions: exported })
      return sendTable({ reply }, valuesTable(values, { tree: await cachedTree(platform), language }), {
        format,
        language,
      })
    }),
    implement(routes.cases, async ({ params, query, access }) => {
      const { limit, cursor, ...asked } = query
      return drillDown(platform.db, await drill(platform, params.id, { asked, access, permissions: ['case.read'] }), {
        limit,
        cursor,
      })
    }),
    implement(routes.casesExport, async ({ params, query, access, reply }) => {
      const { format, language, ...asked } = query
      const behind = await drill(platform, params.id, { asked, access, permissions: ['case.read', 'report.export'] })
      return sendTable({ reply }, await caseTable(platform, allBehind(platform, behind), language), {
        format,
        language,
      })
    }),
    implement(routes.ranking, async ({ query, access }) =>
      rankings.get(viewKey(access, read, query), () => rankingOf(platform, query, { access, permissions: read })),
    ),
    implement(routes.rankingExport, async ({ query, access, reply }) => {
      const { format, language, ...asked } = query
      const ranking = await rankingOf(platform, asked, { access, permissions: exported })
      return sendTable({ reply }, rankingTable(ranking, { tree: await cachedTree(platform), language }), {
        format,
        language,
      })
    }),
    implement(routes.index, async ({ query, access }) =>
      indexes.get(viewKey(access, read, query), () => indexOf(platform, query, { access, permissions: read })),
    ),
    implement(routes.indexExport, async ({ query, access, reply }) => {
      const { format, language, ...asked } = query
      const answer = await indexOf(platform, asked, { access, permissions: exported })
      const table = indexTable(answer, { tree: await cachedTree(platform), language })
      return sendTable({ reply }, table, { format, language })
    }),
  ]
}

/** Who is refused may not; that the database is away says nothing of rights. */
function refusedIsNo(error: unknown): false {
  if (error instanceof ProblemError) return false
  throw error
}

interface Sought {
  readonly asked: Omit<DatedSlice, 'from' | 'to'> & {
    from?: string | undefined
    to?: string | undefined
    part: 'numerator' | 'denominator'
  }
  readonly access: Access
  readonly permissions: readonly Permission[]
}

async function drill(
  platform: Platform,
  id: string,
  { asked: { part, ...slice }, access, permissions }: Sought,
): Promise<DrillDown> {
  const indicator = knownIndicator(id, 'id')
  const behind = casesBehind(indicator, part)
  if (behind.length === 0)
    throw new ProblemError('invalid', {}, { fields: [{ field: 'part', value: part, message: 'notListable' }] })
  if (indicator.grain === 'findings' && !access.can('finding.read'))
    throw new ProblemError('forbidden', { permission: 'finding.read' })
  const tree = await cachedTree(platform)
  const scope = narrow(slice, { access, tree, permissions })
  const now = platform.now()
  const dated = await withDays(platform.db, slice, { scope, now })
  return { behind, slice: dated, scope, findingScope: access.scope('finding.read'), now }
}

async function* allBehind(platform: Platform, behind: DrillDown): AsyncGenerator<CaseRow> {
  let cursor: string | undefined
  do {
    const { items, next } = await drillDown(platform.db, behind, { limit: rowsPerReading, cursor })
    yield* items
    cursor = next
  } while (cursor !== undefined)
}

/** Length of an office day by the hours that the platform sets, or the usual ones. */
async function workingDayMs({ db }: Platform): Promise<number> {
  const { hours } = await readSetting(db, 'calendar')
  const spans = hours.length > 0 ? hours : usualHours
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  return spans.reduce((sum, [opens, closes]) => sum + minutes(closes) - minutes(opens), 0) * 60_000
}

/** As profiles have them where they say nothing. */
const usualHours: readonly (readonly [string, string])[] = [
  ['09:00', '12:00'],
  ['13:00', '17:00'],
]
