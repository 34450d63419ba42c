import { groupValues, quantileInPlace, type ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { itemCode, type Reading, readingOf, stepIndex } from '../reading.ts'

/** Accepted cases in which nothing was done for weeks, though neither the applicant nor a stop of the clock was awaited. */
export const orphanedCases: Detector = {
  name: 'orphaned-cases',
  level: 'case',
  requires: ['everyEvent'],
  parameters: {
    idleWorkingDays: { default: 10, unit: 'workingDays', range: [1, 250] },
    timesUsual: { default: 3, unit: 'ratio', range: [1, 20] },
  },
  detect,
}

/** With fewer cases of an item, their longest pauses say nothing about what is usual. */
const minimumPeers = 20

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const pauses = service.log.caseIds.map((_, c) => longestPause(service, reading, c))
  const usual = usualPauses(service, pauses)
  const findings: Finding[] = []
  for (const [caseIndex, pause] of pauses.entries()) {
    if (!pause.open || pause.workingMs <= parameters.idleWorkingDays! * reading.workingDayMs) continue
    const { medianMs, peers } = usual(caseIndex)
    if (pause.workingMs > parameters.timesUsual! * medianMs)
      findings.push(finding(service, reading, { caseIndex, ...pause, medianMs, peers }))
  }
  return { judged: service.log.caseIds.length, findings }
}

/** A time in which nothing was done on a case, although nobody but the office could have. */
interface Pause {
  readonly workingMs: number
  /** The event before it. */
  readonly since: number
  readonly open: boolean
}

const requestStep = stepIndex('supplementRequest')
const acceptStep = stepIndex('accept')
const applicantSteps = new Set((['supplementAnswer', 'submit'] as const).map(stepIndex))
const stopSteps = new Set((['suspend', 'specialStart'] as const).map(stepIndex))
const resumeSteps = new Set((['resume', 'specialEnd'] as const).map(stepIndex))
const endSteps = new Set((['decide', 'close', 'refuse', 'withdraw', 'certify', 'deliver'] as const).map(stepIndex))

/** The longest pause between acceptance and end in which neither the applicant was awaited nor the clock stopped. */
function longestPause(service: ServiceLog, reading: Reading, caseIndex: number): Pause {
  const { log, milestones } = service
  const to = log.caseOffsets[caseIndex + 1]!
  let longest: Pause = { workingMs: 0, since: log.caseOffsets[caseIndex]!, open: false }
  let accepted = Number.isNaN(milestones.accept[caseIndex]!)
  let asked = false
  let stopped = false
  for (let e = log.caseOffsets[caseIndex]!; e < to; e++) {
    const step = reading.step[e]!
    if (step === acceptStep) accepted = true
    if (step === requestStep) asked = true
    else if (applicantSteps.has(step)) asked = false
    else if (stopSteps.has(step)) stopped = true
    else if (resumeSteps.has(step)) stopped = false
    if (endSteps.has(step)) break
    if (!accepted || asked || stopped) continue
    const open = e + 1 === to
    if (open && !Number.isNaN(service.clock.to[caseIndex]!)) break
    const until = open ? reading.workedAt(service.observedUntil[caseIndex]!) : reading.worked[e + 1]!
    const workingMs = until - reading.worked[e]!
    if (workingMs > longest.workingMs) longest = { workingMs, since: e, open }
  }
  return longest
}

interface Usual {
  /** Median of the longest pauses of the cases of the item, working milliseconds; 0 where there are too few. */
  readonly medianMs: number
  readonly peers: number
}

function usualPauses(service: ServiceLog, pauses: readonly Pause[]): (caseIndex: number) => Usual {
  const items = Int32Array.from(pauses, (_, c) => itemCode(service, c))
  const groups = groupValues(items, service.item.values.length + 1, (c) => pauses[c]!.workingMs)
  const usual = groups.map((values) => ({
    medianMs: values.length < minimumPeers ? 0 : quantileInPlace(values, 0.5),
    peers: values.length,
  }))
  return (caseIndex) => usual[items[caseIndex]!]!
}

function finding(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, since, workingMs, medianMs, peers }: Pause & Usual & { readonly caseIndex: number },
): Finding {
  const { log } = service
  return composeCaseFinding(service, caseIndex, {
    detector: 'orphaned-cases',
    strength: {
      ...{ measure: 'idleTime', value: workingMs, unit: 'workingMs' },
      ...(peers >= minimumPeers && { usual: medianMs }),
    },
    sample: { size: peers, minimum: 0 },
    events: [since],
    explanation: {
      key: 'explanations.orphaned-cases.open',
      values: {
        lastAt: log.time[since]!,
        nextAt: service.observedUntil[caseIndex]!,
        idleWorkingMs: workingMs,
        workingDayMs: reading.workingDayMs,
      },
    },
    caveats: ['endOfExport', 'closedElsewhere', 'waitedForOthers'],
  })
}
