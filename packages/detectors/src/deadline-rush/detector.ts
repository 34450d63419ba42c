import type { ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { isSystemEvent, type Reading, readingOf, stepIndex } from '../reading.ts'

/** Cases that lay still although nothing was awaited, and were then finished in the last moments of their limit. */
export const deadlineRush: Detector = {
  name: 'deadline-rush',
  level: 'case',
  requires: ['anyLimit', 'close'],
  parameters: {
    lastShare: { default: 0.05, unit: 'share', range: [0.01, 0.3] },
    idleWorkingDays: { default: 1, unit: 'workingDays', range: [0.1, 60] },
    idleShare: { default: 0.4, unit: 'share', range: [0, 1] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    const use = useOfLimit(service, reading, c)
    if (!use) continue
    judged++
    if (use.share > 1 || use.share < 1 - parameters.lastShare!) continue
    const idle = longestIdle(service, reading, c)
    const leastMs = Math.max(parameters.idleWorkingDays! * reading.workingDayMs, parameters.idleShare! * use.limitMs)
    if (idle && idle.idleMs >= leastMs) findings.push(finding(service, reading, { caseIndex: c, ...use, ...idle }))
  }
  return { judged, findings }
}

interface Use {
  readonly limitMs: number
  /** Working time used of the limit, 1 at its end. */
  readonly share: number
  readonly finish: number
}

/** How much of its limit, the promised one first, a finished case used; stops of the clock are counted in neither. */
function useOfLimit(service: ServiceLog, reading: Reading, caseIndex: number): Use | undefined {
  const { clock } = service
  const promised = clock.promisedDue[caseIndex]!
  const due = Number.isNaN(promised) ? clock.statutoryDue[caseIndex]! : promised
  const finish = finishingEvent(service, reading, caseIndex)
  if (Number.isNaN(due) || Number.isNaN(clock.to[caseIndex]!) || finish < 0) return undefined
  const restMs = reading.workedAt(due) - reading.workedAt(clock.to[caseIndex]!)
  const usedMs = clock.officialMs[caseIndex]!
  const limitMs = usedMs + restMs
  return limitMs > 0 ? { limitMs, share: usedMs / limitMs, finish } : undefined
}

const decideStep = stepIndex('decide')
const closeStep = stepIndex('close')

/** The last decision by a person, else the closing. */
function finishingEvent(service: ServiceLog, reading: Reading, caseIndex: number): number {
  const { log } = service
  let finish = -1
  for (let e = log.caseOffsets[caseIndex]!; e < log.caseOffsets[caseIndex + 1]!; e++) {
    if (isSystemEvent(service, e)) continue
    if (reading.step[e] === decideStep) finish = e
    else if (finish < 0 && reading.step[e] === closeStep) finish = e
  }
  return finish
}

const awaitingBefore = new Set((['supplementRequest', 'suspend', 'specialStart'] as const).map(stepIndex))
const awaitingAfter = new Set((['supplementAnswer', 'resume', 'specialEnd'] as const).map(stepIndex))

/** The longest pause between two steps, up to the finishing one, in which nothing outside the office was awaited. */
function longestIdle(
  service: ServiceLog,
  reading: Reading,
  caseIndex: number,
): { idleMs: number; after: number } | undefined {
  const { log, clock } = service
  const finish = finishingEvent(service, reading, caseIndex)
  let longest: { idleMs: number; after: number } | undefined
  for (let e = log.caseOffsets[caseIndex]! + 1; e <= finish; e++) {
    if (log.time[e - 1]! < clock.from[caseIndex]!) continue
    if (awaitingBefore.has(reading.step[e - 1]!) || awaitingAfter.has(reading.step[e]!)) continue
    const idleMs = reading.worked[e]! - reading.worked[e - 1]!
    if (idleMs > (longest?.idleMs ?? 0)) longest = { idleMs, after: e }
  }
  return longest
}

function finding(
  service: ServiceLog,
  reading: Reading,
  found: Use & { readonly caseIndex: number; readonly idleMs: number; readonly after: number },
): Finding {
  const { caseIndex, share, limitMs, idleMs, after, finish } = found
  const restWorkingMs = limitMs * (1 - share)
  return composeCaseFinding(service, caseIndex, {
    detector: 'deadline-rush',
    strength: { measure: 'limitUsed', value: share, unit: 'share' },
    events: [...new Set([after - 1, after, finish])].sort((a, b) => a - b),
    explanation: {
      key: 'explanations.deadline-rush.case',
      values: {
        limitShare: share,
        idleWorkingMs: idleMs,
        restWorkingMs,
        workingDayMs: reading.workingDayMs,
        idleFromAt: service.log.time[after - 1]!,
      },
    },
    caveats: ['overload', 'chanceTiming', 'limitOfItem'],
  })
}
