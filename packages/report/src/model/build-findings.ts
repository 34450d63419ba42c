import { type Detection, detectors, type Evidence, type Finding } from '@zhengfeng/detectors'
import type { ServiceLog } from '@zhengfeng/mining'
import { buildTimeline } from './build-timeline.ts'
import type { CheckUp } from './check-up.ts'
import type { DetectorResult, FindingModel } from './finding-model.ts'
import { isoInstant } from './measures.ts'

/** How much of the evidence is drawn out as timelines; every finding is listed with its cases in any case. */
const limits = { findingsWithTimelines: 8, timelinesPerFinding: 2, eventsPerTimeline: 60 }

/** What the detectors said, with the timelines of the strongest evidence. */
export function buildFindings(
  service: ServiceLog,
  detections: readonly Detection[],
): Pick<CheckUp, 'findings' | 'timelines'> {
  const everyCase = new Set<number>()
  const timelines: CheckUp['timelines'] = {}
  let total = 0
  const results = detections.map((detection): DetectorResult => {
    if (detection.status === 'notApplicable') return { ...detection, missing: [...detection.missing] }
    const cases = new Set<number>()
    for (const finding of detection.findings) for (const index of casesOf(finding)) cases.add(index)
    for (const index of cases) everyCase.add(index)
    total += detection.findings.length
    for (const { evidence } of detection.findings.slice(0, limits.findingsWithTimelines))
      for (const proof of evidence.slice(0, limits.timelinesPerFinding))
        timelines[proof.case] ??= buildTimeline(service, proof.case, limits.eventsPerTimeline)
    return {
      detector: detection.detector,
      status: 'ran',
      level: detectors.find(({ name }) => name === detection.detector)?.level ?? 'case',
      judged: detection.judged,
      cases: cases.size,
      parameters: { ...detection.parameters },
      findings: detection.findings.map((finding) => findingModel(service, finding)),
    }
  })
  return { findings: { detectors: results, total, cases: everyCase.size, limits }, timelines }
}

function casesOf({ evidence, furtherCases = [] }: Finding): number[] {
  return [...evidence.map((each) => each.case), ...furtherCases]
}

function findingModel(service: ServiceLog, finding: Finding): FindingModel {
  const { strength } = finding
  return {
    id: finding.id,
    subject: finding.subject,
    office: finding.office,
    period: { from: isoInstant(finding.period[0]), to: isoInstant(finding.period[1]) },
    strength: {
      measure: strength.measure,
      value: strength.value,
      unit: strength.unit,
      interval: strength.interval ? [strength.interval[0], strength.interval[1]] : null,
      usual: strength.usual ?? null,
      pValue: strength.pValue ?? null,
      qValue: strength.qValue ?? null,
    },
    sample: finding.sample,
    evidence: finding.evidence.map((each) => evidenceModel(service, each)),
    furtherCases: (finding.furtherCases ?? []).map((index) => service.log.caseIds[index]!),
    explanation: { key: finding.explanation.key, values: { ...finding.explanation.values } },
    caveats: [...finding.caveats],
  }
}

function evidenceModel({ log }: ServiceLog, evidence: Evidence): FindingModel['evidence'][number] {
  return {
    case: evidence.case,
    caseId: log.caseIds[evidence.case]!,
    rows: evidence.events.map((event) => log.sourceRow[event]!),
  }
}
