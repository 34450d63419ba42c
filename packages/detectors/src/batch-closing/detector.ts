import { benjaminiHochberg, poissonUpperTail, type ServiceLog, wilsonInterval } from '@zhengfeng/mining'
import { composeFinding, officeName } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Evidence, Finding } from '../finding.ts'
import { type Reading, readingOf } from '../reading.ts'
import { type Batch, batchesIn } from './batches.ts'
import { type Closings, closingsByOfficer } from './closings.ts'

/** Officers who decide or close many cases at once, again and again, where their peers do it one by one. */
export const batchClosing: Detector = {
  name: 'batch-closing',
  level: 'officer',
  requires: ['resource'],
  parameters: {
    batch: { default: 10, unit: 'count', range: [3, 1000] },
    windowMinutes: { default: 10, unit: 'minutes', range: [1, 240] },
    closings: { default: 30, unit: 'count', range: [10, 10_000] },
    falseDiscovery: { default: 0.01, unit: 'rate', range: [0.0001, 0.2] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const tested = closingsByOfficer(service, reading)
    .filter(({ events }) => events.length >= parameters.closings!)
    .map((closings) => ({ ...closings, batches: batchesOf(service, reading, { closings, parameters }) }))
  const pValues = tested.map((officer) => chanceAmongPeers(officer, tested))
  const qValues = benjaminiHochberg(pValues)
  const findings = tested.flatMap((officer, i) => {
    if (qValues[i]! > parameters.falseDiscovery! || officer.batches.length === 0) return []
    return [finding(service, reading, { officer, tested, pValue: pValues[i]!, qValue: qValues[i]!, parameters })]
  })
  return { judged: tested.length, findings }
}

type Tested = Closings & { readonly batches: readonly Batch[] }

/** Bursts in which an officer closed more than the least number, and more than their own usual pace brings by chance. */
function batchesOf(
  { log }: ServiceLog,
  reading: Reading,
  { closings, parameters }: { closings: Closings; parameters: Readonly<Record<string, number>> },
): readonly Batch[] {
  const { events } = closings
  const times = Float64Array.from(events, (e) => log.time[e]!)
  const windowMs = parameters.windowMinutes! * 60_000
  const workedMs = reading.worked[events.at(-1)!]! - reading.worked[events[0]!]!
  const expected = workedMs > 0 ? (events.length * windowMs) / workedMs : events.length
  const least = Math.max(parameters.batch!, leastBeyondChance(expected, events.length))
  return batchesIn(times, { windowMs, least })
}

/** Smallest burst that a steady pace would make less than once in a hundred such logs. */
function leastBeyondChance(expected: number, windows: number): number {
  let least = Math.max(2, Math.floor(expected) + 1)
  while (least < windows && windows * poissonUpperTail(least - 1, expected) > 0.01) least++
  return least
}

/** How likely so many bursts are in so many closings if the officer made them as often as all the others do. */
function chanceAmongPeers(officer: Tested, tested: readonly Tested[]): number {
  const peers = tested.filter((peer) => peer.step === officer.step && peer !== officer)
  const closings = peers.reduce((sum, peer) => sum + peer.events.length, 0)
  const batches = peers.reduce((sum, peer) => sum + peer.batches.length, 0)
  // Half a burst is added so that peers without any do not make the first one impossible.
  const rate = (batches + 0.5) / Math.max(1, closings)
  return poissonUpperTail(officer.batches.length, rate * officer.events.length)
}

function shareInBatches({ batches, events }: Tested): number {
  return countOf(batches) / events.length
}

function countOf(batches: readonly Batch[]): number {
  return batches.reduce((sum, { from, to }) => sum + to - from + 1, 0)
}

interface Suspicion {
  readonly officer: Tested
  readonly tested: readonly Tested[]
  readonly pValue: number
  readonly qValue: number
  readonly parameters: Readonly<Record<string, number>>
}

function finding(service: ServiceLog, reading: Reading, suspicion: Suspicion): Finding {
  const { officer, tested, pValue, qValue, parameters } = suspicion
  const { batches, events } = officer
  const closed = countOf(batches)
  const { low, high } = wilsonInterval(closed, events.length)
  const peers = tested.filter((peer) => peer.step === officer.step && peer !== officer)
  const usual = peers.reduce((sum, peer) => sum + shareInBatches(peer), 0) / Math.max(1, peers.length)
  const largest = batches.reduce((a, b) => (b.to - b.from > a.to - a.from ? b : a))
  const evidence = evidenceOf(reading, officer)
  return composeFinding(service, {
    detector: 'batch-closing',
    subject: { kind: 'officer', officer: officer.name },
    office: officeName(service, evidence[0]!.case),
    strength: {
      ...{ measure: 'shareInBatches', value: closed / events.length, unit: 'share', interval: [low, high] },
      ...{ usual, pValue, qValue },
    },
    sample: { size: events.length, minimum: parameters.closings! },
    evidence,
    explanation: {
      key: `explanations.batch-closing.${officer.step}`,
      values: {
        officer: officer.name,
        batches: batches.length,
        inBatches: closed,
        closings: events.length,
        batchShare: closed / events.length,
        usualShare: usual,
        cases: evidence.length,
        smallest: Math.min(...batches.map(({ from, to }) => to - from + 1)),
        pauseMs: longestPauseMs(service, officer),
        largest: largest.to - largest.from + 1,
        largestAt: service.log.time[events[largest.from]!]!,
        largestMs: service.log.time[events[largest.to]!]! - service.log.time[events[largest.from]!]!,
      },
    },
    caveats: ['meetingDay', 'monthEnd', 'onlyPost', 'outage', 'sharedAccount'],
  })
}

/** Each case once, those of the largest bursts first. */
function evidenceOf({ eventCase }: Reading, { batches, events }: Tested): readonly Evidence[] {
  const byCase = new Map<number, number[]>()
  for (const { from, to } of batches.toSorted((a, b) => b.to - b.from - (a.to - a.from) || a.from - b.from)) {
    for (const e of events.subarray(from, to + 1)) {
      const own = byCase.get(eventCase[e]!)
      if (own) own.push(e)
      else byCase.set(eventCase[e]!, [e])
    }
  }
  return Array.from(byCase, ([caseIndex, found]) => ({ case: caseIndex, events: found.sort((a, b) => a - b) }))
}

/** Bursts are joined where they overlap, so they may last longer than the window, but no pause within them does. */
function longestPauseMs({ log }: ServiceLog, { batches, events }: Tested): number {
  let longest = 0
  for (const { from, to } of batches)
    for (let i = from + 1; i <= to; i++) longest = Math.max(longest, log.time[events[i]!]! - log.time[events[i - 1]!]!)
  return longest
}
