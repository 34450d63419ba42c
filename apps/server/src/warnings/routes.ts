import { type WarningView, warningsRoutes } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { type Call, type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { divisionTree } from '../settings/division-tree.ts'
import { startOfDay } from '../slices/days.ts'
import { sendTable } from '../tables/send-table.ts'
import { actOnWarning, type WarningDeed } from './act-on-warning.ts'
import { warningTable } from './export-warnings.ts'
import { countWarnings, listWarnings } from './list-warnings.ts'
import { readWarning, type WarningKey } from './read-warning.ts'
import { type FilterContext, warningConditions } from './warning-filter.ts'

/** Routes of yellow and red cards. */
export function warningsRoutesOf(platform: Platform): readonly Implementation[] {
  const { db } = platform
  return [
    implement(warningsRoutes.list, async ({ query, access }) =>
      listWarnings(db, query, await filterContext(platform, access)),
    ),
    implement(warningsRoutes.facets, async ({ query, access }) =>
      countWarnings(db, query, await filterContext(platform, access)),
    ),
    implement(warningsRoutes.export, (call) => exportWarnings(platform, call)),
    implement(warningsRoutes.read, ({ params, access }) => readWarning(platform, params, access)),
    implement(warningsRoutes.reply, (call) => act(platform, call, 'reply')),
    implement(warningsRoutes.accept, (call) => act(platform, call, 'accept')),
    implement(warningsRoutes.return, (call) => act(platform, call, 'return')),
    implement(warningsRoutes.close, (call) => act(platform, call, 'close')),
    implement(warningsRoutes.escalate, (call) => act(platform, call, 'escalate')),
    implement(warningsRoutes.bulk, (call) => actOnSeveral(platform, call)),
  ]
}

async function filterContext(platform: Platform, access: Access): Promise<FilterContext> {
  const timeZone = platform.configuration.ZHENGFENG_TIME_ZONE
  const dayStart = (day: string): number => startOfDay(day, timeZone)
  return { access, tree: await divisionTree(platform.db), now: platform.now(), dayStart }
}

async function exportWarnings(platform: Platform, call: Call<typeof warningsRoutes.export>) {
  const { format, language, ...filter } = call.query
  const context = await filterContext(platform, call.access)
  const timeZone = platform.configuration.ZHENGFENG_TIME_ZONE
  const table = warningTable(platform.db, () => warningConditions(filter, context), {
    language,
    timeZone,
    now: context.now,
  })
  return sendTable(call, table, { format, language })
}

interface ActCall {
  readonly params: WarningKey
  readonly body: { readonly version: number; readonly text?: string | undefined }
  readonly access: Access
}

async function act(
  platform: Platform,
  { params, body, access }: ActCall,
  kind: WarningDeed['kind'],
): Promise<WarningView> {
  const { version, text } = body
  await actOnWarning(platform, { key: params, version, deed: { kind, text }, access })
  return readWarning(platform, params, access)
}

const toldProblems = ['notFound', 'conflict', 'outOfScope', 'invalid'] as const

async function actOnSeveral(platform: Platform, { body, access }: Call<typeof warningsRoutes.bulk>) {
  const results = []
  for (const { division, id, version } of body.warnings) {
    try {
      results.push({
        division,
        id,
        version: await actOnWarning(platform, { key: { division, id }, version, deed: body.act, access }),
      })
    } catch (error) {
      const problem = error instanceof ProblemError ? toldProblems.find((code) => code === error.code) : undefined
      if (!problem) throw error
      results.push({ division, id, problem })
    }
  }
  return { results }
}
