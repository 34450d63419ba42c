import type { ServiceLog } from '@zhengfeng/mining'
import { composeCaseFinding, composeFinding, officeName } from '../compose-finding.ts'
import type { Detector, Judgement } from '../detector.ts'
import type { Evidence, Finding } from '../finding.ts'
import { isSystemEvent, officeCode, readingOf } from '../reading.ts'

/** Steps that the published procedure does not name, done by a person. */
export const hiddenSteps: Detector = {
  name: 'hidden-steps',
  level: 'case',
  requires: ['procedure'],
  parameters: { habitShare: { default: 0.2, unit: 'share', range: [0.01, 1] } },
  detect,
}

function detect(service: ServiceLog, parameters: Readonly<Record<string, number>>): Judgement {
  const hidden = hiddenActivities(service)
  const found = casesByOfficeAndActivity(service, hidden)
  const casesOf = casesPerOffice(service)
  const findings: Finding[] = []
  const single = new Map<number, number[]>()
  for (const { office, evidence } of found) {
    const share = evidence.length / casesOf[office]!
    // What every other case shows is the office's own rule, not the act of whoever handled one case: told once.
    if (share > parameters.habitShare! && evidence.length > 1)
      findings.push(habitFinding(service, { evidence, cases: casesOf[office]! }))
    else for (const each of evidence) single.set(each.case, [...(single.get(each.case) ?? []), ...each.events])
  }
  for (const [caseIndex, events] of single)
    findings.push(
      caseFinding(
        service,
        caseIndex,
        events.sort((a, b) => a - b),
      ),
    )
  return { judged: service.log.caseIds.length, findings }
}

/** One per activity name: 1 where the procedure does not name it. */
function hiddenActivities({ log, profile }: ServiceLog): Uint8Array {
  const published = new Set(profile.procedure!.map((name) => name.trim()))
  return Uint8Array.from(log.activity.values, (name) => (published.has(name.trim()) ? 0 : 1))
}

interface HiddenActivity {
  readonly office: number
  readonly evidence: Evidence[]
}

/** What a program writes is no approval, so it is left out. */
function casesByOfficeAndActivity(service: ServiceLog, hidden: Uint8Array): HiddenActivity[] {
  const { log } = service
  const { eventCase } = readingOf(service)
  const found = new Map<number, HiddenActivity>()
  for (let e = 0; e < eventCase.length; e++) {
    const activity = log.activity.codes[e]!
    if (hidden[activity] === 0 || isSystemEvent(service, e)) continue
    const caseIndex = eventCase[e]!
    const office = officeCode(service, caseIndex)
    const key = office * hidden.length + activity
    const entry = found.get(key) ?? { office, evidence: [] }
    found.set(key, entry)
    const last = entry.evidence.at(-1)
    if (last?.case === caseIndex) (last.events as number[]).push(e)
    else entry.evidence.push({ case: caseIndex, events: [e] })
  }
  return [...found.values()]
}

function casesPerOffice(service: ServiceLog): Int32Array {
  const cases = new Int32Array(service.office.values.length + 1)
  for (let c = 0; c < service.log.caseIds.length; c++) cases[officeCode(service, c)]!++
  return cases
}

function caseFinding(service: ServiceLog, caseIndex: number, events: readonly number[]): Finding {
  const { log } = service
  const names = [...new Set(events.map((e) => log.activity.values[log.activity.codes[e]!]!))]
  return composeCaseFinding(service, caseIndex, {
    detector: 'hidden-steps',
    strength: { measure: 'hiddenSteps', value: events.length, unit: 'count' },
    events,
    explanation: {
      key: 'explanations.hidden-steps.case',
      values: { steps: events.length, activities: names.join(', '), firstAt: log.time[events[0]!]! },
    },
    caveats: ['procedureIncomplete', 'renamedActivity'],
  })
}

function habitFinding(service: ServiceLog, { evidence, cases }: { evidence: Evidence[]; cases: number }): Finding {
  const { log } = service
  const activity = log.activity.values[log.activity.codes[evidence[0]!.events[0]!]!]!
  const share = evidence.length / cases
  const ordered = evidence.toSorted((a, b) => log.time[a.events[0]!]! - log.time[b.events[0]!]!)
  return composeFinding(service, {
    detector: 'hidden-steps',
    subject: { kind: 'office' },
    office: officeName(service, evidence[0]!.case),
    strength: { measure: 'hiddenStepShare', value: share, unit: 'share' },
    sample: { size: cases, minimum: 2 },
    evidence: ordered,
    explanation: {
      key: 'explanations.hidden-steps.office',
      values: { activity, cases: evidence.length, ofCases: cases, partShare: share },
    },
    caveats: ['procedureIncomplete', 'renamedActivity'],
  })
}
