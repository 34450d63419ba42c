import type { RejectedEvent } from '@zhengfeng/contract'
import type { Translator } from '@zhengfeng/locales'
import { personalKind } from './personal-text.ts'
import type { EventFault } from './read-event.ts'

/** Where an event stands in a request. */
export interface EventPlace {
  readonly index: number
  readonly line: number | undefined
  readonly eventId: string | undefined
  readonly division: string | undefined
}

/** Puts a fault into words. What may tell of a person is not repeated. */
export function rejectedEvent(fault: EventFault, place: EventPlace, { t }: Translator): RejectedEvent {
  const { code, field, limit, expected } = fault
  const value = shownValue(fault)
  return {
    index: place.index,
    ...(place.line !== undefined && { line: place.line }),
    ...(place.eventId !== undefined && { eventId: shortened(place.eventId) }),
    field,
    ...(value !== undefined && { value }),
    code,
    message: t(`ingest.rejections.${code}`, {
      field: shortened(field),
      limit: limit ?? 0,
      expected: expected ?? '',
      division: shortened(place.division ?? ''),
      eventId: shortened(place.eventId ?? ''),
    }),
  }
}

/** Fields that say what happened, where and when. People stand in the others: attributes, actors, fields that we do not know. */
const impersonal: ReadonlySet<string> = new Set([
  'division',
  'seq',
  'eventId',
  'caseNo',
  'type',
  'activity',
  'occurredAt',
  'recordedAt',
  'department',
  'window',
  'channel',
])

function shownValue({ field, value }: EventFault): string | undefined {
  if (value === undefined || !impersonal.has(field)) return undefined
  const text = typeof value === 'object' && value !== null ? outlineOf(value) : String(value)
  return personalKind(text) ? '***' : shortened(text)
}

/** Lists and objects may be too deep or too large to be written out. */
function outlineOf(value: object): string {
  return Array.isArray(value) ? '[…]' : '{…}'
}

const longestShown = 100

/** Cut, and without what cannot be stored or shown. */
function shortened(text: string): string {
  const plain = text.replace(/[\p{Cc}\p{Cs}]/gu, '\u00b7')
  return plain.length > longestShown ? `${plain.slice(0, longestShown)}…` : plain
}
