import { createHash } from 'node:crypto'
import { type Detection, type DetectorName, type Finding, runDetectors } from '@zhengfeng/detectors'
import { type Profile, valueAt } from '@zhengfeng/eventlog'
import type { ServiceLog } from '@zhengfeng/mining'
import { type CaseRecord, decodeTrace, serviceOf } from '@zhengfeng/monitor'
import { identityOf, subjectOf } from './identity.ts'

/** A case as it is read for detectors. */
export interface CaseText {
  readonly division: string
  readonly caseNo: string
  readonly attributes: CaseRecord['attributes']
  readonly trace: string
}

/** How detectors are to look at cases that one source told of. */
export interface DetectUnit {
  readonly profile: Profile
  /** Open cases are judged at this instant, UTC milliseconds. */
  readonly until: number
  readonly thresholds: Readonly<Record<string, Readonly<Record<string, number>>>>
  /** Only these detectors; all where absent. */
  readonly only?: readonly DetectorName[]
}

/** What is kept of a finding as it was found; cases by number and events by seq, so that it can be shown for ever. */
export interface FindingContent {
  readonly strength: Finding['strength']
  readonly sample: Finding['sample']
  readonly explanation: Finding['explanation']
  readonly caveats: readonly string[]
  readonly parameters: Readonly<Record<string, number>>
  /** In which instants of the explanation are told. */
  readonly timeZone: string
  readonly evidence: readonly { readonly caseNo: string; readonly seqs: readonly number[] }[]
  readonly furtherCases: readonly string[]
}

export interface FoundFinding {
  /** Of the cases that prove it. */
  readonly division: string
  readonly identity: string
  readonly detector: DetectorName
  readonly subjectKind: Finding['subject']['kind']
  readonly subjectName: string
  readonly item: string
  /** Where an officer's finding shows; that of a case is in the table of cases. */
  readonly department: string
  readonly from: number
  readonly to: number
  readonly caseCount: number
  readonly content: FindingContent
  readonly contentDigest: string
}

export interface Detected {
  readonly findings: readonly FoundFinding[]
  /** Detectors that could not look, with what the data lacks. */
  readonly notApplicable: Readonly<Partial<Record<DetectorName, readonly string[]>>>
}

/** Runs detectors over cases. Pure: the same cases and thresholds, the same findings. */
export function detectIn(unit: DetectUnit, cases: readonly CaseText[]): Detected {
  const records = cases.map(({ division, caseNo, attributes, trace }) => ({
    division,
    caseNo,
    attributes,
    events: decodeTrace(trace),
  }))
  const service = serviceOf(records, unit.profile, { until: unit.until })
  if (service.log.caseIds.length === 0) return { findings: [], notApplicable: {} }
  const detections = runDetectors(service, unit.thresholds, unit.only)
  return {
    findings: detections.flatMap((detection) =>
      detection.status === 'ran'
        ? detection.findings.map((finding) => foundOf(service, finding, detection.parameters))
        : [],
    ),
    notApplicable: Object.fromEntries(
      detections.flatMap((detection) => (detection.status === 'ran' ? [] : [[detection.detector, detection.missing]])),
    ),
  }
}

function foundOf(
  service: ServiceLog,
  finding: Finding,
  parameters: Extract<Detection, { status: 'ran' }>['parameters'],
): FoundFinding {
  const { log } = service
  const evidence = finding.evidence.map((each) => ({
    caseNo: log.caseIds[each.case]!,
    seqs: each.events.map((event) => log.sourceRow[event]!).sort((a, b) => a - b),
  }))
  const furtherCases = (finding.furtherCases ?? []).map((caseIndex) => log.caseIds[caseIndex]!)
  const [subjectKind, subjectName] = subjectOf(finding.subject)
  const content: FindingContent = {
    strength: finding.strength,
    sample: finding.sample,
    explanation: finding.explanation,
    caveats: finding.caveats,
    parameters,
    timeZone: log.timeZone,
    evidence,
    furtherCases,
  }
  return {
    division: valueAt(log.caseOffice!, finding.evidence[0]!.case) as string,
    identity: identityOf(finding),
    detector: finding.detector,
    subjectKind,
    subjectName,
    item: subjectKind === 'case' ? itemOf(service, finding) : '',
    department: subjectKind === 'department' ? subjectName : departmentOf(service, finding),
    from: finding.period[0],
    to: finding.period[1],
    caseCount: evidence.length + furtherCases.length,
    content,
    contentDigest: digest(content),
  }
}

function itemOf({ item }: ServiceLog, finding: Finding): string {
  return item.values[item.codes[finding.evidence[0]!.case]!] ?? ''
}

/** The department named most often in evidence. */
function departmentOf({ log }: ServiceLog, finding: Finding): string {
  const counts = new Map<string, number>()
  for (const { events } of finding.evidence) {
    for (const event of events) {
      const name = log.department?.values[log.department.codes[event]!]
      if (name) counts.set(name, (counts.get(name) ?? 0) + 1)
    }
  }
  return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1))[0]?.[0] ?? ''
}

/** Changes where something new is proven, not with every hour that an open case is late for longer. */
function digest({ explanation, evidence, furtherCases, strength }: FindingContent): string {
  const proven = [explanation.key, evidence, furtherCases, strength.measure]
  return createHash('sha256').update(JSON.stringify(proven)).digest('base64url').slice(0, 16)
}
