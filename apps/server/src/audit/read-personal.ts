import type { Route } from '@zhengfeng/contract'
import type { Call } from '../http/implement.ts'
import { wallClock } from '../identity/wall-clock.ts'
import type { Platform } from '../platform.ts'
import { auditWriter } from './audit-writer.ts'

/**
 * Writes down that somebody is about to see personal data; wait for it before answering.
 *
 * @param read.division the division that answers for the data
 * @param read.object whose data, by its number: `cases/460100/2026-0001`
 * @param read.fields the names of the fields, never their values
 * @param read.reason why, in the person’s own words
 * @throws StorageError where it could not be written: then nothing may be shown
 */
export function readPersonal(
  platform: Platform,
  call: Pick<Call<Route>, 'access' | 'request'>,
  read: {
    readonly division: string
    readonly object: string
    readonly fields: readonly string[]
    readonly reason?: string | undefined
  },
): Promise<void> {
  const { who } = call.access
  return auditWriter(platform).write({
    division: read.division,
    at: wallClock(platform),
    actorKind: who.kind,
    ...(who.kind !== 'nobody' && { actorId: who.id, actorName: who.name }),
    address: call.request.ip,
    action: personalAction,
    object: read.object,
    outcome: 'done',
    fields: read.fields,
    reason: read.reason,
    requestId: call.request.id,
  })
}

export const personalAction = 'readPersonal'
