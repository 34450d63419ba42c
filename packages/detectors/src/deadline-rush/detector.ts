import { overdueCases, type ServiceLog } from '@zhengfeng/mining'
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
    lastShare: { default: 0.1, unit: 'share', range: [0.01, 0.5] },
    atOnceWorkingDays: { default: 1, unit: 'workingDays', range: [0.1, 10] },
    idleShare: { default: 0.5, unit: 'share', range: [0.1, 1] },
    timesBeside: { default: 1.5, unit: 'ratio', range: [1, 20] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const late = (['promised', 'statutory'] as const).map((limit) => overdueCases(service, limit))
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    if (late.some((limit) => limit[c] === 1)) continue
    const use = useOfLimit(service, reading, c)
    if (!use) continue
    judged++
    if (!isRush(reading, use, parameters)) continue
    if (use.idleMs > parameters.timesBeside! * reading.paceBeside(use.idleUntil))
      findings.push(finding(service, reading, { caseIndex: c, ...use }))
  }
  return { judged, findings }
}

/** Finished in time but in the last part of the limit, after lying still for most of it, and then all at once. */
function isRush(reading: Reading, use: Use, parameters: Readonly<Record<string, number>>): boolean {
  const { limitMs, restMs, idleMs, afterIdleMs } = use
  if (restMs < 0 || restMs > parameters.lastShare! * limitMs || idleMs < parameters.idleShare! * limitMs) return false
  // What was still to be done after the pause was done at once: so it could have been done before.
  return afterIdleMs <= parameters.atOnceWorkingDays! * reading.workingDayMs
}

/** How a finished case used its limit, the promised one first; stops of the clock are counted in nothing. */
interface Use {
  readonly limitMs: number
  /** Working time that was left when the last person was done; negative where it was too late. */
  readonly restMs: number
  /** The last decision or closing by a person. */
  readonly finish: number
  /** The longest pause before it, and the event that ended that pause. */
  readonly idleMs: number
  readonly idleUntil: number
  /** Working time from that pause to the finish, stops left out. */
  readonly afterIdleMs: number
}

function useOfLimit(service: ServiceLog, reading: Reading, caseIndex: number): Use | undefined {
  const { clock } = service
  const promised = clock.promisedDue[caseIndex]!
  const due = Number.isNaN(promised) ? clock.statutoryDue[caseIndex]! : promised
  const finish = finishingEvent(service, reading, caseIndex)
  if (Number.isNaN(due) || Number.isNaN(clock.to[caseIndex]!) || finish < 0) return undefined
  const limitMs = clock.officialMs[caseIndex]! + reading.workedAt(due) - reading.workedAt(clock.to[caseIndex]!)
  const restMs = reading.workedAt(due) - reading.worked[finish]!
  if (!(limitMs > 0)) return undefined
  const idle = longestIdle(service, reading, { caseIndex, finish })
  const afterIdleMs = runningMs(service, reading, { caseIndex, from: idle.idleUntil, to: finish })
  return { limitMs, restMs, finish, ...idle, afterIdleMs }
}

/** Working time between two events in which the clock ran. */
function runningMs(
  { log, stops }: ServiceLog,
  reading: Reading,
  { caseIndex, from, to }: { caseIndex: number; from: number; to: number },
): number {
  let ms = reading.worked[to]! - reading.worked[from]!
  for (let s = stops.offsets[caseIndex]!; s < stops.offsets[caseIndex + 1]!; s++) {
    const begins = Math.max(stops.from[s]!, log.time[from]!)
    const ends = Math.min(stops.to[s]!, log.time[to]!)
    if (ends > begins) ms -= reading.workedAt(ends) - reading.workedAt(begins)
  }
  return ms
}

const decideStep = stepIndex('decide')
const closeStep = stepIndex('close')

/** The last decision or closing by a person: when a program closes at night, the work was done before. */
function finishingEvent(service: ServiceLog, reading: Reading, caseIndex: number): number {
  const { log } = service
  let finish = -1
  for (let e = log.caseOffsets[caseIndex]!; e < log.caseOffsets[caseIndex + 1]!; e++) {
    if (isSystemEvent(service, e)) continue
    if (reading.step[e] === decideStep || reading.step[e] === closeStep) finish = e
  }
  return finish
}

const awaitingBefore = new Set((['supplementRequest', 'suspend', 'specialStart'] as const).map(stepIndex))
const awaitingAfter = new Set((['supplementAnswer', 'resume', 'specialEnd', 'specialStart'] as const).map(stepIndex))

/** The longest pause between two steps, up to the finishing one, in which nothing outside the office was awaited. */
function longestIdle(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, finish }: { caseIndex: number; finish: number },
): { idleMs: number; idleUntil: number } {
  const { log, clock } = service
  let idleMs = 0
  let idleUntil = finish
  for (let e = log.caseOffsets[caseIndex]! + 1; e <= finish; e++) {
    if (log.time[e - 1]! < clock.from[caseIndex]!) continue
    if (awaitingBefore.has(reading.step[e - 1]!) || awaitingAfter.has(reading.step[e]!)) continue
    const pauseMs = reading.worked[e]! - reading.worked[e - 1]!
    if (pauseMs <= idleMs) continue
    idleMs = pauseMs
    idleUntil = e
  }
  return { idleMs, idleUntil }
}

function finding(service: ServiceLog, reading: Reading, found: Use & { readonly caseIndex: number }): Finding {
  const { caseIndex, limitMs, restMs, idleMs, idleUntil, finish } = found
  const limitShare = 1 - restMs / limitMs
  return composeCaseFinding(service, caseIndex, {
    detector: 'deadline-rush',
    strength: { measure: 'limitUsed', value: limitShare, unit: 'share' },
    events: [...new Set([idleUntil - 1, idleUntil, finish])].sort((a, b) => a - b),
    explanation: {
      key: 'explanations.deadline-rush.case',
      values: {
        limitShare,
        idleWorkingMs: idleMs,
        restWorkingMs: restMs,
        workingDayMs: reading.workingDayMs,
        idleFromAt: service.log.time[idleUntil - 1]!,
      },
    },
    caveats: ['overload', 'chanceTiming', 'limitOfItem'],
  })
}
