import { z } from 'zod'
import { AskedDay, DivisionCode, Instant, Paging, page } from './fields.ts'
import { guards, route } from './route.ts'
import { TableExport } from './tables.ts'

export const AuditOutcome = z.enum(['done', 'refused', 'failed'])

/** One line of the audit trail. Told are the names of changed fields, never their values. */
export const AuditEntry = z.object({
  /** The chain it belongs to: the division concerned, else that of who acted; `-` where there is none. */
  division: z.string(),
  /** Gapless within the division. */
  seq: z.int(),
  at: Instant,
  actorKind: z.enum(['account', 'token', 'nobody', 'system']),
  actorId: z.string().optional(),
  actorName: z.string().optional(),
  address: z.string().optional(),
  /** The route as `POST /api/v1/accounts/{id}/unlock`, or `readPersonal`, `signIn` and the like. */
  action: z.string(),
  /** What it was done to: the parameters of the path. */
  object: z.string(),
  outcome: AuditOutcome,
  /** Status of the answer, where there was one. */
  status: z.int().optional(),
  /** Code of the problem, where it was refused. */
  problem: z.string().optional(),
  /** The fields that were told to change, or that were read. */
  fields: z.array(z.string()),
  /** Why, where the person had to say. */
  reason: z.string().optional(),
  requestId: z.string().optional(),
  /** Of this entry and all before it. */
  digest: z.string(),
})
export type AuditEntry = z.infer<typeof AuditEntry>

const AuditFilter = z.object({
  from: AskedDay.optional(),
  to: AskedDay.optional(),
  division: DivisionCode.optional().describe('the subtree of this division'),
  actor: z.string().trim().max(100).optional().describe('part of the name or login, or the whole id'),
  action: z.string().trim().max(200).optional().describe('part of the action'),
  object: z.string().trim().max(200).optional().describe('part of what it was done to'),
  outcome: AuditOutcome.optional(),
  personal: z.stringbool().optional().describe('only reads of personal data'),
})
const tag = 'audit'

export const auditRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/audit',
    summary: 'The audit trail, newest first.',
    tag,
    guard: guards.may('audit.read'),
    query: Paging.extend(AuditFilter.shape),
    response: page(AuditEntry),
  }),
  export: route({
    method: 'GET',
    path: '/api/v1/audit/export',
    summary: 'The audit trail as a table.',
    tag,
    guard: guards.may('audit.read'),
    query: AuditFilter.extend(TableExport.shape),
    response: 'file',
  }),
  verify: route({
    method: 'GET',
    path: '/api/v1/audit/verification',
    summary: 'Computes the chains of digests again and tells where the trail was altered.',
    tag,
    guard: guards.may('audit.read'),
    response: z.object({
      intact: z.boolean(),
      entries: z.int(),
      chains: z.array(z.object({ division: z.string(), entries: z.int(), digest: z.string() })),
      problems: z.array(
        z.object({
          division: z.string(),
          seq: z.int(),
          problem: z.enum(['missing', 'altered', 'cutOff', 'unexpected']),
        }),
      ),
    }),
  }),
}
