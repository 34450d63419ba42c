import { type JobView, jobsRoutes, type MessageOf } from '@zhengfeng/contract'
import type { Call, Implementation } from '../http/implement.ts'
import { implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import { type Conditions, conditionsOf } from '../storage/conditions.ts'
import { readCursor, writeCursor } from './cursor.ts'
import { instantOf } from './instant.ts'
import { cancelLongJob } from './long-jobs.ts'
import { recurringJobs } from './recurring-jobs.ts'

/** Routes of the work that the server does. */
export function jobsRoutesOf(platform: Platform): readonly Implementation[] {
  return [
    implement(jobsRoutes.list, (call) => listJobs(platform, call)),
    implement(jobsRoutes.read, async ({ params, access }) => jobView(await ownJob(platform, params.id, access))),
    implement(jobsRoutes.cancel, async ({ params, access }) => {
      await ownJob(platform, params.id, access)
      await cancelLongJob(platform, params.id)
      return jobView(await ownJob(platform, params.id, access))
    }),
    implement(jobsRoutes.recurring, async () => ({ items: [...(await recurringJobs(platform.db))] })),
  ]
}

type Access = Call<typeof jobsRoutes.list>['access']

interface JobRow {
  readonly id: string
  readonly kind: JobView['kind']
  readonly state: JobView['state']
  readonly progress: number
  readonly total: number | null
  readonly message: MessageOf | null
  readonly result: JobView['result'] | null
  readonly created_at: number
  readonly started_at: number | null
  readonly finished_at: number | null
  readonly by_name: string
}

const columns = `id, kind, state, progress, total, message, result, created_at, started_at, finished_at, by_name`

async function listJobs(platform: Platform, { query, access }: Call<typeof jobsRoutes.list>) {
  const where = conditionsOf()
  ownOnly(access, where)
  if (query.kind) where.add((kind) => `kind = ${kind}`, query.kind)
  if (query.state) where.add((state) => `state = ${state}`, query.state)
  const cursor = readCursor(query.cursor, ['number', 'uuid'])
  if (cursor) where.add((at, id) => `(created_at, id) < (${at}, ${id}::uuid)`, new Date(cursor[0]), cursor[1])
  const rows = await platform.db.query<JobRow>(
    `select ${columns}
     from job
     where ${where.text()}
     order by created_at desc, id desc
     limit ${query.limit + 1}`,
    where.parameters,
  )
  const last = rows.length > query.limit ? rows[query.limit - 1]! : undefined
  return {
    items: rows.slice(0, query.limit).map(jobView),
    ...(last && { next: writeCursor([last.created_at, last.id]) }),
  }
}

/** One’s own, or all for those who run the platform. */
function ownOnly(access: Access, where: Conditions): void {
  if (access.can('operation.read')) return
  where.add((id) => `by_id = ${id}`, access.who.kind === 'nobody' ? '' : access.who.id)
}

async function ownJob(platform: Platform, id: string, access: Access): Promise<JobRow> {
  const where = conditionsOf()
  where.add((given) => `id = ${given}`, id)
  ownOnly(access, where)
  const [row] = await platform.db.query<JobRow>(`select ${columns} from job where ${where.text()}`, where.parameters)
  if (!row) throw new ProblemError('notFound')
  return row
}

function jobView(row: JobRow): JobView {
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    progress: row.progress,
    ...(row.total !== null && { total: row.total }),
    ...(row.message && { message: row.message }),
    ...(row.result !== null && { result: row.result }),
    createdAt: instantOf(row.created_at),
    ...(row.started_at !== null && { startedAt: instantOf(row.started_at) }),
    ...(row.finished_at !== null && { finishedAt: instantOf(row.finished_at) }),
    by: row.by_name,
    cancellable: row.state === 'waiting' || row.state === 'running',
  }
}
