import { xmlDateTime } from '../attributes/date-time.ts'
import { type Column, valueAt } from '../column.ts'
import type { EventLog } from '../log.ts'
import { attributePrefix, fieldNames, type ServiceEvent } from './service-event.ts'

const chunkLength = 1 << 16

/**
 * Writes a log as NDJSON in our own event model, one `ServiceEvent` per line, in pieces of about 64 KB. Read with
 * `columns: serviceEventColumns` it gives the same log, except that whole numbers are read as integers, infinite ones as texts, and texts that all are
 * ISO instants as instants. Case attributes stand at the first event of the case under `case:…`.
 *
 * @param log any log; start of work and lifecycle become the attributes `startedAt` and `transition`
 * @example
 * const { log } = assembleLog({
 *   timeZone: 'UTC',
 *   caseIds: ['1'],
 *   eventCase: Int32Array.of(0),
 *   activity: { kind: 'string', codes: Int32Array.of(0), values: ['accept'] },
 *   time: Float64Array.of(0),
 *   sourceRow: Int32Array.of(1),
 * })
 * const ndjson = [...writeNdjson(log)].join('')
 * JSON.parse(ndjson) // → { caseNo: '1', activity: 'accept', occurredAt: '1970-01-01T00:00:00.000+00:00' }
 */
export function* writeNdjson(log: EventLog): Generator<string, void, undefined> {
  let text = ''
  for (const event of serviceEvents(log)) {
    text += `${JSON.stringify(event)}\n`
    if (text.length < chunkLength) continue
    yield text
    text = ''
  }
  if (text !== '') yield text
}

/**
 * The events of a log in our own event model, one after the other, as `writeNdjson` writes them.
 *
 * @param log any log
 * @returns events case by case, those of a case in time order; attributes of the case stand at its first event under `case:…`
 * @example
 * const log = assembleLog({
 *   timeZone: 'UTC', caseIds: ['1'], eventCase: Int32Array.of(0), sourceRow: Int32Array.of(1),
 *   activity: { kind: 'string', codes: Int32Array.of(0), values: ['accept'] }, time: Float64Array.of(0),
 * }).log
 * [...serviceEvents(log)][0].activity // → 'accept'
 */
export function* serviceEvents(log: EventLog): Generator<ServiceEvent, void, undefined> {
  const { caseOffsets } = log
  for (let c = 0; c < log.caseIds.length; c++)
    for (let event = caseOffsets[c]!; event < caseOffsets[c + 1]!; event++) {
      const ofCase = event === caseOffsets[c] ? c : undefined
      yield serviceEvent(log, { event, caseIndex: c, ofCase })
    }
}

interface Place {
  readonly event: number
  readonly caseIndex: number
  /** The case whose attributes are told with this event. */
  readonly ofCase: number | undefined
}

function serviceEvent(log: EventLog, { event, caseIndex, ofCase }: Place): ServiceEvent {
  const fields = new Map<string, unknown>([
    ['division', log.caseOffice && valueAt(log.caseOffice, caseIndex)],
    ['caseNo', log.caseIds[caseIndex]],
    ['activity', log.activity.values[log.activity.codes[event]!]],
    ['occurredAt', instant(log, log.time[event]!)],
    ['recordedAt', log.recordedAt && instant(log, log.recordedAt[event]!)],
    ['actor', log.resource && valueAt(log.resource, event)],
    ['department', log.department && valueAt(log.department, event)],
  ])
  const attributes = new Map<string, unknown>([
    ['startedAt', log.startTime && instant(log, log.startTime[event]!)],
    ['transition', log.lifecycle && valueAt(log.lifecycle, event)],
  ])
  for (const [name, column] of log.eventAttributes) {
    const value = jsonValue(log, column, event)
    if (value === undefined) continue
    if (isField(name, value) && !fields.has(name)) fields.set(name, value)
    else attributes.set(attributeName(name), value)
  }
  if (ofCase !== undefined)
    for (const [name, column] of log.caseAttributes) attributes.set(`case:${name}`, jsonValue(log, column, ofCase))
  for (const map of [fields, attributes]) for (const [name, value] of map) if (value === undefined) map.delete(name)
  if (attributes.size > 0) fields.set('attributes', Object.fromEntries(attributes))
  return Object.fromEntries(fields) as unknown as ServiceEvent
}

/** Fields that a log keeps among its attributes. */
function isField(name: string, value: unknown): boolean {
  if (name === 'seq') return Number.isSafeInteger(value) && (value as number) >= 0
  return fieldNames.has(name) && typeof value === 'string' && value !== ''
}

function attributeName(name: string): string {
  const bare = name.startsWith(attributePrefix) ? name.slice(attributePrefix.length) : ''
  return fieldNames.has(bare) ? bare : name
}

function jsonValue(log: EventLog, column: Column, row: number): unknown {
  const value = valueAt(column, row)
  if (value === undefined) return undefined
  if (column.kind === 'instant') return instant(log, value as number)
  // JSON has no infinity.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return column.kind === 'json' ? (JSON.parse(value as string) as unknown) : value
}

function instant(log: EventLog, value: number): string | undefined {
  return Number.isNaN(value) ? undefined : xmlDateTime(value, log.timeZone)
}
