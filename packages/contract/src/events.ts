import { z } from 'zod'
import { attributeFault } from './attribute-value.ts'
import { eventLimits } from './event-limits.ts'
import { DivisionCode, Instant } from './fields.ts'
import { guards, route } from './route.ts'

const limits = eventLimits

/** A text that can be stored and shown: not empty, no NUL, no half of a surrogate pair. */
function text(longest: number) {
  return z.string().min(1).max(longest).regex(storable, 'holds a NUL character or half of a surrogate pair')
}
const storable = /^(?:[^\0\ud800-\udfff]|[\ud800-\udbff][\udc00-\udfff])*$/

/** An instant with its offset, such as `2025-01-01T08:00:00.000+08:00`; kept to the millisecond. */
const OffsetInstant = z.iso.datetime({ offset: true }).regex(/^(19|20|21)/, 'the year must lie between 1900 and 2199')

/** What identifies a person. It is kept sealed, apart from the events, and can be erased; the event carries a digest only. */
export const EventPerson = z
  .strictObject({
    name: text(limits.personFieldLength).optional(),
    idKind: text(limits.personFieldLength)
      .optional()
      .describe('kind of document, GA/T 2000.156; 111 is the resident ID card'),
    idNumber: text(limits.personFieldLength).optional(),
    phone: text(limits.personFieldLength).optional(),
    email: text(limits.personFieldLength).optional(),
    address: text(limits.personFieldLength).optional(),
  })
  .refine((person) => Object.keys(person).length > 0, 'a person needs at least one field')
export type EventPerson = z.infer<typeof EventPerson>

const AttributeValue = z
  .union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.json()), z.record(z.string(), z.json())])
  .refine((value) => attributeFault(value) === undefined, 'too long, too deep, or not storable')

/** One step of one case as a source sends it. */
export const PushedEvent = z.strictObject({
  division: DivisionCode.optional().describe(
    'code of the division that answers for the case; default: that of the source',
  ),
  seq: z.int().nonnegative().optional().describe('taken and ignored: the receiver gives out numbers'),
  eventId: text(limits.eventIdLength)
    .optional()
    .describe(
      'identifies the event within source and division, so that sending it again is harmless; without it the content does, together with its place among equal events of the request',
    ),
  caseNo: text(limits.caseNoLength).describe('number of the case, unique within the division'),
  type: z.literal('step').optional(),
  activity: text(limits.nameLength).describe(
    'what happened: a name that the profile of the source maps, or a canonical activity',
  ),
  occurredAt: OffsetInstant.describe('when it happened, as told'),
  recordedAt: OffsetInstant.optional().describe('when the system of the source wrote it down'),
  actor: text(limits.nameLength).optional().describe('officer or account that did it'),
  department: text(limits.nameLength).optional().describe('department that did it'),
  window: text(limits.nameLength).optional().describe('counter at which it happened'),
  channel: text(limits.nameLength).optional().describe('way by which it came: window, web, app, …'),
  attributes: z
    .record(text(limits.attributeNameLength), AttributeValue)
    .refine((attributes) => Object.keys(attributes).length <= limits.attributes, 'too many attributes')
    .optional()
    .describe('everything else; names that begin with case: describe the case'),
  people: z
    .strictObject({ applicant: EventPerson.optional(), agent: EventPerson.optional() })
    .optional()
    .describe('who asks, and who acts for them; kept apart, sealed and erasable'),
})
export type PushedEvent = z.infer<typeof PushedEvent>

/** Why an event was not stored. Texts are in the locale files under `ingest.rejections`. */
export const eventRejections = [
  /** The line is no JSON, or not an object. */
  'malformed',
  'missing',
  'unknownField',
  'wrongType',
  'empty',
  'tooLong',
  /** More attributes, or deeper ones, than `eventLimits` allows. */
  'tooMany',
  'badCharacter',
  'badInstant',
  'badDivision',
  'typeNotAllowed',
  /** The division is unknown, or not within that of the source. */
  'outOfScope',
  /** The same eventId was stored, or stands earlier in this request, with another content; `field` is the first that differs. */
  'contradiction',
] as const
export type EventRejection = (typeof eventRejections)[number]

export const RejectedEvent = z.object({
  index: z.int().nonnegative().describe('place among the events of the request, from 0'),
  line: z.int().positive().optional().describe('line of an NDJSON body, from 1'),
  eventId: z.string().optional(),
  field: z.string().describe('such as occurredAt or attributes.amount; empty where the whole line is unreadable'),
  value: z.string().optional().describe('what was sent, shortened, and masked where it may tell of a person'),
  code: z.enum(eventRejections),
  message: z.string().describe('what is wrong and what to do, in the language asked for'),
})
export type RejectedEvent = z.infer<typeof RejectedEvent>

/** What became of the events of a request. Everything that is counted here is on disk. */
export const EventsReport = z.object({
  accepted: z.int().nonnegative(),
  duplicates: z.int().nonnegative().describe('stored before with the same content; not counted twice'),
  rejectedCount: z.int().nonnegative(),
  rejected: z.array(RejectedEvent).describe('every rejected event, in the order of the request'),
  flagged: z
    .object({
      future: z.int().nonnegative().describe('stored, but occurred later than now'),
      past: z.int().nonnegative().describe('stored, but occurred long ago'),
      personal: z.int().nonnegative().describe('stored after personal data was moved out of the event'),
    })
    .describe('stored, and worth a look'),
  position: z
    .record(z.string(), z.int())
    .describe('division → number of its last event, of the divisions in the request'),
})
export type EventsReport = z.infer<typeof EventsReport>

/** Bits of `StoredEvent.flags`. */
export const eventFlags = { future: 1, past: 2, personal: 4 } as const

/** An event as it is stored. */
export const StoredEvent = z.object({
  division: z.string(),
  seq: z.int(),
  eventId: z.string().optional(),
  caseNo: z.string(),
  type: z.enum(['step', 'void']),
  activity: z.string(),
  occurredAt: Instant,
  recordedAt: Instant.describe('by the clock of this server'),
  sourceRecordedAt: Instant.optional(),
  source: z.uuid(),
  batch: z.uuid().optional().describe('the import that brought it'),
  actor: z.string().optional(),
  department: z.string().optional(),
  window: z.string().optional(),
  channel: z.string().optional(),
  attributes: z.record(z.string(), z.json()).optional(),
  flags: z.int().describe('bits: 1 in the future, 2 long ago, 4 personal data was moved out'),
})
export type StoredEvent = z.infer<typeof StoredEvent>

export const EventPosition = z.object({ division: z.string(), seq: z.int(), recordedAt: Instant.optional() })
export type EventPosition = z.infer<typeof EventPosition>

export const eventsRoutes = {
  /**
   * Body: `application/json` (a list of `PushedEvent`, or `{"events": […]}`) or `application/x-ndjson` (one a line), also with
   * `Content-Encoding: gzip`. 200: at least one event was stored or known, the others are listed; 422: none was, problem details
   * that also bear the fields of the report; 429 or 503 with `Retry-After`: nothing was stored, send again.
   */
  send: route({
    method: 'POST',
    path: '/api/v1/events',
    summary: 'Send events: JSON or NDJSON, plain or gzip, up to 10,000 a request; sending again is harmless',
    tag: 'events',
    guard: guards.token('events.write'),
    body: 'stream',
    response: EventsReport,
  }),
  list: route({
    method: 'GET',
    path: '/api/v1/events',
    summary: 'Read back the events of a division in the order of their numbers',
    tag: 'events',
    guard: guards.may('case.read', 'cases.read'),
    query: z.object({
      division: DivisionCode,
      afterSeq: z.coerce.number().int().nonnegative().default(0),
      untilSeq: z.coerce.number().int().positive().optional(),
      limit: z.coerce.number().int().min(1).max(1000).default(200),
    }),
    response: z.object({
      items: z.array(StoredEvent),
      /** Pass as `afterSeq` for the next page; absent where no more are stored within the range. */
      next: z.int().optional(),
    }),
  }),
  position: route({
    method: 'GET',
    path: '/api/v1/events/position',
    summary: 'How far each division has got: the number of its last event',
    tag: 'events',
    guard: guards.may('case.read', 'cases.read'),
    query: z.object({ division: DivisionCode.optional().describe('the subtree of this division') }),
    response: z.object({ items: z.array(EventPosition) }),
  }),
}
