import { quantileInPlace, type ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { itemCode, officeCode, type Reading, readingOf, stepIndex } from '../reading.ts'

/** Open cases in which nothing has happened for long, though the next move was the office's. */
export const orphanedCases: Detector = {
  name: 'orphaned-cases',
  level: 'case',
  requires: ['close'],
  parameters: {
    idleWorkingDays: { default: 20, unit: 'workingDays', range: [1, 250] },
    timesUsual: { default: 2, unit: 'ratio', range: [1, 20] },
  },
  detect,
}

/** Where so few cases of an item have ended, their longest pauses say nothing about what is usual. */
const minimumPeers = 20
const usualQuantile = 0.99

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const usual = usualPauses(service, reading)
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    if (!Number.isNaN(reading.ended[c]!) || awaitsApplicant(service, reading, c)) continue
    judged++
    const last = service.log.caseOffsets[c + 1]! - 1
    const until = reading.lastEventOf[officeCode(service, c)]!
    const idleWorkingMs = reading.workedAt(until) - reading.worked[last]!
    const { pauseMs, peers } = usual(c)
    const allowed = Math.max(parameters.idleWorkingDays! * reading.workingDayMs, parameters.timesUsual! * pauseMs)
    if (idleWorkingMs > allowed)
      findings.push(finding(service, reading, { caseIndex: c, last, idleWorkingMs, pauseMs, peers }))
  }
  return { judged, findings }
}

interface Usual {
  /** The longest pause of all but 1% of the ended cases of the item, working milliseconds; 0 where too few have ended. */
  readonly pauseMs: number
  readonly peers: number
}

function usualPauses(service: ServiceLog, reading: Reading): (caseIndex: number) => Usual {
  const { log } = service
  const pauses = new Map<number, number[]>()
  for (let c = 0; c < log.caseIds.length; c++) {
    if (Number.isNaN(reading.ended[c]!)) continue
    let longest = 0
    for (let e = log.caseOffsets[c]! + 1; e < log.caseOffsets[c + 1]!; e++)
      longest = Math.max(longest, reading.worked[e]! - reading.worked[e - 1]!)
    const item = itemCode(service, c)
    const own = pauses.get(item)
    if (own) own.push(longest)
    else pauses.set(item, [longest])
  }
  const usual = new Map<number, Usual>()
  for (const [item, values] of pauses) {
    const enough = values.length >= minimumPeers
    const pauseMs = enough ? quantileInPlace(Float64Array.from(values), usualQuantile) : 0
    usual.set(item, { pauseMs, peers: values.length })
  }
  return (caseIndex) => usual.get(itemCode(service, caseIndex)) ?? { pauseMs: 0, peers: 0 }
}

const requestStep = stepIndex('supplementRequest')
const applicantSteps = new Set([stepIndex('supplementAnswer'), stepIndex('submit')])
const stopSteps = new Set([stepIndex('suspend'), stepIndex('specialStart')])
const resumeSteps = new Set([stepIndex('resume'), stepIndex('specialEnd')])
const doneSteps = new Set([stepIndex('decide'), stepIndex('certify'), stepIndex('deliver')])

/** Whether the case waits for the applicant, stands still by a running stop, or has been decided and only lacks its closing. */
function awaitsApplicant({ log }: ServiceLog, reading: Reading, caseIndex: number): boolean {
  let asked = false
  let stopped = false
  let done = false
  for (let e = log.caseOffsets[caseIndex]!; e < log.caseOffsets[caseIndex + 1]!; e++) {
    const step = reading.step[e]!
    if (step === requestStep) asked = true
    else if (applicantSteps.has(step)) asked = false
    else if (stopSteps.has(step)) stopped = true
    else if (resumeSteps.has(step)) stopped = false
    else if (doneSteps.has(step)) done = true
  }
  return asked || stopped || done
}

interface Orphan extends Usual {
  readonly caseIndex: number
  readonly last: number
  readonly idleWorkingMs: number
}

function finding(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, last, idleWorkingMs, pauseMs, peers }: Orphan,
): Finding {
  return composeCaseFinding(service, caseIndex, {
    detector: 'orphaned-cases',
    strength: {
      measure: 'idleTime',
      value: idleWorkingMs,
      unit: 'workingMs',
      ...(peers >= minimumPeers && { usual: pauseMs }),
    },
    sample: { size: peers, minimum: 0 },
    events: [last],
    explanation: {
      key: 'explanations.orphaned-cases.case',
      values: { lastAt: service.log.time[last]!, idleWorkingMs, workingDayMs: reading.workingDayMs },
    },
    caveats: ['endOfExport', 'closedElsewhere'],
  })
}
