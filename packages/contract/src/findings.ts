import { z } from 'zod'
import { AskedDay, DivisionCode, Instant, LanguageField, Paging, page, ToldVersion } from './fields.ts'
import { MessageOf } from './jobs.ts'
import { guards, route } from './route.ts'

/** Names of the detectors, in the order in which they are listed. Texts: `detectors.names.<name>`. */
export const detectorNames = [
  'overdue',
  'hidden-time',
  'clock-stop-abuse',
  'repeated-supplements',
  'buck-passing',
  'retroactive-entry',
  'batch-closing',
  'deadline-rush',
  'queue-jumping',
  'hidden-steps',
  'one-hand-for-all',
  'orphaned-cases',
  'unusual-gap',
] as const
export const DetectorName = z.enum(detectorNames)

export const findingStates = ['suspected', 'confirmed', 'dismissed', 'lapsed'] as const
export const FindingState = z
  .enum(findingStates)
  .describe('suspected: nobody judged it yet; lapsed: a later run no longer supports it and nobody had judged it')

export const subjectKinds = ['case', 'officer', 'department', 'office'] as const
export const FindingSubject = z.object({
  kind: z.enum(subjectKinds),
  name: z.string().describe('number of the case, officer, department or code of the division'),
})

/** Why a finding was dismissed. Only `falseAlarm` counts against the precision of its detector. */
export const dismissalReasons = ['falseAlarm', 'lawfulException', 'dataError', 'duplicate', 'other'] as const
export const DismissalReason = z.enum(dismissalReasons)

export const FindingStrength = z.object({
  measure: z.string().describe('key under `detectors.measures`'),
  value: z.number(),
  unit: z.enum(['ms', 'workingMs', 'days', 'count', 'share', 'ratio', 'z']),
  interval: z.tuple([z.number(), z.number()]).optional().describe('95% interval, where the value is an estimate'),
  usual: z.number().optional().describe('what would be usual here, in the same unit'),
  pValue: z.number().optional(),
  qValue: z.number().optional().describe('false-discovery rate at which it would just be reported'),
})

/** `text` is written in the language asked for. */
const WrittenMessage = MessageOf.extend({ text: z.string() })

export const Assignee = z.object({ id: z.string(), name: z.string() })
export type Assignee = z.infer<typeof Assignee>

export const FindingSummary = z.object({
  division: DivisionCode,
  divisionName: z.string(),
  id: z.string(),
  detector: DetectorName,
  subject: FindingSubject,
  state: FindingState,
  item: z.string().optional(),
  department: z.string().optional(),
  from: Instant.describe('first event in evidence'),
  to: Instant.describe('last event in evidence'),
  strength: FindingStrength,
  sampleSize: z.int(),
  sampleMinimum: z.int(),
  cases: z.int().describe('how many cases show it'),
  explanation: WrittenMessage.describe(
    'key under `detectors`; `…WorkingMs`, `…Ms`, `…Share`, `…At` end the names of values that are such',
  ),
  dismissal: z.object({ reason: DismissalReason, text: z.string() }).optional(),
  assignee: Assignee.optional(),
  comments: z.int(),
  foundAt: Instant,
  changedAt: Instant,
  version: z.int().describe('number of acts so far; tell it when judging'),
})
export type FindingSummary = z.infer<typeof FindingSummary>

export const findingActKinds = [
  'found',
  'foundAgain',
  'lapsed',
  'confirmed',
  'dismissed',
  'reopened',
  'assigned',
  'commented',
  'undone',
] as const

export const FindingAct = z.object({
  number: z.int(),
  kind: z.enum(findingActKinds),
  at: Instant,
  by: z.string().describe('name of the person, or `system`'),
  reason: DismissalReason.optional(),
  text: z.string().optional(),
  assignee: Assignee.optional().describe('absent in an act `assigned`: to nobody'),
  undoes: z.int().optional().describe('number of the act that this one takes back'),
  undone: z.boolean().describe('taken back by a later act'),
})

export const EvidenceEvent = z.object({
  seq: z.int(),
  activity: z.string(),
  occurredAt: Instant,
  recordedAt: Instant,
  sourceRecordedAt: Instant.optional(),
  actor: z.string().optional(),
  department: z.string().optional(),
  window: z.string().optional(),
  proves: z.boolean().describe('this event is evidence; the others show its course'),
})

export const EvidenceCase = z.object({
  division: DivisionCode,
  caseNo: z.string(),
  item: z.string().optional(),
  department: z.string().optional(),
  status: z.string(),
  events: z.array(EvidenceEvent).describe('in order of time'),
  eventsLeftOut: z.int().describe('how many more events the case has than are told here'),
})

const Interval = z.tuple([z.number(), z.number()])

/** How often a detector was right on labelled logs, and how often people here agreed with it. */
export const DetectorQuality = z.object({
  measured: z
    .object({
      true: z.int().describe('how many there truly were'),
      found: z.int(),
      wrong: z.int(),
      precisionShare: z.number(),
      precisionRange: Interval.describe('worst and best log'),
      recallShare: z.number(),
      recallRange: Interval,
      falsePer10CleanLogs: z.number(),
    })
    .describe('on labelled logs of the sandbox: see docs/detectors.md'),
  live: z.object({
    confirmed: z.int(),
    falseAlarms: z.int(),
    otherwiseDismissed: z.int(),
    suspected: z.int(),
    precisionShare: z
      .number()
      .optional()
      .describe('confirmed of those confirmed or dismissed as false alarms; absent while nobody judged'),
    precisionInterval: Interval.optional().describe('95% (Wilson)'),
  }),
})

export const FindingView = FindingSummary.extend({
  evidence: z.array(EvidenceCase).describe('the strongest cases first, at most 50'),
  furtherCases: z.array(z.string()).describe('numbers of cases that show the same, without their events'),
  caveats: z
    .array(z.object({ key: z.string(), text: z.string() }))
    .describe('what could make it wrong; keys under `detectors.caveats`'),
  parameters: z.record(z.string(), z.number()).describe('thresholds with which it was found'),
  quality: DetectorQuality,
  acts: z.array(FindingAct).describe('all that happened to it, oldest first'),
  may: z.object({
    judge: z.boolean(),
    comment: z.boolean(),
    undo: z.boolean().describe('the caller’s own last act can still be taken back'),
  }),
})
export type FindingView = z.infer<typeof FindingView>

export const FindingFilter = z.object({
  division: DivisionCode.optional().describe('the subtree of this division'),
  detector: DetectorName.optional(),
  state: FindingState.optional(),
  subject: z.enum(subjectKinds).optional(),
  item: z.string().max(500).optional(),
  department: z.string().max(500).optional(),
  assignee: z.string().max(100).optional().describe('id of an account, `me` or `nobody`'),
  caseNo: z.string().max(500).optional().describe('findings that this case proves'),
  from: AskedDay.optional().describe('evidence on or after this day'),
  to: AskedDay.optional().describe('evidence on or before this day'),
  text: z.string().max(200).optional().describe('part of a case number, officer, department or item'),
})
export type FindingFilter = z.infer<typeof FindingFilter>

const findingOrders = ['newest', 'oldest', 'changed'] as const

const Facet = z.array(z.object({ value: z.string(), count: z.int() }))

const One = z.object({ division: DivisionCode, id: z.string().max(100) })
const Version = z.int().min(1).describe('the version that was looked at; 409 where somebody acted since')
const Text = z.string().trim().min(1).max(2000)

const Thresholds = z.record(z.string(), z.record(z.string(), z.number()))

export const DetectorView = z.object({
  name: DetectorName,
  level: z.enum(['case', 'officer', 'office']),
  alone: z
    .boolean()
    .describe('one case proves it by itself: found as events arrive; else found by the runs over a whole office'),
  requires: z.array(z.string()).describe('keys under `detectors.requirements`'),
  parameters: z.array(
    z.object({
      name: z.string().describe('key under `detectors.parameters.<detector>`'),
      default: z.number(),
      value: z.number().describe('in force'),
      unit: z.string().describe('key under `detectors.parameterUnits`'),
      low: z.number(),
      high: z.number(),
    }),
  ),
  quality: DetectorQuality,
  lastRunAt: Instant.optional().describe('end of the last run over an office'),
  notApplicableIn: z.int().describe('in how many offices the data lacks what it needs'),
})

export const findingsRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/findings',
    summary: 'Lists findings.',
    tag: 'findings',
    guard: guards.may('finding.read'),
    query: FindingFilter.extend({ ...Paging.shape, order: z.enum(findingOrders).default('newest') }),
    response: page(FindingSummary),
  }),
  facets: route({
    method: 'GET',
    path: '/api/v1/findings/facets',
    summary: 'Counts the findings of a filter by what they can be filtered by; each count leaves its own filter aside.',
    tag: 'findings',
    guard: guards.may('finding.read'),
    query: FindingFilter,
    response: z.object({
      total: z.int(),
      state: Facet,
      detector: Facet,
      subject: Facet,
      division: Facet.describe('the 100 with most'),
      department: Facet.describe('the 100 with most'),
      item: Facet.describe('the 100 with most'),
    }),
  }),
  export: route({
    method: 'GET',
    path: '/api/v1/findings/export',
    summary: 'Downloads the findings of a filter as a table; those about officers only for those who judge them.',
    tag: 'findings',
    guard: guards.may('report.export'),
    query: FindingFilter.extend({ format: z.enum(['csv', 'xlsx']), language: LanguageField }),
    response: 'file',
  }),
  assignees: route({
    method: 'GET',
    path: '/api/v1/findings/assignees',
    summary: 'Lists to whom findings of a division can be assigned.',
    tag: 'findings',
    guard: guards.may('finding.judge'),
    query: z.object({ division: DivisionCode }),
    response: z.object({ items: z.array(Assignee) }),
  }),
  read: route({
    method: 'GET',
    path: '/api/v1/findings/{division}/{id}',
    summary: 'Reads a finding with its evidence, what could make it wrong, and all that happened to it.',
    tag: 'findings',
    guard: guards.may('finding.read'),
    params: One,
    response: FindingView,
  }),
  confirm: route({
    method: 'POST',
    path: '/api/v1/findings/{division}/{id}/confirm',
    summary: 'Confirms a finding: from now on it is a fact that a person answers for.',
    tag: 'findings',
    guard: guards.may('finding.judge'),
    params: One,
    body: z.object({ version: Version, text: Text.optional() }),
    response: FindingView,
  }),
  dismiss: route({
    method: 'POST',
    path: '/api/v1/findings/{division}/{id}/dismiss',
    summary: 'Dismisses a finding with a reason.',
    tag: 'findings',
    guard: guards.may('finding.judge'),
    params: One,
    body: z.object({
      version: Version,
      reason: DismissalReason,
      text: Text.optional().describe('needed with the reason `other`'),
    }),
    response: FindingView,
  }),
  reopen: route({
    method: 'POST',
    path: '/api/v1/findings/{division}/{id}/reopen',
    summary: 'Makes a judged or lapsed finding a suspicion again.',
    tag: 'findings',
    guard: guards.may('finding.judge'),
    params: One,
    body: z.object({ version: Version, text: Text }),
    response: FindingView,
  }),
  assign: route({
    method: 'POST',
    path: '/api/v1/findings/{division}/{id}/assign',
    summary: 'Gives a finding to somebody, or to nobody.',
    tag: 'findings',
    guard: guards.may('finding.judge'),
    params: One,
    body: z.object({
      version: Version,
      assignee: z.string().max(100).optional().describe('id of an account, or `me`; absent: nobody'),
    }),
    response: FindingView,
  }),
  comment: route({
    method: 'POST',
    path: '/api/v1/findings/{division}/{id}/comments',
    summary: 'Writes a comment on a finding.',
    tag: 'findings',
    guard: guards.may('finding.comment'),
    params: One,
    body: z.object({ text: Text }),
    response: FindingView,
  }),
  undo: route({
    method: 'POST',
    path: '/api/v1/findings/{division}/{id}/undo',
    summary: 'Takes back one’s own last act within ten minutes, by an act that says so.',
    tag: 'findings',
    guard: guards.may('finding.comment'),
    params: One,
    body: z.object({ version: Version }),
    response: FindingView,
  }),
  bulk: route({
    method: 'POST',
    path: '/api/v1/findings/acts',
    summary: 'Judges or assigns several findings at once; each is done or refused by itself.',
    tag: 'findings',
    guard: guards.may('finding.judge'),
    body: z.object({
      act: z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('confirm'), text: Text.optional() }),
        z.object({ kind: z.literal('dismiss'), reason: DismissalReason, text: Text.optional() }),
        z.object({ kind: z.literal('reopen'), text: Text }),
        z.object({ kind: z.literal('assign'), assignee: z.string().max(100).optional() }),
      ]),
      findings: z
        .array(One.extend({ version: Version }))
        .min(1)
        .max(200),
    }),
    response: z.object({
      results: z.array(
        One.extend({
          version: ToldVersion.optional(),
          problem: z.enum(['notFound', 'conflict', 'outOfScope', 'invalid']).optional(),
        }),
      ),
    }),
  }),
  detectors: route({
    method: 'GET',
    path: '/api/v1/detectors',
    summary: 'Lists the detectors: what each needs, its thresholds, how often it was right.',
    tag: 'findings',
    guard: guards.may('rule.read'),
    response: z.object({
      version: z.int().describe('of the thresholds; 0 while all are the defaults'),
      items: z.array(DetectorView),
    }),
  }),
  exportDetectors: route({
    method: 'GET',
    path: '/api/v1/detectors/export',
    summary: 'Downloads the list of the detectors as a table; only for those who may read rules.',
    tag: 'findings',
    guard: guards.may('report.export'),
    query: z.object({ format: z.enum(['csv', 'xlsx']), language: LanguageField }),
    response: 'file',
  }),
  setThresholds: route({
    method: 'PUT',
    path: '/api/v1/detectors/thresholds',
    summary: 'Sets the thresholds that differ from the defaults; the next run uses them.',
    tag: 'findings',
    guard: guards.may('rule.manage'),
    body: z.object({ version: ToldVersion, thresholds: Thresholds }),
    response: z.object({ version: z.int() }),
  }),
  runDetectors: route({
    method: 'POST',
    path: '/api/v1/detectors/runs',
    summary: 'Starts a run of all detectors over a division’s subtree, as a job.',
    tag: 'findings',
    guard: guards.may('finding.judge'),
    body: z.object({ division: DivisionCode }),
    response: z.object({ jobId: z.uuid() }),
  }),
} as const
