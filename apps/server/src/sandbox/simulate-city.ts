import { type EventLog, filterCases, valueAt } from '@zhengfeng/eventlog'
import { type MisconductRates, type Simulation, simulate } from '@zhengfeng/sandbox'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import type { Era } from './eras.ts'
import { personOf } from './people-of.ts'
import type { City } from './province-plan.ts'

/** An event, and when the platform gets to know of it. */
export interface Arriving {
  /** UTC milliseconds. */
  readonly arrivesAt: number
  readonly event: IncomingEvent
}

/** The life of one city in one era. */
export interface CityLog {
  readonly city: City
  readonly log: EventLog
  /** Rows in the order in which the platform gets to know of them. */
  readonly rows: Int32Array
  readonly arrivesAt: Float64Array
  /** The case of each row. */
  readonly caseOf: Int32Array
}

/** Rare enough to be believed, frequent enough to be met. */
const misconduct: MisconductRates = {
  overdue: 0.006,
  'hidden-time': 0.004,
  'clock-stop-abuse': 0.003,
  'repeated-supplements': 0.003,
  'buck-passing': 0.002,
  'retroactive-entry': 0.003,
  'deadline-rush': 0.004,
  'hidden-steps': 0.001,
  'one-hand-for-all': 0.003,
  'orphaned-cases': 0.001,
  'unusual-gap': 0.003,
  'queue-jumping': 0.02,
  'batch-closing': 0.03,
}

/** Simulates a city: its cases, ratings, complaints and misconduct. The same seed and era give the same city. */
export function simulateCity(city: City, era: Era, seed: number): CityLog {
  const number = Number(city.code.slice(2, 4))
  const { log } = simulate({
    cases: Math.max(1, Math.round(era.cases * city.share)),
    seed: (seed * 1000 + era.number) * 100 + number,
    offices: city.counties.length,
    from: era.from,
    days: era.arrivalDays + era.quietDays,
    quietDays: era.quietDays,
    voices: true,
    misconduct,
  })
  return { city, log, ...arrivalOrder(log) }
}

/** Leaves out the cases of which nothing is told after an instant. */
export function stillToCome({ city, log, arrivesAt }: CityLog, at: number): CityLog {
  const kept = filterCases(log, (index) => {
    for (let row = log.caseOffsets[index]!; row < log.caseOffsets[index + 1]!; row++)
      if (arrivesAt[row]! > at) return true
    return false
  })
  return { city, log: kept, ...arrivalOrder(kept) }
}

/** Place of the county that an event belongs to, within its city. */
export function countyOf({ log, caseOf }: CityLog, row: number): number {
  return Number.parseInt(log.caseIds[caseOf[row]!]!, 10) - 1
}

/** How the sandbox's logs are read: the profile of its source, with the names that events have on the wire. */
export function cityProfile(): Simulation['profile'] {
  return simulate({ cases: 1, seed: 1, voices: true }).profile
}

/** The event of a row, as the offices' system would push it. */
export function eventAt(from: CityLog, row: number): IncomingEvent {
  const { log, city, caseOf } = from
  const caseIndex = caseOf[row]!
  const [office, day, number] = log.caseIds[caseIndex]!.split('-') as [string, string, string]
  const division = city.counties[Number(office) - 1]!.code
  const place = row - log.caseOffsets[caseIndex]!
  const caseNo = `${division}-${day}-${number}`
  const actor = localCode(textAt(log, 'resource', row), division)
  const department = textAt(log, 'department', row)
  const window = attributeAt(log, 'window', row)
  const recordedAt = log.recordedAt![row]!
  return {
    ...{ division, caseNo, eventId: `${caseNo}-${place + 1}` },
    activity: String(valueAt(log.activity, row)),
    occurredAt: log.time[row]!,
    ...(!Number.isNaN(recordedAt) && { recordedAt }),
    ...(actor !== undefined && { actor }),
    ...(department !== undefined && { department }),
    ...(window !== undefined && { window: String(window) }),
    ...(place === 0 && { channel: String(caseAttribute(log, 'channel', caseIndex)) }),
    ...attributesOf(from, row, { place, division }),
    ...(place === 0 && { people: { applicant: applicantOf(log, caseIndex) } }),
  }
}

function arrivalOrder(log: EventLog): Pick<CityLog, 'rows' | 'arrivesAt' | 'caseOf'> {
  const arrivesAt = log.time.map((time, row) => {
    const recorded = log.recordedAt![row]!
    return Math.max(recorded, time)
  })
  const rows = Int32Array.from(arrivesAt.keys()).sort((a, b) => arrivesAt[a]! - arrivesAt[b]! || a - b)
  const caseOf = new Int32Array(log.time.length)
  for (let index = 0; index < log.caseIds.length; index++)
    caseOf.fill(index, log.caseOffsets[index]!, log.caseOffsets[index + 1]!)
  return { rows, arrivesAt, caseOf }
}

const told = ['stopKind', 'stopDocument', 'note', 'satisfaction', 'default', 'reasons', 'visits'] as const

function attributesOf(
  { log, caseOf }: CityLog,
  row: number,
  { place, division }: { readonly place: number; readonly division: string },
): Pick<IncomingEvent, 'attributes'> {
  const attributes: Record<string, unknown> = {}
  for (const name of told) {
    const value = attributeAt(log, name, row)
    if (value !== undefined) attributes[name] = value
  }
  const start = log.startTime![row]!
  if (!Number.isNaN(start)) attributes.startedAt = new Date(start).toISOString()
  if (place === 0) {
    for (const name of ['item', 'priority', 'applicantGroup'])
      attributes[`case:${name}`] = caseAttribute(log, name, caseOf[row]!)
    const agent = caseAttribute(log, 'agent', caseOf[row]!)
    if (agent !== undefined) attributes['case:agent'] = `D${division}-${String(agent).split('-')[1]}`
  }
  return Object.keys(attributes).length === 0 ? {} : { attributes }
}

function applicantOf(log: EventLog, caseIndex: number): ReturnType<typeof personOf> {
  const number = Number(String(caseAttribute(log, 'applicant', caseIndex)).slice(1))
  return personOf(number, caseAttribute(log, 'applicantGroup', caseIndex) === '企业')
}

/** Codes begin with the number of the office; on the platform, with the code of its division. */
function localCode(code: string | undefined, division: string): string | undefined {
  if (code === undefined || code.startsWith('system-')) return code
  return `${division}${code.slice(code.indexOf('-'))}`
}

function textAt(log: EventLog, column: 'resource' | 'department', row: number): string | undefined {
  return valueAt(log[column]!, row) as string | undefined
}

function attributeAt(log: EventLog, name: string, row: number): unknown {
  return valueAt(log.eventAttributes.get(name)!, row)
}

function caseAttribute(log: EventLog, name: string, caseIndex: number): unknown {
  return valueAt(log.caseAttributes.get(name)!, caseIndex)
}
