import { takeFloat64 } from '@zhengfeng/eventlog'
import { quantileInPlace, type ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { type Groups, groupRows, rowsOf } from '../group-rows.ts'
import { officeCode, type Reading, readingOf } from '../reading.ts'
import { type Outages, outagesOf } from './outages.ts'

/** Cases whose steps were written into the system long after they are said to have happened, several in one sitting. */
export const retroactiveEntry: Detector = {
  name: 'retroactive-entry',
  level: 'case',
  requires: ['recordedAt'],
  parameters: {
    lagWorkingDays: { default: 1, unit: 'workingDays', range: [0.1, 30] },
    timesMedianLag: { default: 20, unit: 'ratio', range: [2, 1000] },
    sittingGapMinutes: { default: 2, unit: 'minutes', range: [0.1, 60] },
    events: { default: 3, unit: 'count', range: [2, 20] },
    spanShare: { default: 0.2, unit: 'share', range: [0.01, 1] },
  },
  detect,
}

const dayMs = 86_400_000

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const lags = lagsOf(service, reading)
  const byOffice = groupRows(officesOfEvents(service, reading), service.office.values.length + 1)
  const usual = usualLags(lags, byOffice)
  const outages = outagesOf(service, reading, byOffice)
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    const late = lateEvents(service, reading, { caseIndex: c, lags, usual, outages, parameters })
    if (late === undefined) continue
    judged++
    const sitting = longestSitting(service, late, parameters.sittingGapMinutes! * 60_000)
    if (sitting.length >= parameters.events! && isHasty(service, reading, sitting, parameters.spanShare!))
      findings.push(finding(service, reading, { caseIndex: c, sitting }))
  }
  return { judged, findings }
}

/** Wall-clock milliseconds from an event to its recording; a bare date may mean any time of its day, so its end is taken. */
function lagsOf({ log }: ServiceLog, reading: Reading): Float64Array {
  const lags = new Float64Array(log.time.length)
  for (let e = 0; e < lags.length; e++)
    lags[e] = log.recordedAt![e]! - log.time[e]! - (reading.dateOnly[e] === 1 ? dayMs : 0)
  return lags
}

function officesOfEvents(service: ServiceLog, reading: Reading): Int32Array {
  const { recordedAt } = service.log
  const offices = new Int32Array(recordedAt!.length)
  for (let e = 0; e < offices.length; e++)
    offices[e] = Number.isNaN(recordedAt![e]!) ? -1 : officeCode(service, reading.eventCase[e]!)
  return offices
}

function usualLags(lags: Float64Array, byOffice: Groups): Float64Array {
  const usual = new Float64Array(byOffice.offsets.length - 1)
  for (let office = 0; office < usual.length; office++) {
    const own = takeFloat64(lags, rowsOf(byOffice, office))
    usual[office] = own.length > 0 ? Math.max(0, quantileInPlace(own, 0.5)) : 0
  }
  return usual
}

interface Look {
  readonly caseIndex: number
  readonly lags: Float64Array
  readonly usual: Float64Array
  readonly outages: Outages
  readonly parameters: Readonly<Record<string, number>>
}

/** Events of a case that were recorded late and not because the system stood still; `undefined` where none has a recording time. */
function lateEvents(service: ServiceLog, reading: Reading, look: Look): number[] | undefined {
  const { log } = service
  const office = officeCode(service, look.caseIndex)
  const leastWorkingMs = look.parameters.lagWorkingDays! * reading.workingDayMs
  const leastMs = Math.max(leastWorkingMs, look.parameters.timesMedianLag! * look.usual[office]!)
  const late: number[] = []
  let known = false
  for (let e = log.caseOffsets[look.caseIndex]!; e < log.caseOffsets[look.caseIndex + 1]!; e++) {
    const lag = look.lags[e]!
    if (Number.isNaN(lag)) continue
    known = true
    // Wall time first: it is at hand, and working time can only be less.
    if (lag <= leastMs) continue
    const lagWorkingMs = reading.workedAt(log.recordedAt![e]!) - reading.workedAt(log.recordedAt![e]! - lag)
    if (lagWorkingMs > leastWorkingMs && !look.outages.covers(office, log.time[e]!)) late.push(e)
  }
  return known ? late : undefined
}

/** The longest run of events recorded one soon after the other. */
function longestSitting({ log }: ServiceLog, late: number[], gapMs: number): number[] {
  const recordedAt = log.recordedAt!
  const inOrder = late.toSorted((a, b) => recordedAt[a]! - recordedAt[b]! || a - b)
  let longest: number[] = []
  let run: number[] = []
  for (const e of inOrder) {
    const follows = run.length > 0 && recordedAt[e]! - recordedAt[run.at(-1)!]! <= gapMs
    run = follows ? [...run, e] : [e]
    if (run.length > longest.length) longest = run
  }
  return longest
}

/** Whether writing it down took a small part of the time that the steps themselves are said to have taken. */
function isHasty({ log }: ServiceLog, reading: Reading, sitting: readonly number[], share: number): boolean {
  const recorded = log.recordedAt![sitting.at(-1)!]! - log.recordedAt![sitting[0]!]!
  const worked = sitting.map((e) => reading.worked[e]!)
  return recorded < share * (Math.max(...worked) - Math.min(...worked))
}

function finding(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, sitting }: { caseIndex: number; sitting: readonly number[] },
): Finding {
  const { log } = service
  const recordedAt = log.recordedAt!
  const events = sitting.toSorted((a, b) => a - b)
  const first = events[0]!
  const lagWorkingMs = reading.workedAt(recordedAt[first]!) - reading.worked[first]!
  return composeCaseFinding(service, caseIndex, {
    detector: 'retroactive-entry',
    strength: { measure: 'recordingLag', value: lagWorkingMs, unit: 'workingMs' },
    events,
    explanation: {
      key: 'explanations.retroactive-entry.case',
      values: {
        events: events.length,
        firstAt: log.time[first]!,
        lastAt: log.time[events.at(-1)!]!,
        recordedAt: recordedAt[sitting[0]!]!,
        sittingMs: recordedAt[sitting.at(-1)!]! - recordedAt[sitting[0]!]!,
        lagWorkingMs,
        workingDayMs: reading.workingDayMs,
      },
    },
    caveats: ['outage', 'paperFirst', 'clockWrong'],
  })
}
