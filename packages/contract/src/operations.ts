import { z } from 'zod'
import { Instant } from './fields.ts'
import { guards, route } from './route.ts'

/** How the platform is doing, for those who run it: counts and times, nothing about people or cases. */
export const OperationStatus = z.object({
  version: z.string(),
  node: z.string(),
  engine: z.enum(['pglite', 'postgresql', 'citus']),
  engineVersion: z.string(),
  schemaVersion: z.string(),
  startedAt: Instant,
  now: Instant,
  ready: z.boolean(),
  counts: z.object({
    events: z.int(),
    cases: z.int(),
    divisions: z.int(),
    sources: z.int(),
    accounts: z.int(),
    sessions: z.int(),
  }),
  lastEvent: z.object({ recordedAt: Instant, lagMs: z.int() }).optional(),
  storage: z.object({ sizeBytes: z.int().optional(), waitMs: z.number() }),
  memory: z.object({ residentBytes: z.int(), heapBytes: z.int() }),
  jobs: z.array(
    z.object({
      name: z.string(),
      everyMs: z.int(),
      running: z.boolean(),
      lastStartedAt: Instant.optional(),
      lastMs: z.number().optional(),
      runs: z.int(),
      failures: z.int(),
      /** When the last run failed. */
      lastFailedAt: Instant.optional(),
    }),
  ),
})
export type OperationStatus = z.infer<typeof OperationStatus>

export const operationsRoutes = {
  status: route({
    method: 'GET',
    path: '/api/v1/operations/status',
    summary: 'Counts, times, versions and jobs of this server.',
    tag: 'operations',
    guard: guards.may('operation.read'),
    response: OperationStatus,
  }),
}
