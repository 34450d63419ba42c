import { createHash } from 'node:crypto'
import type { ServiceLog } from '@zhengfeng/mining'
import type { Evidence, Finding } from './finding.ts'

/** How many cases a finding names with their events; the rest are in `furtherCases`. */
export const evidenceLimit = 50
/** How many events of one case a finding names. */
const eventLimit = 40

/** A finding before it has its id and period. Its evidence is complete and starts with the strongest case. */
export type FindingDraft = Omit<Finding, 'id' | 'period' | 'furtherCases'>

/**
 * Completes a finding: its period from all its evidence, its id, and lists short enough to read.
 *
 * @param service the log that the evidence points into
 * @param draft at least one case in evidence, at least one event in each
 */
export function composeFinding(service: ServiceLog, draft: FindingDraft): Finding {
  const {
    evidence,
    strength: { usual, ...strength },
  } = draft
  const further = evidence.slice(evidenceLimit).map((each) => each.case)
  return {
    id: digest(service, draft),
    ...draft,
    // That nothing is usual says nothing: the explanation tells what others do.
    strength: { ...strength, ...(usual ? { usual } : {}) },
    period: periodOf(service, evidence),
    evidence: evidence.slice(0, evidenceLimit).map((each) => ({ ...each, events: each.events.slice(0, eventLimit) })),
    ...(further.length > 0 && { furtherCases: further }),
  }
}

/**
 * A finding that one case proves by itself.
 *
 * @param caseIndex index into `log.caseIds`
 * @param draft all but what follows from the case; `events` are indexes into the event columns, ascending
 */
export function composeCaseFinding(
  service: ServiceLog,
  caseIndex: number,
  draft: Pick<Finding, 'detector' | 'strength' | 'explanation' | 'caveats'> & {
    readonly events: readonly number[]
    readonly sample?: Finding['sample']
  },
): Finding {
  const { events, sample = { size: 1, minimum: 1 }, ...rest } = draft
  return composeFinding(service, {
    ...rest,
    subject: { kind: 'case', caseId: service.log.caseIds[caseIndex]! },
    office: officeName(service, caseIndex),
    sample,
    evidence: [{ case: caseIndex, events }],
  })
}

/** The name of the office that answers for a case; empty where the log names none. */
export function officeName(service: ServiceLog, caseIndex: number): string {
  return service.office.values[service.office.codes[caseIndex]!] ?? ''
}

/** A breach of law before one of a promise, and one in working time before one after hours; then the strongest first; equal ones by time, office and case, so that the order in the source does not matter. */
export function compareFindings(a: Finding, b: Finding): number {
  return (
    gravity(b) - gravity(a) ||
    (a.strength.qValue ?? 0) - (b.strength.qValue ?? 0) ||
    b.strength.value - a.strength.value ||
    a.period[0] - b.period[0] ||
    (a.office < b.office ? -1 : a.office > b.office ? 1 : 0) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}

const gravities: Readonly<Record<string, number>> = {
  overStatutory: 2,
  overStatutoryOffHours: 1,
  overPromisedOffHours: -1,
}

function gravity({ strength }: Finding): number {
  return gravities[strength.measure] ?? 0
}

function periodOf({ log }: ServiceLog, evidence: readonly Evidence[]): readonly [number, number] {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const { events } of evidence) {
    for (const event of events) {
      from = Math.min(from, log.time[event]!)
      to = Math.max(to, log.time[event]!)
    }
  }
  return [from, to]
}

/** Case ids and places within the case, not indexes: the order of cases in the source must not change the id. */
function digest({ log }: ServiceLog, { detector, subject, office, evidence, explanation }: FindingDraft): string {
  const [first] = evidence
  const place = first!.events[0]! - log.caseOffsets[first!.case]!
  const parts = [detector, explanation.key, ...Object.values(subject), office, log.caseIds[first!.case]!, place]
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 16)
}
