import type { ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import { localDay } from '../date-only.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { officeCode, type Reading, readingOf } from '../reading.ts'

/** Cases that ended, or are still open, after the law or the office's own promise required an end. */
export const overdue: Detector = {
  name: 'overdue',
  level: 'case',
  requires: ['anyLimit'],
  parameters: { graceWorkingDays: { default: 0, unit: 'workingDays', range: [0, 60] } },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const graceMs = parameters.graceWorkingDays! * reading.workingDayMs
  const { statutoryDue, promisedDue } = service.clock
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < statutoryDue.length; c++) {
    if (Number.isNaN(statutoryDue[c]!) && Number.isNaN(promisedDue[c]!)) continue
    judged++
    const open = Number.isNaN(reading.ended[c]!)
    const until = open ? reading.lastEventOf[officeCode(service, c)]! : reading.ended[c]!
    // A breach of law says more than a breach of promise, so a case that is both is told as the first.
    for (const [limit, due] of [['statutory', statutoryDue[c]!] as const, ['promised', promisedDue[c]!] as const]) {
      if (!isLate(service, reading, { due, until, graceMs })) continue
      findings.push(finding(service, reading, { caseIndex: c, limit, due, until, open }))
      break
    }
  }
  return { judged, findings }
}

/** Late by working time; or by the calendar where no working time passed, as when a case is closed on the day off after. */
function isLate(
  { log }: ServiceLog,
  reading: Reading,
  { due, until, graceMs }: { due: number; until: number; graceMs: number },
): boolean {
  if (!(until > due)) return false
  if (reading.workedAt(until) - reading.workedAt(due) > graceMs) return true
  return graceMs === 0 && localDay(until, log.timeZone) > localDay(due, log.timeZone)
}

interface Lateness {
  readonly caseIndex: number
  readonly limit: 'statutory' | 'promised'
  readonly due: number
  readonly until: number
  readonly open: boolean
}

function finding(service: ServiceLog, reading: Reading, late: Lateness): Finding {
  const { caseIndex, limit, due, until, open } = late
  const lateWorkingMs = reading.workedAt(until) - reading.workedAt(due)
  return composeCaseFinding(service, caseIndex, {
    detector: 'overdue',
    strength: { measure: 'lateness', value: lateWorkingMs, unit: 'workingMs', usual: 0 },
    events: provingEvents(service, caseIndex, due),
    explanation: {
      key: `explanations.overdue.${limit}${open ? 'Open' : 'Closed'}`,
      values: { dueAt: due, untilAt: until, lateWorkingMs, workingDayMs: reading.workingDayMs },
    },
    caveats: ['limitOfItem', 'missingStops', ...(open ? ['endOfExport'] : [])],
  })
}

/** The event the clock started with, the last one in time, and what came after the due instant. */
function provingEvents({ log, clock }: ServiceLog, caseIndex: number, due: number): number[] {
  const from = log.caseOffsets[caseIndex]!
  const to = log.caseOffsets[caseIndex + 1]!
  const events: number[] = []
  let started = from
  for (let e = from; e < to; e++) if (log.time[e]! <= clock.from[caseIndex]!) started = e
  events.push(started)
  for (let e = started + 1; e < to; e++) {
    const lastInTime = log.time[e]! <= due && (e + 1 === to || log.time[e + 1]! > due)
    if (lastInTime || log.time[e]! > due) events.push(e)
  }
  return events
}
