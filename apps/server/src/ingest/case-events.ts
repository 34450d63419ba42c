import type { CaseEvent } from '@zhengfeng/monitor'
import type { SourceInForce } from './sources-in-force.ts'
import type { StoredEventRow } from './stored-event.ts'

/**
 * An event as the case it belongs to reads it. A case is read under the profile of the source that told of it first; what other
 * sources call a step is translated to what that profile calls the same step.
 *
 * @param owner whose profile the case is read under
 * @param teller who sent the event
 */
export function caseEvent(event: StoredEventRow, owner: SourceInForce, teller: SourceInForce): CaseEvent {
  const recordedAt = event.source_recorded_at ?? (teller.kind === 'file' ? null : event.recorded_at)
  return {
    seq: event.seq,
    type: event.type,
    activity: owner === teller ? event.activity : translated(event.activity, owner, teller),
    occurredAt: event.occurred_at,
    ...(recordedAt !== null && { recordedAt }),
    ...(event.department !== null && { department: event.department }),
    ...(event.actor !== null && { actor: event.actor }),
    ...(event.window !== null && { window: event.window }),
    ...(event.channel !== null && { channel: event.channel }),
    ...(event.attributes !== null && { attributes: event.attributes }),
    ...(event.batch_id !== null && { batch: event.batch_id }),
  }
}

function translated(activity: string, owner: SourceInForce, teller: SourceInForce): string {
  const step = teller.stepOf.get(activity)
  if (step !== undefined) {
    const name = owner.profile.activities[step]?.[0]
    if (name !== undefined) return name
  }
  // No step for the teller, so it must not become one because the owner uses the word for something else.
  return owner.stepOf.has(activity) ? `${activity} (${teller.name})` : activity
}
