import { type ServiceLog, selectInPlace } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { groupRows, rowsOf } from '../group-rows.ts'
import { itemCode, type Reading, readingOf, stepIndex } from '../reading.ts'

/** Cases that lay between two steps far longer than all but a few cases of the same item lie between the same two steps. */
export const unusualGap: Detector = {
  name: 'unusual-gap',
  level: 'case',
  requires: [],
  parameters: {
    deviations: { default: 6, unit: 'sigma', range: [2, 20] },
    leastWorkingDays: { default: 3, unit: 'workingDays', range: [0, 60] },
    peers: { default: 30, unit: 'count', range: [10, 10_000] },
  },
  detect,
}

const minuteMs = 60_000

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const { keys, count } = gapKinds(service, reading)
  const groups = groupRows(keys, count)
  const worst = new Map<number, Gap>()
  const judgedCases = new Uint8Array(service.log.caseIds.length)
  for (let kind = 0; kind < count; kind++) {
    const events = rowsOf(groups, kind)
    if (events.length < parameters.peers!) continue
    const usual = usualGap(reading, events)
    for (const event of events) {
      const caseIndex = reading.eventCase[event]!
      judgedCases[caseIndex] = 1
      const gapMs = reading.worked[event]! - reading.worked[event - 1]!
      if (gapMs - usual.medianMs <= parameters.leastWorkingDays! * reading.workingDayMs) continue
      const deviations = (logOf(gapMs) - usual.center) / usual.scale
      if (deviations <= parameters.deviations! || deviations <= (worst.get(caseIndex)?.deviations ?? 0)) continue
      worst.set(caseIndex, { event, gapMs, deviations, medianMs: usual.medianMs, peers: events.length })
    }
  }
  const findings = Array.from(worst, ([caseIndex, gap]) => finding(service, reading, { caseIndex, ...gap }))
  return { judged: judgedCases.reduce((sum, judged) => sum + judged, 0), findings }
}

interface Gap {
  readonly event: number
  readonly gapMs: number
  readonly deviations: number
  readonly medianMs: number
  readonly peers: number
}

const applicantBefore = new Set((['supplementRequest', 'suspend', 'specialStart'] as const).map(stepIndex))
const applicantAfter = new Set(
  (['supplementAnswer', 'resume', 'specialEnd', 'deliver', 'rate', 'withdraw'] as const).map(stepIndex),
)

/** The kind of the gap before each event: item, step before, step; -1 where there is none or the applicant holds the move. */
function gapKinds(service: ServiceLog, reading: Reading): { keys: Int32Array; count: number } {
  const { log } = service
  const activities = log.activity.values.length
  const kinds = new Map<number, number>()
  const keys = new Int32Array(log.time.length).fill(-1)
  for (let c = 0; c < log.caseIds.length; c++) {
    const item = itemCode(service, c)
    for (let e = log.caseOffsets[c]! + 1; e < log.caseOffsets[c + 1]!; e++) {
      if (applicantBefore.has(reading.step[e - 1]!) || applicantAfter.has(reading.step[e]!)) continue
      const kind = (item * activities + log.activity.codes[e - 1]!) * activities + log.activity.codes[e]!
      let key = kinds.get(kind)
      if (key === undefined) {
        key = kinds.size
        kinds.set(kind, key)
      }
      keys[e] = key
    }
  }
  return { keys, count: kinds.size }
}

interface Usual {
  readonly medianMs: number
  /** Median of the logarithms, and their median absolute deviation scaled to a standard deviation. */
  readonly center: number
  readonly scale: number
}

/** Steps that always take the same time would make any delay infinitely unusual; a spread of a fifth is taken as the least. */
const leastScale = 0.2
const madToSigma = 1.4826

/** Waiting times are skewed, so deviations are counted on their logarithms. */
function usualGap(reading: Reading, events: Int32Array): Usual {
  const logs = Float64Array.from(events, (e) => logOf(reading.worked[e]! - reading.worked[e - 1]!))
  const middle = logs.length >> 1
  const center = selectInPlace(logs, middle)
  for (let i = 0; i < logs.length; i++) logs[i] = Math.abs(logs[i]! - center)
  const scale = Math.max(leastScale, madToSigma * selectInPlace(logs, middle))
  return { medianMs: Math.exp(center) * minuteMs - minuteMs, center, scale }
}

/** Logarithm of minutes, one added: gaps of a few seconds and of none are the same. */
function logOf(gapMs: number): number {
  return Math.log(gapMs / minuteMs + 1)
}

function finding(service: ServiceLog, reading: Reading, gap: Gap & { readonly caseIndex: number }): Finding {
  const { log } = service
  const name = (event: number): string => log.activity.values[log.activity.codes[event]!]!
  return composeCaseFinding(service, gap.caseIndex, {
    detector: 'unusual-gap',
    strength: { measure: 'gap', value: gap.gapMs, unit: 'workingMs', usual: gap.medianMs },
    sample: { size: gap.peers, minimum: 0 },
    events: [gap.event - 1, gap.event],
    explanation: {
      key: 'explanations.unusual-gap.case',
      values: {
        before: name(gap.event - 1),
        after: name(gap.event),
        gapWorkingMs: gap.gapMs,
        usualWorkingMs: gap.medianMs,
        workingDayMs: reading.workingDayMs,
        deviations: gap.deviations,
        peers: gap.peers,
      },
    },
    caveats: ['waitedForOthers', 'smallerPart'],
  })
}
