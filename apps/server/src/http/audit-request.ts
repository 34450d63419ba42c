import type { ProblemCode, Route } from '@zhengfeng/contract'
import type { FastifyRequest } from 'fastify'
import type { AuditRecord } from '../audit/audit-record.ts'
import { auditWriter } from '../audit/audit-writer.ts'
import type { Caller } from '../identity/authenticate.ts'
import { wallClock } from '../identity/wall-clock.ts'
import type { Platform } from '../platform.ts'

/** What a handler knows better than the base: who it was (when signing in), what it was done to, and where. */
export interface AuditNote {
  readonly division?: string | undefined
  readonly object?: string
  readonly actor?: { readonly id: string; readonly name: string }
}

const notes = new WeakMap<FastifyRequest, AuditNote>()

/** Adds to what the audit trail will say of this request. */
export function noteForAudit(request: FastifyRequest, note: AuditNote): void {
  notes.set(request, { ...notes.get(request), ...note })
}

/** How a request ended. */
export interface Ending {
  readonly status: number
  readonly problem?: ProblemCode
  readonly result?: unknown
}

/** Problems that are no attempt at anything: the input was wrong, or the caller is nobody or must wait. */
const noAttempt: readonly ProblemCode[] = [
  'invalid',
  'malformed',
  'tooLarge',
  'unsupportedMedia',
  'unsupportedEncoding',
  'timeout',
  'busy',
  'starting',
  'tooManyRequests',
]

/**
 * Writes a request down where it belongs in the trail: every write and every attempt of one by somebody known, every sign-in and its
 * failure, and every look where somebody known had no right to look. Events that sources push are their own trail.
 */
export async function auditRequest(
  platform: Platform,
  call: { readonly route: Route; readonly request: FastifyRequest; readonly caller: Caller | undefined },
  ending: Ending,
): Promise<void> {
  const { route, request, caller } = call
  if (!isAudited(route, caller, ending)) return
  const note = notes.get(request) ?? {}
  const who = caller?.access.who ?? { kind: 'nobody' as const }
  const record: AuditRecord = {
    division: note.division ?? caller?.division,
    at: wallClock(platform),
    actorKind: note.actor ? 'account' : who.kind,
    ...(who.kind !== 'nobody' && { actorId: who.id, actorName: who.name }),
    ...(note.actor && { actorId: note.actor.id, actorName: note.actor.name }),
    address: request.ip,
    action: `${route.method} ${route.path}`,
    object: note.object ?? objectOf(request, ending.result),
    outcome: outcomeOf(ending.status),
    status: ending.status,
    problem: ending.problem,
    fields: fieldsOf(request.body),
    requestId: request.id,
  }
  await auditWriter(platform).writeSurely(record)
}

function isAudited(route: Route, caller: Caller | undefined, { status, problem }: Ending): boolean {
  if (route.guard.kind === 'token' || (problem && noAttempt.includes(problem))) return false
  const known = caller !== undefined && caller.access.who.kind !== 'nobody'
  if (route.method === 'GET') return known && status === 403
  return known || route.guard.kind === 'public'
}

function outcomeOf(status: number): AuditRecord['outcome'] {
  if (status < 400) return 'done'
  return status < 500 ? 'refused' : 'failed'
}

function objectOf(request: FastifyRequest, result: unknown): string {
  const params = Object.values((request.params ?? {}) as Record<string, unknown>).map(String)
  const made = params.length === 0 ? idOf(result) : undefined
  return [...params, ...(made === undefined ? [] : [made])].join('/')
}

/** The id of what was made, by itself or inside the one object of the answer. */
function idOf(result: unknown): string | undefined {
  if (typeof result !== 'object' || result === null) return undefined
  const { id } = result as { readonly id?: unknown }
  if (typeof id === 'string') return id
  const inner = Object.values(result).find((value) => typeof value === 'object' && value !== null && 'id' in value)
  return inner === undefined ? undefined : idOf(inner)
}

function fieldsOf(body: unknown): string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body) || Symbol.asyncIterator in body) return []
  return Object.keys(body).slice(0, 100)
}
