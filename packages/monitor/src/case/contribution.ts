import type { StringColumn } from '@zhengfeng/eventlog'
import type { ServiceLog } from '@zhengfeng/mining'
import { deadline, workingDays, workingMs } from '@zhengfeng/worktime'
import { type Measure, measures, type QuantileClock, quantileClocks } from '../indicators/measures.ts'
import { bucketOf } from '../indicators/sketch.ts'
import { type CaseFacts, type Rating, readFacts } from './case-facts.ts'
import { defaultMonitorRules, type MonitorRules } from './monitor-rules.ts'
import { type Reading, readingOf } from './reading.ts'

/** By what indicators are sliced besides division and day; '' where it is not told. */
export interface CellDimensions {
  readonly item: string
  readonly department: string
  readonly channel: string
  readonly applicantGroup: string
}

/** What a case adds to one local day of its cell. */
export interface DayContribution {
  /** Days since 1970-01-01, in the profile's time zone. */
  readonly day: number
  /** One per entry of `measures`; whole numbers. */
  readonly values: readonly number[]
  readonly buckets: readonly { readonly clock: number; readonly bucket: number; readonly n: number }[]
}

/** Everything that one case adds to indicator cells. */
export interface Contribution extends CellDimensions {
  /** In order of day; days to which nothing is added are left out. */
  readonly days: readonly DayContribution[]
}

/** Where a measure stands in `measures`, and in every array of values. */
export const measureIndex: Readonly<Record<Measure, number>> = Object.freeze(
  Object.fromEntries(measures.map((measure, index) => [measure, index])) as Record<Measure, number>,
)

/**
 * What one case adds to the cells: a pure function of its events, profile and rules, never of the time at which it is asked. What
 * each measure counts is told in the catalogue of indicators.
 *
 * @param service cases as `serviceOf` reads them
 * @param caseIndex index into `service.log.caseIds`
 * @example
 * const profile = profileInForce(Profile.parse({ timeZone: 'UTC', columns: serviceEventColumns }))
 * const events = [{ seq: 1, occurredAt: 0, activity: 'submit' }]
 * const service = serviceOf([{ division: '330100', caseNo: '1', attributes: { channel: 'web' }, events }], profile)
 * contributionOf(service, 0).days[0].values[measureIndex.submitted] // → 1
 */
export function contributionOf(
  service: ServiceLog,
  caseIndex: number,
  rules: MonitorRules = defaultMonitorRules,
): Contribution {
  const reading = readingOf(service, rules)
  return contribute(reading, caseIndex, readFacts(reading, caseIndex))
}

/** As `contributionOf`, for facts that are read already. */
export function contribute(reading: Reading, caseIndex: number, facts: CaseFacts): Contribution {
  const sums = new DaySums(reading)
  const dimensions = dimensionsOf(reading, caseIndex, facts)
  addSubmission(sums, caseIndex, dimensions.channel)
  addAcceptance(sums, caseIndex, facts)
  addEnd(sums, caseIndex, facts)
  for (const { at, ms } of facts.queueWaits) addQueue(sums, at, ms)
  addRating(sums, facts)
  for (const at of facts.complainedAt) sums.add(at, 'complaints', 1)
  return { ...dimensions, days: sums.finish() }
}

/** The cell of a case; which department is responsible is told at `responsibleDepartment`. */
export function dimensionsOf(reading: Reading, caseIndex: number, facts: CaseFacts): CellDimensions {
  const { item } = reading.service
  return {
    item: item.codes[caseIndex]! < 0 ? '' : item.values[item.codes[caseIndex]!]!,
    department: responsibleDepartment(reading, caseIndex, facts),
    channel: facts.channel ?? caseText(reading.ofCase.channel, caseIndex) ?? '',
    applicantGroup: caseText(reading.ofCase.applicantGroup, caseIndex) ?? '',
  }
}

/**
 * Who answers for the case: the department that the source says; else the one that decided last, that accepted first, or that was
 * named first. A name that stands for nobody is never taken.
 */
function responsibleDepartment(reading: Reading, caseIndex: number, facts: CaseFacts): string {
  const told = caseText(reading.ofCase.department, caseIndex)
  if (told !== undefined) return told
  const code = [facts.decideDepartment, facts.acceptDepartment, facts.firstDepartment].find((found) => found >= 0)
  return code === undefined ? '' : reading.service.log.department!.values[code]!
}

/**
 * The ratings of a case, in order of time; which of them counts is told at the catalogue of indicators.
 *
 * @param service cases as `serviceOf` reads them
 * @param caseIndex index into `service.log.caseIds`
 */
export function ratingsOf(
  service: ServiceLog,
  caseIndex: number,
  rules: MonitorRules = defaultMonitorRules,
): readonly Rating[] {
  return readFacts(readingOf(service, rules), caseIndex).ratings
}

/** The text of a case in the first column that has one. */
export function caseText(columns: readonly StringColumn[], caseIndex: number): string | undefined {
  for (const { codes, values } of columns) if (codes[caseIndex]! >= 0) return values[codes[caseIndex]!]
  return undefined
}

function addSubmission(sums: DaySums, c: number, channel: string): void {
  const { service, onlineChannels } = sums.reading
  const { log, clock, milestones } = service
  const firstEvent = log.time[log.caseOffsets[c]!]!
  const firstSign = Number.isNaN(clock.from[c]!) ? firstEvent : Math.min(clock.from[c]!, firstEvent)
  const at = Number.isNaN(milestones.submit[c]!) ? firstSign : milestones.submit[c]!
  sums.add(at, 'submitted', 1)
  if (channel === '') return
  sums.add(at, 'submittedWithChannel', 1)
  if (onlineChannels.has(channel.trim().toLowerCase())) sums.add(at, 'submittedOnline', 1)
}

function addAcceptance(sums: DaySums, c: number, facts: CaseFacts): void {
  const { service, rules, dayOf } = sums.reading
  const [submit, accept] = [service.milestones.submit[c]!, service.milestones.accept[c]!]
  if (Number.isNaN(accept)) return
  sums.add(accept, 'accepted', 1)
  if (!(submit <= accept)) return
  sums.add(accept, 'acceptanceWaited', 1)
  sums.add(accept, 'acceptanceWaitMs', accept - submit)
  sums.addDuration(accept, 'acceptanceWait', accept - submit)
  // While the applicant owes an answer nothing is due from the office.
  const from = Math.max(submit, Number.isNaN(facts.answeredBeforeAccept) ? submit : facts.answeredBeforeAccept)
  if (from > accept) return
  if (dayOf(accept) > dayOf(deadline(service.calendar, from, rules.acceptWithin))) sums.add(accept, 'acceptedLate', 1)
}

function addEnd(sums: DaySums, c: number, facts: CaseFacts): void {
  const { service, dayOf } = sums.reading
  const { clock, stops } = service
  const to = clock.to[c]!
  if (Number.isNaN(to)) return
  sums.add(to, 'closed', 1)
  if (facts.refusal) sums.add(to, facts.refusal, 1)
  addLimits(sums, c, to)
  if (!Number.isNaN(clock.officialMs[c]!)) {
    sums.add(to, 'clocked', 1)
    sums.add(to, 'officialMs', clock.officialMs[c]!)
    sums.addDuration(to, 'official', clock.officialMs[c]!)
    if (dayOf(clock.from[c]!) === dayOf(to)) sums.add(to, 'instant', 1)
  }
  sums.add(to, 'livedMs', clock.livedMs[c]!)
  sums.addDuration(to, 'lived', clock.livedMs[c]!)
  if (facts.supplementRounds > 0) sums.add(to, 'supplemented', 1)
  sums.add(to, 'supplementRounds', facts.supplementRounds)
  if (facts.supplementRounds > 1) sums.add(to, 'supplementRepeated', 1)
  if (stops.offsets[c]! < stops.offsets[c + 1]!) sums.add(to, 'suspended', 1)
  sums.add(to, 'stoppedMs', stoppedMs(service, c, to))
  if (clock.extended[c] === 1) sums.add(to, 'extended', 1)
  sums.add(to, 'handOvers', facts.handOvers)
  if (facts.handOvers > 0) sums.add(to, 'handedOver', 1)
  addVisits(sums, { c, to, facts })
}

function addLimits(sums: DaySums, c: number, to: number): void {
  const { service, late, due, rules } = sums.reading
  if (late.statutory[c] !== -1 || late.promised[c] !== -1) sums.add(to, 'limited', 1)
  if (late.statutory[c] === 1 || late.promised[c] === 1) sums.add(to, 'overdue', 1)
  for (const limit of ['statutory', 'promised'] as const) {
    if (late[limit][c] === -1) continue
    sums.add(to, `${limit}Limited`, 1)
    if (late[limit][c] === 1) sums.add(to, `${limit}Overdue`, 1)
    if (to <= due[limit][c]! - rules.earlyHours * 3_600_000) sums.add(to, `${limit}Early`, 1)
  }
  const { clock, stops } = service
  const [from, statutory, promised] = [clock.from[c]!, clock.statutoryDue[c]!, clock.promisedDue[c]!]
  // Stops and extensions lengthen both limits alike and say nothing of the promise.
  if (Number.isNaN(from + statutory + promised)) return
  if (clock.extended[c] === 1 || stops.offsets[c]! < stops.offsets[c + 1]!) return
  sums.add(to, 'bothLimited', 1)
  sums.add(to, 'statutoryLimitMs', limitMs(sums.reading, from, statutory))
  sums.add(to, 'promisedLimitMs', limitMs(sums.reading, from, promised))
  sums.add(to, 'bothLimitedOfficialMs', clock.officialMs[c]!)
}

/** Whole working days, since a limit does not count the day it starts on; one that ends on that day is counted in hours. */
function limitMs({ service: { calendar }, workingDayMs }: Reading, from: number, due: number): number {
  return workingDays(calendar, from, due) * workingDayMs || workingMs(calendar, from, due)
}

/** Wall-clock time in which the clock stood still before the end, overlapping stops counted once. */
function stoppedMs({ stops }: ServiceLog, c: number, end: number): number {
  let total = 0
  let countedTo = Number.NEGATIVE_INFINITY
  for (let s = stops.offsets[c]!; s < stops.offsets[c + 1]!; s++) {
    const to = Math.min(Number.isNaN(stops.to[s]!) ? end : stops.to[s]!, end)
    const from = Math.max(stops.from[s]!, countedTo)
    if (to <= from) continue
    total += to - from
    countedTo = to
  }
  return total
}

function addVisits(sums: DaySums, { c, to, facts }: { c: number; to: number; facts: CaseFacts }): void {
  const ofCase = Number(caseText(sums.reading.ofCase.visits, c) ?? Number.NaN)
  const visits = Math.round(Number.isNaN(facts.visits) ? ofCase : facts.visits)
  if (!(visits >= 0 && visits < 1000)) return
  sums.add(to, 'visitsKnown', 1)
  sums.add(to, 'visits', visits)
  if (visits <= 1) sums.add(to, 'oneVisit', 1)
}

function addQueue(sums: DaySums, at: number, ms: number): void {
  sums.add(at, 'queued', 1)
  sums.add(at, 'queueMs', ms)
  sums.addDuration(at, 'queue', ms)
  if (ms > sums.reading.rules.queueMinutes * 60_000) sums.add(at, 'queuedOver20Min', 1)
}

const dayMs = 86_400_000

const ratedAs = {
  5: 'ratedVerySatisfied',
  4: 'ratedSatisfied',
  3: 'ratedBasicallySatisfied',
  2: 'ratedDissatisfied',
  1: 'ratedVeryDissatisfied',
} as const satisfies Record<number, Measure>

function addRating(sums: DaySums, facts: CaseFacts): void {
  const rating = countedRating(facts.ratings)
  if (!rating) return
  sums.add(rating.at, rating.byDefault ? 'ratedByDefault' : ratedAs[rating.level as keyof typeof ratedAs], 1)
  if (rating.byDefault || rating.level > 2) return
  const { service, rules, dayOf } = sums.reading
  const due = deadline(service.calendar, rating.at, rules.rectifyWithin)
  const dueAt = Number.isNaN(due) ? rating.at : due
  // Not before the day is over can it be said that it was missed.
  const countedAt = dueAt + dayMs
  sums.add(countedAt, 'badRatingsDue', 1)
  const rectified = facts.rectifiedAt.find((at) => at >= rating.at)
  if (rectified === undefined) return
  sums.add(countedAt, 'badRatingsRectified', 1)
  if (dayOf(rectified) <= dayOf(dueAt)) sums.add(countedAt, 'badRatingsRectifiedOnTime', 1)
}

/**
 * A case has one rating: the first that a person gave, so that a later one cannot make a bad one vanish. What the system filled in
 * counts only where nobody rated.
 */
function countedRating(ratings: readonly Rating[]): Rating | undefined {
  const given = ratings.filter((rating) => !rating.byDefault && !Number.isNaN(rating.level))
  return given.find((rating) => !rating.followUp) ?? given[0] ?? ratings.find((rating) => rating.byDefault)
}

interface DaySum {
  readonly day: number
  readonly values: number[]
  readonly buckets: { clock: number; bucket: number; n: number }[]
}

/** Adds up what a case adds, by local day. */
class DaySums {
  readonly reading: Reading
  readonly #days: DaySum[] = []

  constructor(reading: Reading) {
    this.reading = reading
  }

  add(at: number, measure: Measure, value: number): void {
    if (value !== 0) this.#at(at).values[measureIndex[measure]]! += value
  }

  addDuration(at: number, clock: QuantileClock, ms: number): void {
    const { buckets } = this.#at(at)
    const [number, bucket] = [quantileClocks[clock], bucketOf(ms)]
    const known = buckets.find((entry) => entry.clock === number && entry.bucket === bucket)
    if (known) known.n++
    else buckets.push({ clock: number, bucket, n: 1 })
  }

  finish(): readonly DayContribution[] {
    return this.#days.sort((a, b) => a.day - b.day)
  }

  #at(instant: number): DaySum {
    const day = this.reading.dayOf(instant)
    for (const known of this.#days) if (known.day === day) return known
    const added: DaySum = { day, values: new Array<number>(measures.length).fill(0), buckets: [] }
    this.#days.push(added)
    return added
  }
}
