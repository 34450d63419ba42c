import { whenAwake } from '../casework/appointments.ts'
import type { Arrival } from '../casework/arrivals.ts'
import { afterWorkingDays } from '../casework/case-clock.ts'
import type { CaseRun } from '../casework/step.ts'
import { items } from '../catalogue/items.ts'
import { officeCode } from '../province/officers.ts'
import { dayMs, type WorkDays } from '../province/work-days.ts'
import { Dice } from '../random/dice.ts'
import type { EventRecord } from '../record/event-record.ts'
import { drawGroup } from './applicants.ts'
import { type Experience, experiencesOf, isLate } from './experience.ts'
import { drawTurn, drawVisits, type Turn } from './hall.ts'
import { drawReasons, drawSatisfaction, type Service } from './satisfaction.ts'
import { VoiceRecord } from './voice-record.ts'

/** What has been simulated. */
export interface Voiced {
  readonly record: EventRecord
  readonly runs: readonly CaseRun[]
  readonly arrivals: readonly Arrival[]
  readonly days: WorkDays
  readonly seed: number
  readonly offices: number
  readonly endsAt: number
}

/**
 * Lets applicants be heard: their turn at the window, their trips, ratings and complaints, and what the office does about bad ones.
 * Everything is drawn from dice of its own, after the cases were handled, so that these stay as they are.
 */
export function addVoices(voiced: Voiced): VoiceRecord {
  const voices = new VoiceRecord()
  const experiences = experiencesOf(voiced.record, voiced.arrivals.length)
  const halls = Array.from({ length: voiced.offices }, (_, office) => hallOf(new Dice(voiced.seed, 72, office)))
  for (const [index, arrival] of voiced.arrivals.entries()) {
    const dice = new Dice(voiced.seed, 71, index)
    voices.groups.push(drawGroup(arrival, dice))
    const run = voiced.runs[index]
    if (run) hear({ voiced, voices, arrival, run, dice, experience: experiences[index]!, hall: halls[arrival.office]! })
  }
  return voices
}

interface Hall {
  readonly crowding: number
  readonly repute: number
}

/** Halls differ in how crowded they are and in what people think of them. */
function hallOf(dice: Dice): Hall {
  return { crowding: Math.min(3, dice.logNormal(0.9, 0.35)), repute: 0.22 * dice.normal() }
}

interface Hearing {
  readonly voiced: Voiced
  readonly voices: VoiceRecord
  readonly arrival: Arrival
  readonly run: CaseRun
  readonly dice: Dice
  readonly experience: Experience
  readonly hall: Hall
}

function hear(hearing: Hearing): void {
  const turn = tellTurn(hearing)
  const visits = tellVisits(hearing)
  const queueMinutes = turn === undefined ? 0 : (turn.calledAt - turn.ticketAt) / 60_000
  const rating = tellRating(hearing, { queueMinutes, visits })
  if (rating !== undefined && rating.level <= 2) tellRectification(hearing, rating.at)
  tellComplaint(hearing)
}

function tellTurn({ voiced, voices, arrival, run, dice, hall }: Hearing): Turn | undefined {
  if (arrival.channel !== '窗口') return undefined
  const turn = drawTurn(arrival.at, { dice, crowding: hall.crowding * (run.priority ? 0.4 : 1) })
  const ticket = add(voiced, run, { activity: '取号', at: turn.ticketAt })
  const call = add(voiced, run, { activity: '叫号', at: turn.calledAt })
  for (const row of [ticket, call]) voices.tell(row!, { window: turn.window })
  return turn
}

function tellVisits({ arrival, voices, run, dice, experience }: Hearing): number {
  const item = items[run.item]!
  const { untilClosed, fetches } = drawVisits(experience, { dice, channel: arrival.channel, item })
  if (experience.closedRow >= 0) voices.tell(experience.closedRow, { visits: untilClosed })
  if (experience.deliveredRow < 0 || !fetches) return untilClosed
  voices.tell(experience.deliveredRow, { visits: untilClosed + 1 })
  return untilClosed + 1
}

interface Rating {
  readonly level: number
  readonly at: number
}

function tellRating(hearing: Hearing, felt: Pick<Service, 'queueMinutes' | 'visits'>): Rating | undefined {
  const { voiced, voices, run, dice, experience, hall } = hearing
  if (experience.ratedRow < 0) {
    tellDefaultRating(hearing)
    return undefined
  }
  const at = voiced.record.time.get(experience.ratedRow)
  const service = { run, experience, ...felt, repute: hall.repute, at }
  const level = drawSatisfaction(service, dice)
  const reasons = drawReasons(level, service, dice)
  voices.tell(experience.ratedRow, { satisfaction: level, ...(reasons !== undefined && { reasons }) })
  return { level, at }
}

/** Where nobody rates, some offices' systems note a good rating by default after five days. */
function tellDefaultRating({ voiced, voices, run, dice, experience }: Hearing): void {
  if (experience.deliveredRow < 0 || !dice.chance(0.4)) return
  const night = Math.ceil(voiced.record.time.get(experience.deliveredRow) / dayMs) * dayMs + 5 * dayMs
  const at = night + dice.integer(0, 1800) * 1000
  const row = add(voiced, run, { activity: '评价', at, resource: 'system-rating' })
  if (row !== undefined) voices.tell(row, { satisfaction: 5, byDefault: true })
}

/** Most bad ratings are put right within the fifteen working days, some late, some never. */
function tellRectification({ voiced, run, dice }: Hearing, ratedAt: number): void {
  const kind = dice.next()
  if (kind > 0.93) return
  const workingDays = kind < 0.84 ? dice.between(0.5, 13.5) : dice.between(15.5, 28)
  add(voiced, run, {
    activity: '差评整改',
    at: afterWorkingDays(ratedAt, workingDays),
    resource: `${officeCode(run.office)}-00-回访`,
  })
}

/** Few complain without a reason; of those who were kept waiting, more do. */
function tellComplaint({ voiced, run, dice, experience }: Hearing): void {
  const { endsAt } = voiced
  const reasons =
    0.003 +
    (isLate(run, endsAt) ? 0.09 : 0) +
    (run.hiddenDays > 5 ? 0.05 : 0) +
    (experience.returns > 1 ? 0.06 : 0) +
    (experience.supplements > 1 ? 0.04 : 0)
  if (!dice.chance(reasons)) return
  const since = isLate(run, endsAt) ? run.promisedDue : run.submittedAt + dice.between(0.5, 6) * dayMs
  add(voiced, run, { activity: '投诉', at: whenAwake(voiced.days, since + dice.exponential(2.5 * dayMs)) })
}

interface Told {
  readonly activity: string
  readonly at: number
  readonly resource?: string
}

/** Adds an event, and gives its row; nothing that would be after the end of the log. */
function add({ record, endsAt }: Voiced, run: CaseRun, { activity, at, resource }: Told): number | undefined {
  const time = Math.floor(at / 1000) * 1000
  if (time > endsAt) return undefined
  record.add(run.index, activity, time, resource === undefined ? {} : { resource })
  return record.length - 1
}
