import { lastInTime, overdueBy, overdueCases, type ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { type Reading, readingOf } from '../reading.ts'

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
  // A breach of law says more than a breach of promise, so a case that is both is told as the first.
  const limits = (['statutory', 'promised'] as const).map((limit) => ({
    limit,
    due: lastInTime(service, limit),
    late: overdueCases(service, limit),
    lateByMs: overdueBy(service, limit),
  }))
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    if (limits.every(({ late }) => late[c]! < 0)) continue
    judged++
    const broken = limits.find(({ late, lateByMs }) => late[c] === 1 && (graceMs === 0 || lateByMs[c]! > graceMs))
    if (!broken) continue
    // Under a grace period a case may be reported for its promise although it passed the statutory limit too.
    const statutory = limits[0]!.late[c]
    const lateness = {
      limit: broken.limit,
      due: broken.due[c]!,
      lateWorkingMs: broken.lateByMs[c]!,
      statutory: statutory === 1 ? 'passed' : statutory === 0 ? 'kept' : 'unknown',
    } as const
    findings.push(finding(service, reading, { caseIndex: c, ...lateness }))
  }
  return { judged, findings }
}

interface Lateness {
  readonly caseIndex: number
  readonly limit: 'statutory' | 'promised'
  readonly due: number
  readonly lateWorkingMs: number
  readonly statutory: 'passed' | 'kept' | 'unknown'
}

function finding(service: ServiceLog, reading: Reading, late: Lateness): Finding {
  const { caseIndex, limit, due, lateWorkingMs, statutory } = late
  const open = Number.isNaN(service.clock.to[caseIndex]!)
  const until = open ? service.observedUntil[caseIndex]! : service.clock.to[caseIndex]!
  // Ended on a night or a day off after the last day: late by the calendar, though nobody worked in between.
  const offHours = !(lateWorkingMs > 0)
  const over = limit === 'statutory' ? 'overStatutory' : 'overPromised'
  return composeCaseFinding(service, caseIndex, {
    detector: 'overdue',
    strength: offHours
      ? { measure: `${over}OffHours`, value: until - due, unit: 'ms' }
      : { measure: over, value: lateWorkingMs, unit: 'workingMs' },
    events: provingEvents(service, caseIndex, due),
    explanation: {
      key: `explanations.overdue.${limit}${open ? 'Open' : offHours ? 'ClosedOffHours' : 'Closed'}`,
      values: {
        dueAt: due,
        untilAt: until,
        ...(offHours ? { lateMs: until - due } : { lateWorkingMs }),
        workingDayMs: reading.workingDayMs,
        ...(limit === 'promised' && { statutory }),
      },
    },
    caveats: ['limitOfItem', 'missingStops', ...(open ? ['endNotRecorded', 'onePhase', 'endOfExport'] : [])],
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
