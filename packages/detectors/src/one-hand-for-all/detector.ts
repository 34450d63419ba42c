import type { ServiceLog } from '@zhengfeng/mining'
import { workingDays } from '@zhengfeng/worktime'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { officerCode, type Reading, readingOf, stepIndex } from '../reading.ts'

/** Cases that one and the same officer both accepted and decided, where acceptance and decision are to be separate. */
export const oneHandForAll: Detector = {
  name: 'one-hand-for-all',
  level: 'case',
  requires: ['resource', 'accept', 'decide'],
  parameters: { instantWorkingDays: { default: 1, unit: 'workingDays', range: [0, 5] } },
  detect,
}

const acceptStep = stepIndex('accept')
const decideStep = stepIndex('decide')

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    const pair = acceptAndDecide(service, reading, c)
    if (!pair || isInstant(service, c, parameters.instantWorkingDays!)) continue
    judged++
    if (officerCode(service, pair.accept) === officerCode(service, pair.decide))
      findings.push(finding(service, c, pair))
  }
  return { judged, findings }
}

interface Pair {
  readonly accept: number
  readonly decide: number
}

/** The acceptance and the last decision, where persons did both. */
function acceptAndDecide(service: ServiceLog, reading: Reading, caseIndex: number): Pair | undefined {
  const { log } = service
  let accept = -1
  let decide = -1
  for (let e = log.caseOffsets[caseIndex]!; e < log.caseOffsets[caseIndex + 1]!; e++) {
    if (officerCode(service, e) < 0) continue
    if (accept < 0 && reading.step[e] === acceptStep) accept = e
    if (reading.step[e] === decideStep) decide = e
  }
  return accept >= 0 && decide >= 0 ? { accept, decide } : undefined
}

/** An item to be decided on the spot (即办件) may lawfully be in one hand: its limit is no longer than a working day. */
function isInstant({ clock, calendar }: ServiceLog, caseIndex: number, days: number): boolean {
  const due = Math.min(orNever(clock.promisedDue[caseIndex]!), orNever(clock.statutoryDue[caseIndex]!))
  return workingDays(calendar, clock.from[caseIndex]!, due) <= days
}

function orNever(due: number): number {
  return Number.isNaN(due) ? Number.POSITIVE_INFINITY : due
}

function finding(service: ServiceLog, caseIndex: number, { accept, decide }: Pair): Finding {
  const { log } = service
  return composeCaseFinding(service, caseIndex, {
    detector: 'one-hand-for-all',
    strength: { measure: 'stepsInOneHand', value: 2, unit: 'count', usual: 1 },
    events: [Math.min(accept, decide), Math.max(accept, decide)],
    explanation: {
      key: 'explanations.one-hand-for-all.case',
      values: {
        officer: log.resource!.values[log.resource!.codes[accept]!]!,
        acceptAt: log.time[accept]!,
        decideAt: log.time[decide]!,
      },
    },
    caveats: ['instantItem', 'sharedAccount', 'standIn'],
  })
}
