import { median, type ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { isSystemEvent, itemCode, type Reading, readingOf, stepIndex } from '../reading.ts'

/** Cases that one department gave to another and got back without work having been done on them there. */
export const buckPassing: Detector = {
  name: 'buck-passing',
  level: 'case',
  requires: ['department'],
  parameters: {
    hollowShare: { default: 0.25, unit: 'share', range: [0.01, 1] },
    bounces: { default: 1, unit: 'count', range: [1, 10] },
    peers: { default: 10, unit: 'count', range: [5, 1000] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const stays = staysOf(service, reading)
  const usual = usualWork(stays, parameters.peers!)
  const timed = service.log.startTime?.some((at) => !Number.isNaN(at)) ?? false
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    if (stays.offsets[c + 1]! - stays.offsets[c]! < 2) continue
    judged++
    const hollow = hollowBounces(stays, { caseIndex: c, usual, share: parameters.hollowShare!, timed })
    if (hollow.length >= parameters.bounces!) findings.push(finding(service, reading, { stays, caseIndex: c, hollow }))
  }
  return { judged, findings }
}

type Content = 'moves' | 'unknown' | 'substance'

/** The stays of cases in departments: equal neighbouring departments are one stay. Case `c` owns `offsets[c] … offsets[c + 1] − 1`. */
interface Stays {
  readonly offsets: Int32Array
  readonly department: readonly number[]
  /** Department and item as one number, to compare like with like. */
  readonly peerGroup: readonly number[]
  readonly first: readonly number[]
  readonly last: readonly number[]
  readonly workMs: readonly number[]
  /** What the stay shows: only moves, steps that the profile does not know, or at least one known step of substance. */
  readonly content: readonly Content[]
}

/** Steps that only move a case. A stay of these alone did nothing, however long it took. */
const movingSteps = new Set((['receive', 'transfer', 'return'] as const).map(stepIndex))

function staysOf(service: ServiceLog, reading: Reading): Stays {
  const { log } = service
  const departments = log.department!
  const offsets = new Int32Array(log.caseIds.length + 1)
  const stays = {
    offsets,
    department: [] as number[],
    peerGroup: [] as number[],
    first: [] as number[],
    last: [] as number[],
  }
  const workMs: number[] = []
  const content: Content[] = []
  for (let c = 0; c < log.caseIds.length; c++) {
    let current = -1
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const department = departments.codes[e]!
      // A program that routes or stamps a case holds no responsibility for it, nor does a name that stands for nobody.
      if (department < 0 || service.unnamedDepartment[department] === 1 || isSystemEvent(service, e)) continue
      if (department !== current) {
        current = department
        stays.department.push(department)
        stays.peerGroup.push(itemCode(service, c) * departments.values.length + department)
        stays.first.push(e)
        stays.last.push(e)
        workMs.push(0)
        content.push('moves')
      }
      const stay = workMs.length - 1
      stays.last[stay] = e
      workMs[stay]! += workOfEvent(service, reading, e)
      if (movingSteps.has(reading.step[e]!) || content[stay] === 'substance') continue
      content[stay] = reading.step[e]! < 0 ? 'unknown' : 'substance'
    }
    offsets[c + 1] = workMs.length
  }
  return { ...stays, workMs, content }
}

/** Working time from when the work on an event began, or from the event before it where the source does not say. */
function workOfEvent({ log }: ServiceLog, reading: Reading, event: number): number {
  const started = log.startTime?.[event] ?? Number.NaN
  if (!Number.isNaN(started)) return Math.max(0, reading.worked[event]! - reading.workedAt(started))
  const first = event === log.caseOffsets[reading.eventCase[event]!]
  return first ? 0 : reading.worked[event]! - reading.worked[event - 1]!
}

/** Looks up the usual work of a stay: median of its department on its item, else on all items; `undefined` where unknown. */
type UsualWork = (stay: number) => number | undefined

function usualWork(stays: Stays, minimum: number): UsualWork {
  const byItem = new Map<number, number[]>()
  const byDepartment = new Map<number, number[]>()
  for (let s = 0; s < stays.workMs.length; s++) {
    if (stays.content[s] === 'moves') continue
    collect(byItem, stays.peerGroup[s]!, stays.workMs[s]!)
    collect(byDepartment, stays.department[s]!, stays.workMs[s]!)
  }
  const ofItem = mediansOf(byItem, minimum)
  const ofDepartment = mediansOf(byDepartment, minimum)
  return (stay) => ofItem.get(stays.peerGroup[stay]!) ?? ofDepartment.get(stays.department[stay]!)
}

function collect(samples: Map<number, number[]>, key: number, value: number): void {
  const own = samples.get(key)
  if (own) own.push(value)
  else samples.set(key, [value])
}

function mediansOf(samples: ReadonlyMap<number, readonly number[]>, minimum: number): ReadonlyMap<number, number> {
  const medians = new Map<number, number>()
  for (const [key, values] of samples) if (values.length >= minimum) medians.set(key, median(Float64Array.from(values)))
  return medians
}

interface Hollowness {
  readonly caseIndex: number
  readonly usual: UsualWork
  readonly share: number
  /** Whether the source says when work began; else the time of a stay is mostly waiting and says nothing of work. */
  readonly timed: boolean
}

/** Middle stays of A–B–A without a step of substance that took less than a share of the usual work. */
function hollowBounces(stays: Stays, { caseIndex, usual, share, timed }: Hollowness): number[] {
  const hollow: number[] = []
  for (let s = stays.offsets[caseIndex]! + 1; s + 1 < stays.offsets[caseIndex + 1]!; s++) {
    if (stays.department[s - 1] !== stays.department[s + 1] || stays.content[s] === 'substance') continue
    const usualMs = usual(s)
    const brief = usualMs !== undefined && stays.workMs[s]! < share * usualMs
    if (brief || (!timed && stays.content[s] === 'moves')) hollow.push(s)
  }
  return hollow
}

function finding(
  service: ServiceLog,
  reading: Reading,
  { stays, caseIndex, hollow }: { stays: Stays; caseIndex: number; hollow: readonly number[] },
): Finding {
  const departments = service.log.department!.values
  const own = stays.department.slice(stays.offsets[caseIndex]!, stays.offsets[caseIndex + 1]!)
  const returns = own.length - new Set(own).size
  const first = hollow[0]!
  const samePair = hollow.filter(
    (s) => stays.department[s - 1] === stays.department[first - 1] && stays.department[s] === stays.department[first],
  )
  const events = new Set(
    hollow.flatMap((s) => [stays.last[s - 1]!, ...range(stays.first[s]!, stays.last[s]!), stays.first[s + 1]!]),
  )
  return composeCaseFinding(service, caseIndex, {
    detector: 'buck-passing',
    strength: { measure: 'hollowBounces', value: hollow.length, unit: 'count' },
    events: [...events].sort((a, b) => a - b),
    explanation: {
      key: 'explanations.buck-passing.case',
      values: {
        bounces: samePair.length,
        allBounces: hollow.length,
        returns,
        from: departments[stays.department[first - 1]!]!,
        to: departments[stays.department[first]!]!,
        lostWorkingMs: lostMs(reading, stays, hollow),
        workingDayMs: reading.workingDayMs,
      },
    },
    caveats: ['adviceByPhone', 'wrongAddressee', 'departmentNames'],
  })
}

/** Working time that bounces took, from leaving to coming back; where one begins within another, time is counted once. */
function lostMs({ worked }: Reading, { first, last }: Stays, hollow: readonly number[]): number {
  let lost = 0
  let counted = Number.NEGATIVE_INFINITY
  for (const s of hollow) {
    const back = worked[first[s + 1]!]!
    lost += back - Math.max(counted, worked[last[s - 1]!]!)
    counted = back
  }
  return lost
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i)
}
