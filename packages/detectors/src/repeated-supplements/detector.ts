import type { ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Finding } from '../finding.ts'
import { type Reading, readingOf, stepIndex } from '../reading.ts'

/** Cases in which one department asked for more materials in several rounds, where the law allows one. */
export const repeatedSupplements: Detector = {
  name: 'repeated-supplements',
  level: 'case',
  requires: ['supplementRequest'],
  parameters: {
    rounds: { default: 2, unit: 'count', range: [2, 10] },
    sameNoticeWorkingDays: { default: 1, unit: 'workingDays', range: [0, 5] },
  },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const reading = readingOf(service)
  const findings: Finding[] = []
  let judged = 0
  for (let c = 0; c < service.log.caseIds.length; c++) {
    const rounds = roundsByDepartment(service, reading, {
      caseIndex: c,
      sameNoticeWorkingDays: parameters.sameNoticeWorkingDays!,
    })
    if (rounds.size > 0) judged++
    const most = [...rounds.values()].reduce((longest, each) => (each.length > longest.length ? each : longest), [])
    if (most.length >= parameters.rounds!) findings.push(finding(service, reading, { caseIndex: c, rounds: most }))
  }
  return { judged, findings }
}

const requestStep = stepIndex('supplementRequest')
const answerStep = stepIndex('supplementAnswer')

/**
 * The requests that began a round, by department. Requests that follow each other closely, with no answer between, are one
 * notice written down in parts.
 */
function roundsByDepartment(
  { log }: ServiceLog,
  reading: Reading,
  { caseIndex, sameNoticeWorkingDays }: { caseIndex: number; sameNoticeWorkingDays: number },
): Map<number, number[]> {
  const rounds = new Map<number, number[]>()
  let answered = -1
  for (let e = log.caseOffsets[caseIndex]!; e < log.caseOffsets[caseIndex + 1]!; e++) {
    if (reading.step[e] === answerStep) answered = e
    if (reading.step[e] !== requestStep) continue
    const department = log.department?.codes[e] ?? -1
    const own = rounds.get(department) ?? []
    const previous = own.at(-1)
    const sameNotice =
      previous !== undefined &&
      answered < previous &&
      reading.worked[e]! - reading.worked[previous]! <= sameNoticeWorkingDays * reading.workingDayMs
    if (!sameNotice) rounds.set(department, [...own, e])
  }
  return rounds
}

function finding(
  service: ServiceLog,
  reading: Reading,
  { caseIndex, rounds }: { caseIndex: number; rounds: readonly number[] },
): Finding {
  const { log } = service
  const department = log.department?.values[log.department.codes[rounds[0]!]!]
  const answers: number[] = []
  for (let e = rounds[0]!; e < log.caseOffsets[caseIndex + 1]!; e++) if (reading.step[e] === answerStep) answers.push(e)
  return composeCaseFinding(service, caseIndex, {
    detector: 'repeated-supplements',
    strength: { measure: 'rounds', value: rounds.length, unit: 'count' },
    events: [...rounds, ...answers].sort((a, b) => a - b),
    explanation: {
      key: `explanations.repeated-supplements.${department === undefined ? 'office' : 'department'}`,
      values: {
        rounds: rounds.length,
        department: department ?? '',
        firstAt: log.time[rounds[0]!]!,
        lastAt: log.time[rounds.at(-1)!]!,
      },
    },
    caveats: ['answerIncomplete', 'factsChanged'],
  })
}
