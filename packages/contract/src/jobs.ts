import { z } from 'zod'
import { Instant, Paging, page } from './fields.ts'
import { guards, route } from './route.ts'

/** A text as key and values: the key is looked up in the locale files. */
export const MessageOf = z.object({
  key: z.string(),
  values: z.record(z.string(), z.union([z.string(), z.number()])),
})
export type MessageOf = z.infer<typeof MessageOf>

export const jobStates = ['waiting', 'running', 'done', 'failed', 'cancelled'] as const
export const jobKinds = ['import', 'undo', 'detectorRun', 'replay'] as const

/** A long piece of work that somebody started: it goes on while nobody looks. */
export const JobView = z.object({
  id: z.uuid(),
  kind: z.enum(jobKinds),
  state: z.enum(jobStates),
  progress: z.int().min(0).describe('how much is done, in units of `total`'),
  total: z.int().min(0).optional().describe('absent while not known'),
  message: MessageOf.optional().describe('what it is doing, or how it ended; key under `work.jobs`'),
  result: z.json().optional().describe('what it made, for example the id of an import'),
  createdAt: Instant,
  startedAt: Instant.optional(),
  finishedAt: Instant.optional(),
  by: z.string().describe('who started it'),
  cancellable: z.boolean(),
})
export type JobView = z.infer<typeof JobView>

/** Something the server does by itself, again and again. */
export const RecurringJob = z.object({
  name: z.string(),
  everyMs: z.int(),
  state: z.enum(['idle', 'running', 'backingOff']),
  lastStartedAt: Instant.optional(),
  lastFinishedAt: Instant.optional(),
  lastDurationMs: z.int().optional(),
  lastOutcome: z
    .enum(['done', 'failed', 'abandoned'])
    .optional()
    .describe('abandoned: its process ended before it did'),
  lastError: z.string().optional().describe('code of the error, without data'),
  runs: z.int(),
  failures: z.int(),
  failuresInARow: z.int(),
  nextAt: Instant.optional(),
})
export type RecurringJob = z.infer<typeof RecurringJob>

const JobId = z.object({ id: z.uuid() })

export const jobsRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/jobs',
    summary: 'Lists long jobs, newest first: one’s own, or all for those who may read operations.',
    tag: 'jobs',
    guard: guards.signedIn,
    query: Paging.extend({ kind: z.enum(jobKinds).optional(), state: z.enum(jobStates).optional() }),
    response: page(JobView),
  }),
  read: route({
    method: 'GET',
    path: '/api/v1/jobs/{id}',
    summary: 'Reads how far a long job is.',
    tag: 'jobs',
    guard: guards.signedIn,
    params: JobId,
    response: JobView,
  }),
  cancel: route({
    method: 'POST',
    path: '/api/v1/jobs/{id}/cancel',
    summary: 'Cancels a long job; what it has written in part is taken back.',
    tag: 'jobs',
    guard: guards.signedIn,
    params: JobId,
    response: JobView,
  }),
  recurring: route({
    method: 'GET',
    path: '/api/v1/operations/jobs',
    summary: 'Lists what the server does by itself: last run, duration, outcome.',
    tag: 'jobs',
    guard: guards.may('operation.read'),
    response: z.object({ items: z.array(RecurringJob) }),
  }),
} as const
