import { canonicalActivities, type Profile, type StringColumn } from '@zhengfeng/eventlog'
import { stepAt } from '@zhengfeng/mining'
import type { Stop } from '@zhengfeng/worktime'
import { type CaseFacts, readFacts } from './case-facts.ts'
import type { CaseRecord } from './case-record.ts'
import { type CellDimensions, type Contribution, caseText, contribute } from './contribution.ts'
import { defaultMonitorRules, type MonitorRules } from './monitor-rules.ts'
import { type CaseDue, dueOf } from './open-due.ts'
import { type Reading, readingOf } from './reading.ts'
import { serviceOf } from './service-of.ts'

/** Where a case stands. The last four have ended; `void`: everything about it was taken back. */
export const caseStatuses = [
  'submitted',
  'supplementing',
  'accepted',
  'suspended',
  'decided',
  'closed',
  'refused',
  'withdrawn',
  'void',
] as const
export type CaseStatus = (typeof caseStatuses)[number]

/** A case as its events fold: what the table `service_case` holds. Instants are UTC milliseconds, absent where there is none. */
export interface CaseProjection extends CellDimensions {
  readonly division: string
  readonly caseNo: string
  readonly applicant?: string
  readonly agent?: string
  readonly priority: boolean
  readonly status: CaseStatus
  /** The last step of handling, as canonical activity where it is one and else as the source calls it. */
  readonly step: string
  /** Who holds the case while it is open: the last who took a step. '' where it has ended or nobody is named. */
  readonly holderDepartment: string
  readonly holderActor: string
  readonly firstAt: number
  readonly lastAt: number
  readonly submittedAt?: number
  readonly acceptedAt?: number
  readonly decidedAt?: number
  /** When the case counts as ended: when its official clock did, as in the check-up. */
  readonly closedAt?: number
  readonly clockFrom?: number
  readonly clockTo?: number
  /** The last instant in time; absent where nothing is due, or nobody can say while a stop lasts. */
  readonly statutoryDue?: number
  readonly promisedDue?: number
  /** An open case is late exactly when the time is after this. Absent where nothing is due or the clock has ended. */
  readonly openDue?: number
  /** On the official clock; up to `until` while open. */
  readonly officialMs?: number
  /** What the applicant experienced; up to `until` while open. */
  readonly livedMs: number
  /** Where the official clock stood still; `to` is `NaN` while it lasts. */
  readonly stops: readonly Stop[]
  readonly contribution: Contribution
}

export interface ProjectOptions {
  /** Open cases are judged at this instant, UTC milliseconds. */
  readonly until: number
  readonly rules?: MonitorRules
}

/**
 * Folds cases into what is shown, searched and counted of them. Each case is a pure function of its own events: in whichever batches
 * they are projected, the result is the same.
 *
 * @param cases one or more
 * @param profile the profile in force (`profileInForce`), the same object each time
 * @returns one per case, in the same order
 * @throws CalendarError where the profile's time zone or calendar cannot be
 * @example
 * const profile = profileInForce(Profile.parse({ timeZone: 'UTC', columns: serviceEventColumns }))
 * const events = [{ seq: 1, occurredAt: 0, activity: 'submit' }, { seq: 2, occurredAt: 9, activity: 'accept' }]
 * const [projected] = projectCases([{ division: '330100', caseNo: '1', attributes: {}, events }], profile, { until: 10 })
 * projected.status // → 'accepted'
 */
export function projectCases(
  cases: readonly CaseRecord[],
  profile: Profile,
  { until, rules = defaultMonitorRules }: ProjectOptions,
): CaseProjection[] {
  const reading = readingOf(serviceOf(cases, profile, { until, rules }), rules)
  let caseIndex = 0
  return cases.map((record) => (record.events.length === 0 ? voided(record) : project(reading, record, caseIndex++)))
}

type Mutable = { -readonly [Key in keyof CaseProjection]: CaseProjection[Key] }

function project(reading: Reading, record: CaseRecord, c: number): CaseProjection {
  const { log, milestones, clock, priority } = reading.service
  const facts = readFacts(reading, c)
  const contribution = contribute(reading, c, facts)
  const ended = !Number.isNaN(clock.to[c]!)
  const projection: Mutable = {
    division: record.division,
    caseNo: record.caseNo,
    item: contribution.item,
    department: contribution.department,
    channel: contribution.channel,
    applicantGroup: contribution.applicantGroup,
    priority: priority[c] === 1,
    status: statusOf(reading, c, facts),
    step: stepName(reading, facts.lastEvent),
    holderDepartment: ended ? '' : nameOf(log.department, facts.lastDepartment),
    holderActor: ended ? '' : nameOf(log.resource, facts.lastActor),
    firstAt: log.time[log.caseOffsets[c]!]!,
    lastAt: log.time[log.caseOffsets[c + 1]! - 1]!,
    livedMs: clock.livedMs[c]!,
    stops: stopsOf(reading, c),
    contribution,
  }
  setKnown(projection, 'submittedAt', milestones.submit[c]!)
  setKnown(projection, 'acceptedAt', milestones.accept[c]!)
  setKnown(projection, 'decidedAt', milestones.decide[c]!)
  setKnown(projection, 'closedAt', clock.to[c]!)
  setKnown(projection, 'clockFrom', clock.from[c]!)
  setKnown(projection, 'clockTo', clock.to[c]!)
  setKnown(projection, 'officialMs', clock.officialMs[c]!)
  setDue(projection, dueOf(reading, c))
  const applicant = caseText(reading.ofCase.applicant, c)
  if (applicant !== undefined) projection.applicant = applicant
  const agent = caseText(reading.ofCase.agent, c)
  if (agent !== undefined) projection.agent = agent
  return projection
}

function setDue(projection: Mutable, { statutory, promised, open }: CaseDue): void {
  if (statutory !== undefined) projection.statutoryDue = statutory
  if (promised !== undefined) projection.promisedDue = promised
  if (open !== undefined) projection.openDue = open
}

type InstantField = 'submittedAt' | 'acceptedAt' | 'decidedAt' | 'closedAt' | 'clockFrom' | 'clockTo' | 'officialMs'

function setKnown(projection: Mutable, field: InstantField, value: number): void {
  if (!Number.isNaN(value)) projection[field] = value
}

/** A case of which everything was taken back adds nothing and is found by its number only. */
function voided({ division, caseNo, voidedAt = 0 }: CaseRecord): CaseProjection {
  const dimensions = { item: '', department: '', channel: '', applicantGroup: '' }
  return {
    division,
    caseNo,
    ...dimensions,
    priority: false,
    status: 'void',
    step: '',
    holderDepartment: '',
    holderActor: '',
    firstAt: voidedAt,
    lastAt: voidedAt,
    closedAt: voidedAt,
    livedMs: 0,
    stops: [],
    contribution: { ...dimensions, days: [] },
  }
}

function statusOf({ service }: Reading, c: number, facts: CaseFacts): CaseStatus {
  const { clock, milestones } = service
  if (!Number.isNaN(clock.to[c]!)) return facts.refusal ?? 'closed'
  if (facts.suspended) return 'suspended'
  if (facts.supplementPending) return 'supplementing'
  if (!Number.isNaN(milestones.decide[c]!)) return 'decided'
  return Number.isNaN(milestones.accept[c]!) ? 'submitted' : 'accepted'
}

function stepName({ service, steps }: Reading, event: number): string {
  if (event < 0) return ''
  const { log } = service
  const taken = stepAt(log, steps, event)
  return taken < 0 ? log.activity.values[log.activity.codes[event]!]! : canonicalActivities[taken]!
}

function stopsOf({ service: { stops } }: Reading, c: number): readonly Stop[] {
  const found: Stop[] = []
  for (let s = stops.offsets[c]!; s < stops.offsets[c + 1]!; s++) found.push({ from: stops.from[s]!, to: stops.to[s]! })
  return found
}

function nameOf(column: StringColumn | undefined, code: number): string {
  return column?.values[code] ?? ''
}
