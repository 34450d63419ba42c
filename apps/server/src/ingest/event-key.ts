import { hash } from 'node:crypto'
import type { IncomingEvent } from './incoming-event.ts'

/** Counts equal events without id, so that the second of them is another event than the first. */
export interface Occurrences {
  /** How many equal ones came before. */
  next(division: string, content: string): number
}

export function countOccurrences(): Occurrences {
  const counts = new Map<string, number>()
  return {
    next: (division, content) => {
      const place = `${division} ${content}`
      const before = counts.get(place) ?? 0
      counts.set(place, before + 1)
      return before
    },
  }
}

/**
 * The text by which an event is known again within its source and division: its id, or else what it says and which one of several
 * equal events it is.
 *
 * @param event after personal data was taken out, so that the key tells nothing of people
 */
export function keyOf(event: IncomingEvent, occurrences: Occurrences): string {
  if (event.eventId !== undefined) return `=${event.eventId}`
  const content = contentDigest(event)
  return `#${content}:${event.occurrence ?? occurrences.next(event.division, content)}`
}

/** The least and the greatest key that an event can have, whichever of several equal events it is. */
export function keyRange(event: IncomingEvent): { readonly from: string; readonly to: string } {
  if (event.eventId !== undefined) return { from: `=${event.eventId}`, to: `=${event.eventId}` }
  const content = contentDigest(event)
  return { from: `#${content}:`, to: `#${content};` }
}

function contentDigest(event: IncomingEvent): string {
  return hash('sha256', contentText(event), 'base64url')
}

/** Unlike texts for unlike events, whatever the order of their attributes. */
function contentText(event: IncomingEvent): string {
  const { caseNo, activity, occurredAt, recordedAt, actor, department, window, channel, attributes } = event
  return JSON.stringify([
    caseNo,
    activity,
    occurredAt,
    recordedAt ?? null,
    actor ?? null,
    department ?? null,
    window ?? null,
    channel ?? null,
    attributes ? sorted(attributes) : null,
  ])
}

/** The same value with names in order, at every depth. */
function sorted(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(sorted)
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, child]) => [name, sorted(child)]),
  )
}
