import { z } from 'zod'

/**
 * The steps of handling a case that every source can be mapped to. A source's other activities stay as they are and take
 * part in the analysis under their own names.
 */
export const canonicalActivities = [
  'submit',
  'receive',
  'supplementRequest',
  'supplementAnswer',
  'accept',
  'refuse',
  'transfer',
  'return',
  'suspend',
  'resume',
  'specialStart',
  'specialEnd',
  'extend',
  'review',
  'decide',
  'certify',
  'deliver',
  'close',
  'withdraw',
  'rate',
  'queue',
  'call',
  'complain',
  'rectify',
] as const

export type CanonicalActivity = (typeof canonicalActivities)[number]

/** A period that a law or a promise sets. `workingDay`, `calendarDay` and `month` do not count the day they start on. */
export const Limit = z.strictObject({
  amount: z.number().positive(),
  unit: z.enum(['workingDay', 'calendarDay', 'hour', 'minute', 'month']),
})
export type Limit = z.infer<typeof Limit>

/** Where the limit of a case comes from: a due instant, a length in the data, or a rule by service item. */
export const LimitSource = z.union([
  z.strictObject({ due: z.string().describe('case attribute that holds the due instant') }),
  z.strictObject({
    amount: z.string().describe('case attribute that holds the length'),
    unit: Limit.shape.unit.describe('unit of that length'),
  }),
  z.strictObject({
    limit: Limit.optional().describe('for every item that byItem does not name'),
    byItem: z.record(z.string(), Limit).optional(),
  }),
])
export type LimitSource = z.infer<typeof LimitSource>

/** An instant of a case: one of its milestones, its first or last event, or an attribute that holds an instant. */
export const Milestone = z.union([
  z.enum(['firstEvent', 'lastEvent', 'submit', 'accept', 'decide', 'close']),
  z.strictObject({ attribute: z.string() }),
])
export type Milestone = z.infer<typeof Milestone>

const TimeOfDay = z.string().regex(/^([01]\d|2[0-4]):[0-5]\d$/, 'a time of day such as 09:00')
const PlainDate = z.string().regex(/^\d{4}-\d{2}-\d{2}$/, 'a date such as 2026-10-01')

/** Which days are worked, and in which hours. */
export const CalendarRule = z.strictObject({
  holidays: z.enum(['CN', 'none']).default('none').describe('CN: statutory holidays and make-up working days of China'),
  weekend: z
    .array(z.number().int().min(1).max(7))
    .default([6, 7])
    .describe('ISO weekdays that are not worked, 1 = Monday'),
  hours: z
    .array(z.tuple([TimeOfDay, TimeOfDay]))
    .min(1)
    .default([
      ['09:00', '12:00'],
      ['13:00', '17:00'],
    ])
    .describe('office hours of a working day, local time, in order'),
  closed: z.array(PlainDate).default([]).describe('further days off'),
  open: z.array(PlainDate).default([]).describe('further working days'),
})
export type CalendarRule = z.infer<typeof CalendarRule>

const ColumnName = z.string().min(1)
/** Empty where `milestones` take its place. */
const EventColumnName = z.string().default('')

const Milestones = z.partialRecord(z.enum(canonicalActivities), ColumnName)

const ProfileFields = z.strictObject({
  version: z.literal(1).default(1),
  name: z.string().default(''),
  timeZone: z
    .string()
    .default('Asia/Shanghai')
    .describe('IANA zone of times without an offset, of office hours and of display'),
  columns: z
    .strictObject({
      case: ColumnName,
      activity: EventColumnName.describe('needed unless there are milestones'),
      time: EventColumnName.describe('needed unless there are milestones'),
      start: ColumnName.optional().describe('when the work on the event began'),
      recordedAt: ColumnName.optional().describe('when the source system wrote the event down'),
      lifecycle: ColumnName.optional(),
      resource: ColumnName.optional().describe('the officer or account'),
      department: ColumnName.optional(),
      office: ColumnName.optional().describe('the office that answers for the case; else the file name'),
      item: ColumnName.optional().describe('the service item of the case'),
      channel: ColumnName.optional(),
      applicant: ColumnName.optional(),
      agent: ColumnName.optional().describe('who acts for the applicant'),
      stopKind: ColumnName.optional().describe('why the clock was stopped'),
      stopDocument: ColumnName.optional().describe('the document that allows the stop'),
    })
    .describe('roles of columns (CSV, XLSX) or attribute keys (XES, OCEL)'),
  milestones: Milestones.optional().describe(
    'for tables (CSV, XLSX) with one row per case: canonical step → the column that holds when it was taken',
  ),
  types: z
    .record(ColumnName, z.enum(['string', 'number', 'integer', 'instant', 'boolean']))
    .default({})
    .describe('columns whose type is not to be guessed'),
  caseColumns: z
    .array(ColumnName)
    .default([])
    .describe('columns that describe the case; `case:…` columns do so anyway'),
  dayFirst: z.boolean().optional().describe('how 03/04/2025 is read; unset: from the data, or refused where undecided'),
  unnamed: z
    .array(z.string())
    .default([])
    .describe(
      'names of departments or people that stand for nobody, such as EMPTY: counted, but never compared or accused',
    ),
  missing: z.array(z.string()).default([]).describe('texts that are read as nothing at all, such as NULL'),
  activities: z
    .partialRecord(z.enum(canonicalActivities), z.array(z.string()))
    .default({})
    .describe('canonical step → the source’s activity names'),
  clock: z
    .strictObject({
      from: Milestone.default('accept'),
      to: Milestone.default('close'),
      statutory: LimitSource.optional(),
      promised: LimitSource.optional(),
      stops: z
        .array(z.enum(['suspend', 'special', 'supplement']))
        .default(['suspend', 'special'])
        .describe('what stops the official clock'),
      extension: Limit.optional().describe('what the step `extend` adds to both limits; unset: unknown'),
    })
    .prefault({}),
  calendar: CalendarRule.prefault({}),
  priority: z
    .strictObject({ attribute: z.string(), values: z.array(z.string()).min(1) })
    .optional()
    .describe('cases that may lawfully be handled out of turn'),
  systemAccounts: z.array(z.string()).default([]).describe('resources that are programs; `*` stands for any text'),
  procedure: z
    .array(z.string())
    .optional()
    .describe('activities of the published procedure; any other step is a hidden one'),
  detectors: z
    .record(z.string(), z.record(z.string(), z.number()))
    .default({})
    .describe('thresholds that differ from a detector’s defaults, by detector and parameter'),
})

/**
 * How a source is read: its columns, activities, clocks, calendar, priorities and system accounts.
 *
 * With `milestones` each row is a case, and each of those columns an activity of its own name, which `activities` maps to its step.
 *
 * @example
 * const profile = Profile.parse({ columns: { case: '办件编号' }, milestones: { accept: '受理时间', close: '办结时间' } })
 * profile.activities // → { accept: ['受理时间'], close: ['办结时间'] }
 */
export const Profile = ProfileFields.superRefine(requireEvents).overwrite(withMilestoneActivities)
export type Profile = z.infer<typeof Profile>
/** A profile as it may be written: everything that has a default may be left out. */
export type ProfileInput = z.input<typeof Profile>

type Fields = z.infer<typeof ProfileFields>

/** A row that is an event names its activity and time; a row that is a case has milestones, and can have neither. */
function requireEvents({ columns, milestones }: Fields, context: z.RefinementCtx): void {
  const refuse = (path: string[], problem: string, message: string): void =>
    context.addIssue({ code: 'custom', path, message, params: { problem } })
  if (!milestones) {
    for (const role of ['activity', 'time'] as const)
      if (columns[role] === '')
        refuse(
          ['columns', role],
          'needsColumn',
          'name a column; or, where each row is a whole case, leave it out and give milestones',
        )
    return
  }
  const names = Object.values(milestones)
  if (names.length === 0) refuse(['milestones'], 'needsMilestone', 'name at least one column, such as close: 办结时间')
  if (new Set(names).size < names.length)
    refuse(['milestones'], 'repeatedMilestone', 'each step needs a column of its own')
  for (const role of ['activity', 'time', 'start', 'recordedAt', 'lifecycle'] as const)
    if (columns[role])
      refuse(['columns', role], 'notOfCases', 'leave it out: with milestones a row is a whole case, not one event')
}

function withMilestoneActivities(profile: Fields): Fields {
  if (!profile.milestones) return profile
  const activities = { ...profile.activities }
  for (const [step, name] of Object.entries(profile.milestones) as [CanonicalActivity, string][])
    activities[step] = Array.from(new Set([...(activities[step] ?? []), name]))
  return { ...profile, activities }
}
