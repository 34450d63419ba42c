import { z } from 'zod'

const Text = z.string().min(1)

/** A value that an attribute may have; instants are texts in ISO 8601 with offset. */
const AttributeValue = z.union([
  z.string(),
  z.number(),
  z.boolean(),
  z.null(),
  z.array(z.json()),
  z.record(z.string(), z.json()),
])

/** An instant with its offset, such as `2025-01-01T08:00:00.000+08:00`. */
const Instant = z.iso.datetime({ offset: true })

/** One step of one case, as it stands on a line of NDJSON: the one truth from which everything else is computed. */
export const ServiceEvent = z.strictObject({
  division: Text.optional().describe('code (GB/T 2260) or name of the office that answers for the case'),
  seq: z
    .int()
    .nonnegative()
    .optional()
    .describe('number of the event within its division, without gaps; given out by the receiver'),
  eventId: Text.optional().describe('identifies the event, so that it can be sent again without counting twice'),
  caseNo: Text.describe('number of the case, unique within the division'),
  type: Text.optional().describe('kind of event'),
  activity: Text.describe('what happened: a canonical activity or one of the source'),
  occurredAt: Instant.describe('when it happened, as told'),
  recordedAt: Instant.optional().describe('when the system of the source wrote it down'),
  actor: Text.optional().describe('officer or account that did it, without personal data'),
  department: Text.optional().describe('department that did it'),
  window: Text.optional().describe('counter at which it happened'),
  channel: Text.optional().describe('way by which it came: window, web, app, …'),
  attributes: z
    .record(z.string(), AttributeValue)
    .optional()
    .describe('everything else; names that begin with case: describe the case'),
})
export type ServiceEvent = z.infer<typeof ServiceEvent>

/** The columns of a profile that reads what `writeNdjson` writes. */
export const serviceEventColumns = {
  case: 'caseNo',
  activity: 'activity',
  time: 'occurredAt',
  recordedAt: 'recordedAt',
  resource: 'actor',
  department: 'department',
  office: 'division',
  start: 'startedAt',
  lifecycle: 'transition',
} as const

/** Names that an attribute cannot have without being mistaken for a field. */
export const fieldNames: ReadonlySet<string> = new Set(
  Object.keys(ServiceEvent.shape).filter((name) => name !== 'attributes'),
)

/** Comes before the name of an attribute that is also the name of a field. */
export const attributePrefix = 'attributes.'
