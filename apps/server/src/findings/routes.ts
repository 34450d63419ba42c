import { type FindingView, findingsRoutes } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { type Call, type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import { startLongJob } from '../jobs/long-jobs.ts'
import type { Platform } from '../platform.ts'
import { divisionTree } from '../settings/division-tree.ts'
import { startOfDay } from '../slices/days.ts'
import { sendTable } from '../tables/send-table.ts'
import { assigneesOf } from './assignees.ts'
import { type Detect, detectInThread } from './detection-thread.ts'
import { detectorContext } from './detector-context.ts'
import { detectorTable } from './export-detectors.ts'
import { findingTable } from './export-findings.ts'
import { type FilterContext, findingConditions } from './finding-filter.ts'
import { actorOf, type Deed, judgeFinding } from './judge-finding.ts'
import { listDetectors } from './list-detectors.ts'
import { countFindings, listFindings } from './list-findings.ts'
import { type FindingKey, readFinding } from './read-finding.ts'
import { runDivision } from './run-division.ts'
import { setThresholds } from './thresholds.ts'

/** Routes of findings and of the detectors that find them. */
export function findingsRoutesOf(platform: Platform, detect: Detect = detectInThread): readonly Implementation[] {
  const { db } = platform
  return [
    implement(findingsRoutes.list, async ({ query, access, language }) =>
      listFindings(db, query, { context: await filterContext(platform, access), language }),
    ),
    implement(findingsRoutes.facets, async ({ query, access }) =>
      countFindings(db, query, await filterContext(platform, access)),
    ),
    implement(findingsRoutes.export, (call) => exportFindings(platform, call)),
    implement(findingsRoutes.assignees, async ({ query, access }) => {
      if (!access.can('finding.judge', query.division))
        throw new ProblemError('outOfScope', { division: query.division })
      return { items: await assigneesOf(db, await divisionTree(db), query.division) }
    }),
    implement(findingsRoutes.read, ({ params, access, language }) =>
      readFinding(platform, params, { access, language }),
    ),
    implement(findingsRoutes.confirm, (call) => judge(platform, call, { kind: 'confirm', text: call.body.text })),
    implement(findingsRoutes.dismiss, (call) =>
      judge(platform, call, { kind: 'dismiss', reason: call.body.reason, text: call.body.text }),
    ),
    implement(findingsRoutes.reopen, (call) => judge(platform, call, { kind: 'reopen', text: call.body.text })),
    implement(findingsRoutes.assign, async (call) =>
      judge(platform, call, await assignment(platform, call.params.division, call.body.assignee, call.access)),
    ),
    implement(findingsRoutes.comment, ({ body, ...call }) =>
      judge(platform, { ...call, body: {} }, { kind: 'comment', text: body.text }),
    ),
    implement(findingsRoutes.undo, (call) => judge(platform, call, { kind: 'undo' })),
    implement(findingsRoutes.bulk, (call) => judgeSeveral(platform, call)),
    implement(findingsRoutes.detectors, () => listDetectors(db)),
    implement(findingsRoutes.exportDetectors, async (call) => {
      if (!call.access.can('rule.read')) throw new ProblemError('forbidden', { needed: 'rule.read' })
      const { items } = await listDetectors(db)
      const timeZone = platform.configuration.ZHENGFENG_TIME_ZONE
      return sendTable(call, detectorTable(items, { language: call.query.language, timeZone }), call.query)
    }),
    implement(findingsRoutes.setThresholds, async ({ body, access }) => ({
      version: await setThresholds(platform, {
        overrides: body.thresholds,
        version: body.version,
        by: actorOf(access).name,
      }),
    })),
    implement(findingsRoutes.runDetectors, (call) => runDetectors(platform, call, detect)),
  ]
}

async function filterContext(platform: Platform, access: Access): Promise<FilterContext> {
  const timeZone = platform.configuration.ZHENGFENG_TIME_ZONE
  return { access, tree: await divisionTree(platform.db), dayStart: (day) => startOfDay(day, timeZone) }
}

async function exportFindings(platform: Platform, call: Call<typeof findingsRoutes.export>) {
  const { format, language, ...filter } = call.query
  const context = await filterContext(platform, call.access)
  const conditions = () => {
    const where = findingConditions(filter, context)
    // Suspicions about people leave the platform only with those who answer for judging them.
    const judges = call.access.scope('finding.judge')
    if (!judges.everything) {
      where.add((codes) => `(f.subject_kind <> 'officer' or f.division = any(${codes}::text[]))`, [...judges.divisions])
    }
    return where
  }
  const timeZone = platform.configuration.ZHENGFENG_TIME_ZONE
  return sendTable(call, findingTable(platform.db, conditions, { language, timeZone }), { format, language })
}

interface JudgeCall {
  readonly params: FindingKey
  readonly body: { readonly version?: number }
  readonly access: Access
  readonly language: Call<typeof findingsRoutes.read>['language']
}

async function judge(
  platform: Platform,
  { params, body, access, language }: JudgeCall,
  deed: Deed,
): Promise<FindingView> {
  const version = body.version === undefined ? {} : { version: body.version }
  await judgeFinding(platform, { key: params, deed, access, ...version })
  return readFinding(platform, params, { access, language })
}

async function assignment(
  platform: Platform,
  division: string,
  assignee: string | undefined,
  access: Access,
): Promise<Deed> {
  if (assignee === undefined) return { kind: 'assign' }
  if (assignee === 'me') return { kind: 'assign', assignee: actorOf(access) }
  const found = (await assigneesOf(platform.db, await divisionTree(platform.db), division)).find(
    ({ id }) => id === assignee,
  )
  if (found) return { kind: 'assign', assignee: found }
  throw new ProblemError('invalid', {}, { fields: [{ field: 'assignee', value: assignee, message: 'assignee' }] })
}

const toldProblems = ['notFound', 'conflict', 'outOfScope', 'invalid'] as const

async function judgeSeveral(platform: Platform, { body, access }: Call<typeof findingsRoutes.bulk>) {
  const results = []
  for (const { division, id, version } of body.findings) {
    try {
      const { act } = body
      const deed: Deed = act.kind === 'assign' ? await assignment(platform, division, act.assignee, access) : act
      results.push({
        division,
        id,
        version: await judgeFinding(platform, { key: { division, id }, version, deed, access }),
      })
    } catch (error) {
      const problem = error instanceof ProblemError ? toldProblems.find((code) => code === error.code) : undefined
      if (!problem) throw error
      results.push({ division, id, problem })
    }
  }
  return { results }
}

async function runDetectors(
  platform: Platform,
  { body, access }: Call<typeof findingsRoutes.runDetectors>,
  detect: Detect,
) {
  if (!access.can('finding.judge', body.division)) throw new ProblemError('outOfScope', { division: body.division })
  const divisions = (await divisionTree(platform.db)).subtree(body.division)
  if (divisions.length === 0) throw new ProblemError('notFound')
  const context = detectorContext(platform, detect)
  const jobId = await startLongJob(platform, {
    kind: 'detectorRun',
    division: body.division,
    by: actorOf(access),
    run: async ({ signal, progress }) => {
      const sum = { added: 0, again: 0, lapsed: 0 }
      for (const [place, division] of divisions.entries()) {
        signal.throwIfAborted()
        progress(place, divisions.length, { key: 'detecting', values: { division } })
        const { added, again, lapsed } = await runDivision(context, division, signal)
        Object.assign(sum, { added: sum.added + added, again: sum.again + again, lapsed: sum.lapsed + lapsed })
      }
      progress(divisions.length, divisions.length)
      return sum
    },
  })
  return { jobId }
}
