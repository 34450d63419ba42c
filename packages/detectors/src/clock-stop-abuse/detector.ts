import type { ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { type Reading, readingOf, stepIndex } from '../reading.ts'

/** Stops of the official clock that bear several marks of being there to keep a deadline, not to await something. */
export const clockStopAbuse: Detector = {
  name: 'clock-stop-abuse',
  level: 'case',
  requires: ['stops'],
  parameters: {
    lateShare: { default: 0.9, unit: 'share', range: [0.5, 1] },
    repeats: { default: 2, unit: 'count', range: [2, 10] },
    stoppedShare: { default: 0.5, unit: 'share', range: [0.05, 1] },
    marks: { default: 2, unit: 'count', range: [1, 5] },
    documentWorkingDays: { default: 1, unit: 'workingDays', range: [0, 10] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const { offsets } = service.stops
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c + 1 < offsets.length; c++) {
    if (offsets[c] === offsets[c + 1]) continue
    judged++
    const suspect = suspectStops(service, reading, {
      caseIndex: c,
      documentWorkingDays: parameters.documentWorkingDays!,
    })
    if (suspect.length === 0) continue
    const marks = marksOf(service, reading, { caseIndex: c, suspect, parameters })
    if (marks.length >= parameters.marks!)
      findings.push(finding(service, reading, { caseIndex: c, suspect, marks, parameters }))
  }
  return { judged, findings }
}

type Mark = 'undocumented' | 'late' | 'repeated' | 'long' | 'traceless'

const answerStep = stepIndex('supplementAnswer')
const decideStep = stepIndex('decide')
const resumingSteps = new Set((['resume', 'specialEnd'] as const).map(stepIndex))

/** Stops that neither a document explains nor an act of the applicant ends. While one lasts, its document has some time to come. */
function suspectStops(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, documentWorkingDays }: { readonly caseIndex: number; readonly documentWorkingDays: number },
): number[] {
  const { log, stops } = service
  const documentWithinMs = documentWorkingDays * reading.workingDayMs
  const suspect: number[] = []
  for (let s = stops.offsets[caseIndex]!; s < stops.offsets[caseIndex + 1]!; s++) {
    if (stops.documented[s] === 1) continue
    if (
      isRunning(service, { caseIndex, stop: s }) &&
      stopLength(service, reading, { caseIndex, stop: s }) < documentWithinMs
    )
      continue
    let answered = false
    for (let e = stops.event[s]!; e < log.caseOffsets[caseIndex + 1]! && !(log.time[e]! > stops.to[s]!); e++)
      answered ||= reading.step[e] === answerStep
    if (!answered) suspect.push(s)
  }
  return suspect
}

interface Suspicion {
  readonly caseIndex: number
  readonly suspect: readonly number[]
}

function marksOf(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, suspect, parameters }: Suspicion & { readonly parameters: Readonly<Record<string, number>> },
): Mark[] {
  const { stops } = service
  const marks: Mark[] = []
  if (suspect.some((s) => stops.documented[s] === 0)) marks.push('undocumented')
  if (suspect.some((s) => shareOfLimitUsed(service, reading, { caseIndex, stop: s }) >= parameters.lateShare!))
    marks.push('late')
  if (suspect.length >= parameters.repeats!) marks.push('repeated')
  if (stoppedShare(service, reading, { caseIndex, suspect }) > parameters.stoppedShare!) marks.push('long')
  if (suspect.some((stop) => isTraceless(service, reading, { caseIndex, stop }))) marks.push('traceless')
  return marks
}

/** Whether the case was decided straight after a stop: what had been awaited was not looked at. */
function isTraceless(
  { log, stops }: ServiceLog,
  reading: Reading,
  { caseIndex, stop }: { caseIndex: number; stop: number },
): boolean {
  for (let e = stops.event[stop]! + 1; e < log.caseOffsets[caseIndex + 1]!; e++) {
    if (reading.step[e] === decideStep) return log.time[e]! >= stops.to[stop]!
    if (log.time[e]! > stops.to[stop]! && !resumingSteps.has(reading.step[e]!)) return false
  }
  return false
}

/** How much of the limit had been used when a stop began, earlier stops excluded. */
function shareOfLimitUsed(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, stop }: { caseIndex: number; stop: number },
): number {
  const { clock, stops } = service
  const due = Number.isNaN(clock.promisedDue[caseIndex]!)
    ? clock.statutoryDue[caseIndex]!
    : clock.promisedDue[caseIndex]!
  if (Number.isNaN(due) || Number.isNaN(clock.from[caseIndex]!)) return 0
  let stoppedMs = 0
  let stoppedBeforeMs = 0
  for (let s = stops.offsets[caseIndex]!; s < stops.offsets[caseIndex + 1]!; s++) {
    const length = stopLength(service, reading, { caseIndex, stop: s })
    stoppedMs += length
    if (s < stop) stoppedBeforeMs += length
  }
  const from = reading.workedAt(clock.from[caseIndex]!)
  const limitMs = reading.workedAt(due) - from - stoppedMs
  const usedMs = reading.workedAt(stops.from[stop]!) - from - stoppedBeforeMs
  return limitMs > 0 ? usedMs / limitMs : 0
}

/** How much of the case's time, from acceptance to end, these stops took. */
function stoppedShare(service: ServiceLog, reading: Reading, { caseIndex, suspect }: Suspicion): number {
  const from = service.clock.from[caseIndex]!
  const elapsedMs = reading.workedAt(endOf(service, caseIndex)) - reading.workedAt(from)
  const stoppedMs = suspect.reduce((sum, stop) => sum + stopLength(service, reading, { caseIndex, stop }), 0)
  return elapsedMs > 0 ? stoppedMs / elapsedMs : 0
}

function isRunning({ stops, clock }: ServiceLog, { caseIndex, stop }: { caseIndex: number; stop: number }): boolean {
  return Number.isNaN(stops.to[stop]!) && Number.isNaN(clock.to[caseIndex]!)
}

function stopLength(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, stop }: { caseIndex: number; stop: number },
): number {
  const { from, to } = service.stops
  const until = Number.isNaN(to[stop]!) ? endOf(service, caseIndex) : to[stop]!
  return Math.max(0, reading.workedAt(until) - reading.workedAt(from[stop]!))
}

function endOf(service: ServiceLog, caseIndex: number): number {
  const ended = service.clock.to[caseIndex]!
  return Number.isNaN(ended) ? service.observedUntil[caseIndex]! : ended
}

function finding(
  service: ServiceLog,
  reading: Reading,
  {
    caseIndex,
    suspect,
    marks,
    parameters,
  }: Suspicion & { readonly marks: readonly Mark[]; readonly parameters: Readonly<Record<string, number>> },
): Finding {
  const stoppedWorkingMs = suspect.reduce((sum, stop) => sum + stopLength(service, reading, { caseIndex, stop }), 0)
  const lasts = suspect.some((stop) => isRunning(service, { caseIndex, stop }))
  const has = (mark: Mark): 'yes' | 'no' => (marks.includes(mark) ? 'yes' : 'no')
  return composeCaseFinding(service, caseIndex, {
    detector: 'clock-stop-abuse',
    strength: { measure: 'marks', value: marks.length, unit: 'count' },
    events: suspect.flatMap((stop) => stopEvents(service, caseIndex, stop)),
    explanation: {
      key: `explanations.clock-stop-abuse.${lasts ? 'running' : 'case'}`,
      values: {
        stops: suspect.length,
        firstAt: service.stops.from[suspect[0]!]!,
        stoppedWorkingMs,
        workingDayMs: reading.workingDayMs,
        ...(lasts && { documentWorkingDays: parameters.documentWorkingDays! }),
        undocumented: has('undocumented'),
        late: has('late'),
        repeated: has('repeated'),
        long: has('long'),
        traceless: has('traceless'),
      },
    },
    caveats: ['documentElsewhere', 'waitedForOthers', 'limitOfItem'],
  })
}

/** The event that began a stop and the one that ended it. */
function stopEvents({ log, stops }: ServiceLog, caseIndex: number, stop: number): number[] {
  const began = stops.event[stop]!
  for (let e = began + 1; e < log.caseOffsets[caseIndex + 1]!; e++)
    if (log.time[e] === stops.to[stop]) return [began, e]
  return [began]
}
