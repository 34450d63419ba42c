import type { ServiceLog } from '@zhengfeng/mining'
import { deadline } from '@zhengfeng/worktime'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { type Reading, readingOf, stepIndex } from '../reading.ts'

/**
 * Waiting that no official clock counts: an application lay with the office, before acceptance, longer than the law gives it
 * to accept, refuse or say once what is missing.
 */
export const hiddenTime: Detector = {
  name: 'hidden-time',
  level: 'case',
  requires: ['submit', 'accept'],
  parameters: { noticeWorkingDays: { default: 5, unit: 'workingDays', range: [1, 60] } },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    const stretch = longestStretch(service, reading, c)
    if (!stretch) continue
    judged++
    const due = deadline(service.calendar, stretch.from, { amount: parameters.noticeWorkingDays!, unit: 'workingDay' })
    if (stretch.to > due) findings.push(finding(service, reading, { caseIndex: c, due, ...stretch }))
  }
  return { judged, findings }
}

/** A time in which the next move was the office's. */
interface Stretch {
  readonly from: number
  readonly to: number
  /** Its first event, and the one that ended it; none where it is open. */
  readonly events: readonly number[]
  readonly end: Ending
}
type Ending = 'accept' | 'refuse' | 'supplementRequest' | 'withdraw' | 'open'

const beginnings = new Set([stepIndex('submit'), stepIndex('receive'), stepIndex('supplementAnswer')])
const endings = new Map<number, Ending>(
  (['accept', 'refuse', 'supplementRequest', 'withdraw'] as const).map((step) => [stepIndex(step), step]),
)

/** The longest time before acceptance in which the next move was the office's. What the applicant withdrew is not judged. */
function longestStretch(service: ServiceLog, reading: Reading, caseIndex: number): Stretch | undefined {
  let longest: Stretch | undefined
  for (const stretch of stretchesBeforeAcceptance(service, reading, caseIndex)) {
    if (stretch.end === 'withdraw') continue
    if (!longest || workedIn(reading, stretch) > workedIn(reading, longest)) longest = stretch
  }
  return longest
}

function stretchesBeforeAcceptance(service: ServiceLog, reading: Reading, caseIndex: number): Stretch[] {
  const { log } = service
  const stretches: Stretch[] = []
  let since = -1
  for (let e = log.caseOffsets[caseIndex]!; e < log.caseOffsets[caseIndex + 1]!; e++) {
    if (since < 0 && beginnings.has(reading.step[e]!)) since = e
    const ending = endings.get(reading.step[e]!)
    if (!ending) continue
    if (since >= 0) stretches.push({ from: log.time[since]!, to: log.time[e]!, events: [since, e], end: ending })
    since = -1
    if (ending !== 'supplementRequest') return stretches
  }
  if (since >= 0 && Number.isNaN(service.clock.to[caseIndex]!)) {
    const to = service.observedUntil[caseIndex]!
    stretches.push({ from: log.time[since]!, to, events: [since], end: 'open' })
  }
  return stretches
}

function workedIn(reading: Reading, { from, to }: { from: number; to: number }): number {
  return reading.workedAt(to) - reading.workedAt(from)
}

function finding(
  service: ServiceLog,
  reading: Reading,
  stretch: Stretch & { readonly caseIndex: number; readonly due: number },
): Finding {
  const waitedWorkingMs = workedIn(reading, stretch)
  return composeCaseFinding(service, stretch.caseIndex, {
    detector: 'hidden-time',
    strength: { measure: 'waitBeforeAcceptance', value: waitedWorkingMs, unit: 'workingMs' },
    events: stretch.events,
    explanation: {
      key: `explanations.hidden-time.${stretch.end}`,
      values: {
        fromAt: stretch.from,
        toAt: stretch.to,
        dueAt: stretch.due,
        waitedWorkingMs,
        workingDayMs: reading.workingDayMs,
      },
    },
    caveats: ['noticeOutsideSystem', 'submitStamp', ...(stretch.end === 'open' ? ['endOfExport'] : [])],
  })
}
