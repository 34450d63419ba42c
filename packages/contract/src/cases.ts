import { z } from 'zod'
import { DivisionCode, Instant, Paging, page, Slice } from './fields.ts'
import { DetectorName, FindingState } from './findings.ts'
import { guards, route } from './route.ts'
import { TableExport } from './tables.ts'
import { WarningLevel, WarningState } from './warnings.ts'

/** A case in a list. */
export const CaseRow = z.object({
  division: DivisionCode,
  caseNo: z.string(),
  item: z.string().describe('empty where not told; as department, channel and applicantGroup'),
  department: z.string(),
  channel: z.string(),
  applicantGroup: z.string(),
  priority: z.boolean().describe('may lawfully be handled out of turn'),
  status: z.string().describe('key under `tables.statuses` in the locale files'),
  step: z.string().describe('the step it stands at'),
  holderDepartment: z.string(),
  holderActor: z.string(),
  firstAt: Instant,
  lastAt: Instant,
  submittedAt: Instant.optional(),
  acceptedAt: Instant.optional(),
  decidedAt: Instant.optional(),
  closedAt: Instant.optional(),
  statutoryDue: Instant.optional(),
  promisedDue: Instant.optional(),
  /** How it stands to its limits, as of the moment it is judged at. */
  due: z.enum(['none', 'within', 'near', 'overdue', 'ended']),
  /**
   * While open: wall-clock time until (negative: since) its first due instant, the end of business of the last day; the same number as
   * `CaseLimit.remainingMs` of that limit. It is overdue only from the first working moment after, see `due`.
   */
  remainingMs: z.number().optional(),
  officialMs: z
    .number()
    .optional()
    .describe('working time on the official clock; absent where the clock never started'),
  livedMs: z.number().describe('what the applicant experienced'),
  eventCount: z.int(),
})
export type CaseRow = z.infer<typeof CaseRow>

/** By which moment a list is sorted; `from` and `to` bound the same moment. */
export const caseSorts = ['lastAt', 'closedAt', 'openDue', 'openSince', 'caseNo'] as const
export type CaseSort = (typeof caseSorts)[number]

/** Which cases. Unlike elsewhere, without `from` and `to` the whole time is meant. */
export const CaseFilter = Slice.extend({
  status: z.string().max(40).optional(),
  open: z.stringbool().optional().describe('only open, or only closed ones'),
  overdue: z.stringbool().optional().describe('only open cases past their limit'),
  nearDue: z.stringbool().optional().describe('only open cases past the yellow mark and not yet overdue'),
  text: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe('beginning of the case number; cases are then in order of their numbers'),
  finding: z
    .string()
    .max(60)
    .optional()
    .describe('cases with a finding of this detector that was not dismissed; `any` for all'),
  holderDepartment: z.string().max(500).optional(),
  holderActor: z.string().max(200).optional(),
  sort: z.enum(caseSorts).default('lastAt').describe('closedAt: closed cases only; openDue, openSince: open ones only'),
  order: z.enum(['asc', 'desc']).default('desc'),
})
export type CaseFilter = z.infer<typeof CaseFilter>

/** One event of a case. */
export const CaseEvent = z.object({
  seq: z.int(),
  type: z.enum(['step', 'void']),
  activity: z.string(),
  step: z.string().optional().describe('the canonical step, where the profile maps the activity to one'),
  occurredAt: Instant.describe('when it happened, as told'),
  recordedAt: Instant.describe('the server’s clock'),
  sourceRecordedAt: Instant.optional().describe('the clock of the sender’s system'),
  lagMs: z
    .number()
    .optional()
    .describe(
      'from happening to being written down, by the sender’s clock; of a live source without one, by the server’s',
    ),
  actor: z.string().optional(),
  department: z.string().optional(),
  window: z.string().optional(),
  channel: z.string().optional(),
  attributes: z.record(z.string(), z.json()).optional(),
  flags: z.array(z.enum(['future', 'longAgo', 'personalMoved'])),
  /** True where a later event took it back. */
  voided: z.boolean(),
})
export type CaseEvent = z.infer<typeof CaseEvent>

/** A text for people as key and values. */
const Told = z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) })

export const CaseStop = z.object({
  from: Instant,
  to: Instant.optional().describe('absent while it lasts, or where it was never ended'),
  kind: z.enum(['suspend', 'special', 'supplement']),
  documented: z.boolean().optional(),
  /** Whether this kind stops the official clock by the profile. */
  stopsClock: z.boolean(),
})

/** Why a case waits, from logged facts only. */
export const Waiting = z.object({
  /** The step after which nothing has happened. */
  step: z.string(),
  activity: z.string(),
  since: Instant,
  sinceMs: z.number().describe('wall-clock time since then'),
  department: z.string(),
  actor: z.string(),
  clock: z.enum(['notStarted', 'running', 'stopped', 'ended']),
  stopKind: z.enum(['suspend', 'special', 'supplement']).optional(),
  /** On whom the next step depends: an open supplement request waits for the applicant. */
  waitsFor: z.enum(['office', 'applicant', 'expert']),
  /** How long the same step usually takes: other cases of the item, wall-clock; absent where too few are known. */
  usual: z
    .object({ medianMs: z.number(), p90Ms: z.number(), cases: z.int(), basis: z.enum(['item', 'division']) })
    .optional(),
  /** What the law lets the applicant or a supervisor do, in order of when; keys under `tables.remedies`, where the article is named. */
  remedies: z.array(Told.extend({ from: Instant })),
})
export type Waiting = z.infer<typeof Waiting>

export const CaseLimit = z.object({
  due: Instant,
  state: z.enum(['running', 'stopped', 'kept', 'overdue']),
  /** Wall-clock time until (negative: since) it fell due; at the end of the clock where that has ended. */
  remainingMs: z.number(),
})

export const CaseDetail = z.object({
  case: CaseRow,
  /** The moment at which an open case is judged: now, or until when a finished export shows its office. */
  asOf: Instant,
  exportEnded: z.boolean(),
  source: z.object({ id: z.uuid(), name: z.string(), kind: z.enum(['push', 'file', 'sandbox']) }).optional(),
  attributes: z.record(z.string(), z.json()).describe('what else the source tells, masked by grade'),
  applicant: z.string().optional().describe('digest that stands for the person'),
  agent: z.string().optional().describe('digest of who acts for the applicant'),
  clock: z.object({
    state: z.enum(['notStarted', 'running', 'stopped', 'ended']),
    from: Instant.optional(),
    to: Instant.optional(),
    officialMs: z.number().optional(),
    livedMs: z.number(),
    stoppedMs: z.number().describe('working time that stops took off'),
    /** Working time of one office day, to write working time in days. */
    workingDayMs: z.number(),
  }),
  statutory: CaseLimit.optional(),
  promised: CaseLimit.optional(),
  stops: z.array(CaseStop),
  /** Absent for closed cases. */
  waiting: Waiting.optional(),
  timeline: z.array(CaseEvent).describe('by time of happening, then seq; the first 1,000'),
  timelineCut: z.boolean(),
  /** Empty for those who may not read findings; as `warnings`. */
  findings: z.array(z.object({ id: z.string(), detector: DetectorName, state: FindingState, foundAt: Instant })),
  warnings: z.array(
    z.object({
      id: z.string(),
      rule: z.string(),
      level: WarningLevel,
      state: WarningState,
      raisedAt: Instant,
      replyDue: Instant.optional(),
    }),
  ),
  ratings: z.array(
    z.object({
      at: Instant,
      level: z.int().min(1).max(5).describe('5 very satisfied … 1 very dissatisfied'),
      byDefault: z.boolean(),
    }),
  ),
  /** Whether there is personal data to reveal, and whether the caller may ask for it. */
  personal: z.object({ sealed: z.int(), erased: z.int(), mayReveal: z.boolean() }),
})
export type CaseDetail = z.infer<typeof CaseDetail>

/** Personal data of a case, told to a person who gave a reason. */
export const PersonalData = z.object({
  items: z.array(
    z.object({
      digest: z.string(),
      /** Names of the fields that it was in; absent once erased. */
      fields: z.record(z.string(), z.json()).optional(),
      erasedAt: Instant.optional(),
    }),
  ),
})

export const ProcessMapQuery = Slice.extend({
  /** The share of activity occurrences that the drawn activities cover at least; 1 draws them all. */
  activityShare: z.coerce.number().min(0.05).max(1).default(1),
  /** The share of directly-follows occurrences that the drawn edges cover at least. */
  edgeShare: z.coerce.number().min(0.05).max(1).default(0.9),
})

const Point = z.object({ x: z.number(), y: z.number() })

/** What follows what. Cases are those that were closed or are open with an event within the days of the slice. */
export const ProcessMap = z.object({
  cases: z.int().describe('cases that were read'),
  casesInSlice: z.int().describe('cases that there are; at most one more than the count was bounded to'),
  sampled: z.boolean().describe('true where not all were read: every k-th case by a digest of its number'),
  activities: z.array(
    z.object({
      activity: z.string(),
      step: z.string().optional(),
      count: z.int(),
      cases: z.int(),
      starts: z.int().describe('cases that begin with it'),
      ends: z.int().describe('cases that stand at it or end with it'),
      shown: z.boolean(),
    }),
  ),
  edges: z.array(
    z.object({
      from: z.string(),
      to: z.string(),
      count: z.int(),
      medianMs: z.number().describe('wall-clock'),
      p90Ms: z.number(),
    }),
  ),
  /** Discovered model of the shown activities, drawn: pixels, origin at the top left. Absent where there is no case. */
  layout: z
    .object({
      width: z.number(),
      height: z.number(),
      shapes: z.array(
        z.object({
          id: z.string(),
          kind: z.enum(['start', 'end', 'task', 'exclusive', 'parallel']),
          activity: z.string().optional(),
          x: z.number(),
          y: z.number(),
          width: z.number(),
          height: z.number(),
        }),
      ),
      edges: z.array(z.object({ id: z.string(), source: z.string(), target: z.string(), waypoints: z.array(Point) })),
    })
    .optional(),
})
export type ProcessMap = z.infer<typeof ProcessMap>

const params = z.object({ division: DivisionCode, caseNo: z.string().min(1).max(500) })

export const casesRoutes = {
  list: route({
    method: 'GET',
    path: '/api/v1/cases',
    summary: 'Cases, sorted by one moment and paged by key.',
    tag: 'cases',
    guard: guards.may('case.read', 'cases.read'),
    query: CaseFilter.extend(Paging.shape),
    response: page(CaseRow),
  }),
  export: route({
    method: 'GET',
    path: '/api/v1/cases/export',
    summary: 'The same list as a file.',
    tag: 'cases',
    guard: guards.may('report.export'),
    query: CaseFilter.extend(TableExport.shape),
    response: 'file',
  }),
  get: route({
    method: 'GET',
    path: '/api/v1/cases/{division}/{caseNo}',
    summary: 'A case with its timeline, clocks, limits, stops, findings, warnings and why it waits.',
    tag: 'cases',
    guard: guards.may('case.read', 'cases.read'),
    params,
    response: CaseDetail,
  }),
  timelineExport: route({
    method: 'GET',
    path: '/api/v1/cases/{division}/{caseNo}/export',
    summary: 'The timeline of a case as a file.',
    tag: 'cases',
    guard: guards.may('report.export'),
    params,
    query: TableExport,
    response: 'file',
  }),
  personal: route({
    method: 'POST',
    path: '/api/v1/cases/{division}/{caseNo}/personal',
    summary: 'Reveals the personal data of a case; the reason is kept in the audit trail.',
    tag: 'cases',
    guard: guards.may('case.readPersonal'),
    params,
    body: z.strictObject({ reason: z.string().trim().min(4).max(500) }),
    response: PersonalData,
  }),
  processMap: route({
    method: 'GET',
    path: '/api/v1/process-map',
    summary: 'What follows what in the cases of a slice, with counts and median times.',
    tag: 'cases',
    guard: guards.may('indicator.read', 'indicators.read'),
    query: ProcessMapQuery,
    response: ProcessMap,
  }),
} as const
