import type { ServiceLog } from '@zhengfeng/mining'
import { workingDays } from '@zhengfeng/worktime'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { itemCode, officeCode, officerCode, type Reading, readingOf, stepIndex } from '../reading.ts'

/** Cases that one and the same officer both accepted and decided, where acceptance and decision are to be separate. */
export const oneHandForAll: Detector = {
  name: 'one-hand-for-all',
  level: 'case',
  requires: ['resource', 'accept', 'decide', 'everyEvent'],
  parameters: {
    instantWorkingDays: { default: 1, unit: 'workingDays', range: [0, 5] },
    usualShare: { default: 0.5, unit: 'share', range: [0.05, 1] },
    lateEntryWorkingDays: { default: 1, unit: 'workingDays', range: [0.1, 30] },
  },
  detect,
}

const acceptStep = stepIndex('accept')
const decideStep = stepIndex('decide')

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const lateMs = parameters.lateEntryWorkingDays! * reading.workingDayMs
  const pairs: (Pair & { readonly caseIndex: number })[] = []
  for (let c = 0; c < service.log.caseIds.length; c++) {
    const pair = acceptAndDecide(service, reading, c)
    if (pair) pairs.push({ ...pair, caseIndex: c })
  }
  const single = pairs.filter((pair) => officerCode(service, pair.accept) === officerCode(service, pair.decide))
  const usual = shareByItem(service, pairs, single)
  const findings = single.filter(({ caseIndex }) => {
    const onTheSpot = isInstant(service, caseIndex, parameters.instantWorkingDays!)
    return !(onTheSpot && usual(caseIndex) >= parameters.usualShare!)
  })
  return {
    judged: pairs.length,
    findings: findings.map((pair) => finding(service, pair, enteredLate(service, reading, { ...pair, lateMs }))),
  }
}

/** How often one hand does both, by office and item. */
function shareByItem(
  service: ServiceLog,
  pairs: readonly { readonly caseIndex: number }[],
  single: readonly { readonly caseIndex: number }[],
): (caseIndex: number) => number {
  const items = service.item.values.length + 1
  const keyOf = (c: number): number => officeCode(service, c) * items + itemCode(service, c)
  const count = (cases: readonly { readonly caseIndex: number }[]): Map<number, number> => {
    const counts = new Map<number, number>()
    for (const { caseIndex } of cases) counts.set(keyOf(caseIndex), (counts.get(keyOf(caseIndex)) ?? 0) + 1)
    return counts
  }
  const all = count(pairs)
  const one = count(single)
  return (c) => (one.get(keyOf(c)) ?? 0) / all.get(keyOf(c))!
}

/** Steps entered afterwards may name who typed them in, not who took them: the finding says so. */
function enteredLate(
  { log }: ServiceLog,
  reading: Reading,
  { accept, decide, lateMs }: Pair & { readonly lateMs: number },
): boolean {
  const recordedAt = log.recordedAt
  if (!recordedAt) return false
  return [accept, decide].some((e) => reading.workedAt(recordedAt[e]!) - reading.worked[e]! > lateMs)
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

/** An item to be decided on the spot (即办件), which may lawfully be in one hand: its limit is no longer than a working day. */
function isInstant({ clock, calendar }: ServiceLog, caseIndex: number, days: number): boolean {
  const due = Math.min(orNever(clock.promisedDue[caseIndex]!), orNever(clock.statutoryDue[caseIndex]!))
  return workingDays(calendar, clock.from[caseIndex]!, due) <= days
}

function orNever(due: number): number {
  return Number.isNaN(due) ? Number.POSITIVE_INFINITY : due
}

function finding(
  service: ServiceLog,
  { caseIndex, accept, decide }: Pair & { readonly caseIndex: number },
  late: boolean,
): Finding {
  const { log } = service
  return composeCaseFinding(service, caseIndex, {
    detector: 'one-hand-for-all',
    strength: { measure: 'stepsInOneHand', value: 2, unit: 'count' },
    events: [Math.min(accept, decide), Math.max(accept, decide)],
    explanation: {
      key: `explanations.one-hand-for-all.${late ? 'enteredLate' : 'case'}`,
      values: {
        officer: log.resource!.values[log.resource!.codes[accept]!]!,
        acceptAt: log.time[accept]!,
        decideAt: log.time[decide]!,
      },
    },
    caveats: [...(late ? ['typedAfterwards'] : []), 'instantItem', 'sharedAccount', 'standIn'],
  })
}
