import { groupValues, type ServiceLog, selectInPlace } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import { denseCodes } from '../dense-codes.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { itemCode, type Reading, readingOf, stepIndex } from '../reading.ts'

/** Cases that lay between two steps far longer than all but a few cases of the same item lie between the same two steps. */
export const unusualGap: Detector = {
  name: 'unusual-gap',
  level: 'case',
  requires: [],
  parameters: {
    deviations: { default: 6, unit: 'sigma', range: [2, 20] },
    leastWorkingDays: { default: 5, unit: 'workingDays', range: [0, 60] },
    timesBeside: { default: 2, unit: 'ratio', range: [1, 20] },
    peers: { default: 30, unit: 'count', range: [10, 10_000] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const kinds = gapKinds(service, reading)
  const usualOf = usualGaps(reading, kinds, parameters.peers!)
  const leastMs = parameters.leastWorkingDays! * reading.workingDayMs
  const worst = new Map<number, Gap>()
  const judged = new Uint8Array(service.log.caseIds.length)
  for (const event of kinds.events) {
    const usual = usualOf(event)
    if (!usual || usual.medianMs < leastUsualMs(reading, event)) continue
    const caseIndex = reading.eventCase[event]!
    judged[caseIndex] = 1
    const gapMs = gapBefore(reading, event)
    const beyondMs = gapMs - usual.medianMs
    if (beyondMs <= leastMs || beyondMs <= parameters.deviations! * usual.scaleMs) continue
    if (gapMs <= (worst.get(caseIndex)?.gapMs ?? 0)) continue
    if (gapMs > parameters.timesBeside! * reading.paceBeside(event)) worst.set(caseIndex, { event, gapMs, ...usual })
  }
  const minimum = parameters.peers!
  const findings = Array.from(worst, ([caseIndex, gap]) => finding(service, reading, { caseIndex, minimum, ...gap }))
  return { judged: judged.reduce((sum, each) => sum + each, 0), findings }
}

/**
 * Steps that are usually stamped together were done in one go, or their times tell no difference: then nothing is known of a usual
 * wait. Bare dates tell whole days, so there a day is the least that can be usual.
 */
function leastUsualMs(reading: Reading, event: number): number {
  return isDated(reading, event) ? reading.workingDayMs : 60_000
}

/** Whether a gap is known to the day alone: the time at either end is a bare date. */
function isDated({ dateOnly }: Reading, event: number): boolean {
  return dateOnly[event - 1] === 1 || dateOnly[event] === 1
}

function gapBefore(reading: Reading, event: number): number {
  return reading.worked[event]! - reading.worked[event - 1]!
}

interface Usual {
  readonly medianMs: number
  /** Deviation from the median, scaled so that it is the standard deviation where gaps are normal. */
  readonly scaleMs: number
  readonly peers: number
}

interface Gap extends Usual {
  readonly event: number
  readonly gapMs: number
}

const stopSteps = new Set((['suspend', 'specialStart'] as const).map(stepIndex))
const awaitingBefore = new Set([...stopSteps, stepIndex('supplementRequest')])
const awaitingAfter = new Set(
  (['submit', 'supplementAnswer', 'resume', 'specialEnd', 'deliver', 'rate', 'withdraw'] as const).map(stepIndex),
)

/** The gaps that are the office's own, named by the event that ends each. */
interface GapKinds {
  readonly events: readonly number[]
  /**
   * One per event of the log: item, step before and step after as one number, gaps of bare dates apart from others; -1 where the
   * gap is not the office's.
   */
  readonly pair: Int32Array
  /** Likewise item and step before. */
  readonly before: Int32Array
  /** Which of both a gap is compared by. A stop of the clock may begin anywhere: it is compared with all that follows a step. */
  readonly byPair: (event: number) => boolean
  readonly pairCount: number
  readonly beforeCount: number
}

function gapKinds(service: ServiceLog, reading: Reading): GapKinds {
  const { log } = service
  const activities = log.activity.values.length
  const events: number[] = []
  const pair = new Int32Array(log.time.length).fill(-1)
  const before = new Int32Array(log.time.length).fill(-1)
  const froms = (service.item.values.length + 1) * activities * 2
  const pairs = denseCodes(froms * activities)
  const befores = denseCodes(froms)
  for (let c = 0; c < log.caseIds.length; c++) {
    const item = itemCode(service, c)
    for (let e = log.caseOffsets[c]! + 1; e < log.caseOffsets[c + 1]!; e++) {
      if (awaitingBefore.has(reading.step[e - 1]!) || awaitingAfter.has(reading.step[e]!)) continue
      const from = (item * activities + log.activity.codes[e - 1]!) * 2 + (isDated(reading, e) ? 1 : 0)
      events.push(e)
      before[e] = befores.codeOf(from)
      pair[e] = pairs.codeOf(from * activities + log.activity.codes[e]!)
    }
  }
  const byPair = (event: number): boolean => !stopSteps.has(reading.step[event]!)
  return { events, pair, before, byPair, pairCount: pairs.count(), beforeCount: befores.count() }
}

/** Looks up what is usual for the gap that an event ends; `undefined` where there are too few like it. */
function usualGaps(reading: Reading, kinds: GapKinds, peers: number): (event: number) => Usual | undefined {
  const gap = (event: number): number => (kinds.pair[event]! < 0 ? Number.NaN : gapBefore(reading, event))
  const usualOf = (keys: Int32Array, count: number): (Usual | undefined)[] =>
    groupValues(keys, count, gap).map((gaps) => (gaps.length < peers ? undefined : usualInPlace(gaps)))
  const ofPair = usualOf(kinds.pair, kinds.pairCount)
  const ofBefore = usualOf(kinds.before, kinds.beforeCount)
  return (event) => (kinds.byPair(event) ? ofPair[kinds.pair[event]!] : ofBefore[kinds.before[event]!])
}

const madToSigma = 1.4826
const meanToSigma = 1.2533

/**
 * Median and median absolute deviation: a mean and a standard deviation would be moved by the very gaps that are looked for. Where
 * more than half of the gaps are equal the latter is 0, and the mean absolute deviation takes its place (Iglewicz and Hoaglin 1993).
 */
function usualInPlace(gaps: Float64Array): Usual {
  const middle = gaps.length >> 1
  const medianMs = selectInPlace(gaps, middle)
  let sumMs = 0
  for (let i = 0; i < gaps.length; i++) {
    gaps[i] = Math.abs(gaps[i]! - medianMs)
    sumMs += gaps[i]!
  }
  const deviationMs = selectInPlace(gaps, middle)
  const scaleMs = deviationMs > 0 ? madToSigma * deviationMs : (meanToSigma * sumMs) / gaps.length
  return { medianMs, scaleMs, peers: gaps.length }
}

interface Found extends Gap {
  readonly caseIndex: number
  readonly minimum: number
}

function finding(service: ServiceLog, reading: Reading, gap: Found): Finding {
  const { log } = service
  const { step } = reading
  const name = (event: number): string => log.activity.values[log.activity.codes[event]!]!
  const unmapped = step[gap.event - 1]! < 0 || step[gap.event]! < 0
  return composeCaseFinding(service, gap.caseIndex, {
    detector: 'unusual-gap',
    strength: { measure: 'gap', value: gap.gapMs, unit: 'workingMs', usual: gap.medianMs },
    sample: { size: gap.peers, minimum: gap.minimum },
    events: [gap.event - 1, gap.event],
    explanation: {
      key: `explanations.unusual-gap.${isDated(reading, gap.event) ? 'dates' : 'case'}`,
      values: {
        before: name(gap.event - 1),
        after: name(gap.event),
        gapWorkingMs: gap.gapMs,
        usualWorkingMs: gap.medianMs,
        workingDayMs: reading.workingDayMs,
        peers: gap.peers,
        // A stop may begin anywhere: what it is compared with is all that followed the step before.
        compared: stopSteps.has(step[gap.event]!) ? 'all' : 'pair',
      },
    },
    // Of steps that the profile does not explain, nobody knows whose turn it was.
    caveats: [unmapped ? 'turnUnknown' : 'waitedForOthers', 'smallerPart'],
  })
}
