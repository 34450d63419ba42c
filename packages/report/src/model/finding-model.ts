import { detectorNames } from '@zhengfeng/detectors'
import { z } from 'zod'
import { Count, Instant, OfficeName } from './measures.ts'

const Subject = z.union([
  z.strictObject({ kind: z.literal('case'), caseId: z.string() }),
  z.strictObject({ kind: z.literal('officer'), officer: z.string() }),
  z.strictObject({ kind: z.literal('department'), department: z.string() }),
  z.strictObject({ kind: z.literal('office') }),
])

const Strength = z
  .strictObject({
    measure: z.string(),
    value: z.number(),
    unit: z.enum(['ms', 'workingMs', 'days', 'count', 'share', 'ratio', 'z']),
    interval: z.tuple([z.number(), z.number()]).nullable().describe('95% interval, where the value is an estimate'),
    usual: z.number().nullable(),
    pValue: z.number().nullable(),
    qValue: z.number().nullable(),
  })
  .meta({ id: 'Strength' })
export type Strength = z.infer<typeof Strength>

/** A suspicion that the log supports; a fact only once a person has confirmed it. */
export const FindingModel = z
  .strictObject({
    id: z.string(),
    subject: Subject,
    office: OfficeName,
    period: z.strictObject({ from: Instant, to: Instant }),
    strength: Strength,
    sample: z.strictObject({ size: Count, minimum: Count }),
    evidence: z.array(
      z.strictObject({
        case: Count.describe('index of the case in the log, and key into timelines'),
        caseId: z.string(),
        rows: z.array(Count).describe('line or record numbers in the source of the events that show it'),
      }),
    ),
    furtherCases: z.array(z.string()).describe('ids of cases that show the same and have no rows listed'),
    explanation: z.strictObject({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }),
    caveats: z.array(z.string()),
  })
  .meta({ id: 'Finding' })
export type FindingModel = z.infer<typeof FindingModel>

const DetectorName = z.enum(detectorNames)

export const DetectorResult = z.union([
  z.strictObject({
    detector: DetectorName,
    status: z.literal('ran'),
    level: z.enum(['case', 'officer', 'office']).describe('what is judged: cases, or officers (offices) against peers'),
    judged: Count,
    cases: Count.describe('distinct cases in evidence'),
    parameters: z.record(z.string(), z.number()),
    findings: z.array(FindingModel),
  }),
  z.strictObject({
    detector: DetectorName,
    status: z.literal('notApplicable'),
    missing: z.array(z.string()),
  }),
])
export type DetectorResult = z.infer<typeof DetectorResult>

export const Findings = z.strictObject({
  detectors: z.array(DetectorResult),
  total: Count,
  cases: Count.describe('distinct cases in evidence of any finding'),
  limits: z
    .strictObject({ findingsWithTimelines: Count, timelinesPerFinding: Count, eventsPerTimeline: Count })
    .describe('how many findings per detector carry timelines, strongest first, and how much of them'),
})
export type Findings = z.infer<typeof Findings>

/** What happened in one case, with its limits and clock stops. */
export const Timeline = z
  .strictObject({
    caseId: z.string(),
    office: OfficeName,
    item: z.string(),
    eventsTotal: Count,
    events: z.array(
      z.strictObject({
        time: Instant,
        activity: z.string(),
        resource: z.string().nullable(),
        department: z.string().nullable(),
        row: Count,
      }),
    ),
    stops: z.array(z.strictObject({ from: Instant, to: Instant.nullable(), kind: z.string() })),
    clock: z.strictObject({
      from: Instant.nullable(),
      to: Instant.nullable(),
      statutoryDue: Instant.nullable(),
      promisedDue: Instant.nullable(),
    }),
  })
  .meta({ id: 'Timeline' })
export type Timeline = z.infer<typeof Timeline>
