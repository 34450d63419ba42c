import { z } from 'zod'
import { Findings, Timeline } from './finding-model.ts'
import { Flow } from './flow-model.ts'
import { Count, Instant, Ms, OfficeName, Rate } from './measures.ts'
import { PlainFigures } from './plain-figures.ts'

/** What is known of a set of durations, in milliseconds; `bins` are of equal width, the last one is open (`toMs` null). */
export const Distribution = z
  .strictObject({
    cases: Count,
    p25Ms: Ms,
    medianMs: Ms,
    p75Ms: Ms,
    p90Ms: Ms,
    maxMs: Ms,
    bins: z.array(z.strictObject({ fromMs: Ms, toMs: Ms.nullable(), cases: Count })),
  })
  .meta({ id: 'Distribution' })
export type Distribution = z.infer<typeof Distribution>

/** How cases stand against one kind of limit. */
export const LimitFigures = z
  .strictObject({
    kind: z.enum(['statutory', 'promised']),
    casesWithLimit: Count,
    closed: Count,
    overdueClosed: Count,
    open: Count,
    overdueOpen: Count,
    overdue: Rate.describe('(overdue closed + overdue open) / (closed + overdue open)'),
    early: Rate.describe('closed at least 24 hours before the due instant / closed'),
    lateMedianMs: Ms.nullable().describe('median working time past the due instant of cases closed late'),
    slack: z
      .array(z.strictObject({ fromDays: z.number().nullable(), toDays: z.number().nullable(), cases: Count }))
      .describe(
        'closed cases by days from the due instant, negative = early; the first bin has no beginning (fromDays null), the last no end (toDays null)',
      ),
  })
  .meta({ id: 'LimitFigures' })
export type LimitFigures = z.infer<typeof LimitFigures>

const Group = z
  .strictObject({
    name: z.string(),
    cases: Count,
    closed: Count,
    livedMedianMs: Ms.nullable(),
    livedP90Ms: Ms.nullable(),
    overdue: Rate.nullable(),
  })
  .meta({ id: 'Group' })

export const Timeliness = z.strictObject({
  closedCases: Count,
  openCases: Count,
  endsKnown: z
    .boolean()
    .describe(
      'false where the profile takes the last event as the end: then no case counts as open, and closed means last seen',
    ),
  oldestOpenMs: Ms.nullable().describe('lived time of the oldest open case, to the end of the log'),
  lived: Distribution.nullable().describe('wall-clock time of closed cases, as the applicant experienced it'),
  official: Distribution.nullable().describe('working time of closed cases on the official clock, stops excluded'),
  stoppedCases: Count,
  statutory: LimitFigures.nullable(),
  promised: LimitFigures.nullable(),
  overdueEither: z
    .strictObject({ cases: Count, statutory: Count, promised: Count, both: Count })
    .nullable()
    .describe('cases that missed at least one of their limits; null where the log has one kind of limit only'),
  compression: z
    .strictObject({ cases: Count, share: z.number() })
    .nullable()
    .describe('1 − Σ promised / Σ statutory working days, over the cases that have both limits'),
  limitUsed: z.enum(['statutory', 'promised']).nullable().describe('the limit by which items and months are judged'),
  byItem: z.array(Group).describe('largest items first, at most 30'),
  items: Count,
  byMonth: z.array(Group).describe('closed cases by month of closing; overdue = closed late / closed with a limit'),
  trend: z
    .strictObject({
      earlierCases: Count,
      laterCases: Count,
      earlierMedianMs: Ms,
      laterMedianMs: Ms,
      direction: z.enum(['longer', 'shorter', 'same']),
      pValue: z.number(),
    })
    .nullable()
    .describe(
      'lived time of the cases that started earlier against those that started later (Mann–Whitney), cases at both ends of the log left out',
    ),
  overdueTrend: z
    .strictObject({ earlier: Rate, later: Rate, direction: z.enum(['more', 'fewer', 'same']), pValue: z.number() })
    .nullable()
    .describe(
      'late ÷ cases whose limit ended within the log, those that started earlier against those that started later (χ²)',
    ),
})
export type Timeliness = z.infer<typeof Timeliness>

/** Who hands over to whom: `cells[from][to]`, rows and columns in the order of `names`. */
export const HandOverMatrix = z
  .strictObject({
    names: z.array(z.string()),
    cells: z.array(z.array(Count)),
    total: Count.describe(
      'all hand-overs, those beyond the names shown included; programs and events that name nobody are passed over',
    ),
    parties: Count.describe('number of departments or people, those not shown included'),
  })
  .meta({ id: 'HandOverMatrix' })
export type HandOverMatrix = z.infer<typeof HandOverMatrix>

const Between = z
  .strictObject({
    matrix: HandOverMatrix,
    cases: Count.describe('cases with at least one known party'),
    handedOver: Rate.describe('cases with at least one hand-over / cases'),
    perCase: z.number().describe('mean number of hand-overs per case'),
    pingPong: Rate.describe('cases in which the work went A → B → A / cases'),
    pairs: z
      .array(z.strictObject({ from: z.string(), via: z.string(), count: Count }))
      .describe('most frequent A → B → A, at most 12'),
  })
  .meta({ id: 'Passing' })

export const HandOvers = z.strictObject({
  departments: Between.nullable(),
  people: Between.nullable(),
})
export type HandOvers = z.infer<typeof HandOvers>
export type Between = z.infer<typeof Between>

const Estimate = z
  .strictObject({ value: z.number(), low: z.number(), high: z.number() })
  .meta({ id: 'Estimate', description: 'a value with its 95% interval' })
export type Estimate = z.infer<typeof Estimate>

/** Each office against all others on the same mix of items; milliseconds of lived time, closed cases only. */
export const OfficeComparison = z.strictObject({
  minimumCases: Count,
  officesTotal: Count.describe('offices lists at most 100 of them, largest first'),
  offices: z.array(
    z.strictObject({
      office: OfficeName,
      cases: Count.describe('closed cases'),
      comparedCases: Count.describe('of these, cases of items that other offices handle too'),
      status: z.enum(['compared', 'tooFewCases', 'tooLittleInCommon']),
      allCases: Count,
      lengthMedianMs: Ms.nullable().describe('first to last event, all cases'),
      observedMedianMs: Ms.nullable().describe('over all closed cases, nothing adjusted'),
      median: Estimate.nullable().describe('over the compared cases'),
      expected: Estimate.nullable().describe('what the other offices would have needed for just these cases'),
      ratio: Estimate.nullable().describe('median ÷ expected'),
      qValue: z.number().nullable(),
      differs: z.boolean().nullable().describe('the interval of the ratio leaves out 1, and q < 0.05'),
    }),
  ),
})
export type OfficeComparison = z.infer<typeof OfficeComparison>

const NoticeModel = z
  .strictObject({
    kind: z.string(),
    column: z.string().nullable(),
    count: Count,
    examples: z.array(z.strictObject({ line: Count.nullable(), value: z.string() })),
  })
  .meta({ id: 'Notice' })

const ReadingModel = z
  .strictObject({
    source: z.string(),
    format: z.string(),
    rowsRead: Count,
    rowsKept: Count,
    rowsRefused: Count,
    refusedByReason: z.record(z.string(), Count),
    refusals: z.array(
      z.strictObject({ line: Count, column: z.string().nullable(), value: z.string().nullable(), reason: z.string() }),
    ),
    notices: z.array(NoticeModel),
  })
  .meta({ id: 'Reading' })
export type ReadingModel = z.infer<typeof ReadingModel>

export const Doubt = z
  .strictObject({
    kind: z.string().describe('what was noticed; a key under report.quality.doubts in the locale files'),
    weight: z
      .enum(['high', 'medium', 'low', 'putRight'])
      .describe('by count / of: high from 0.2, medium from 0.02; putRight: reading mended it without loss'),
    count: Count,
    of: Count,
    names: z.array(z.string()).describe('attributes, or a day, that the sentence names; mostly empty'),
    weakens: z.array(z.enum(['timeliness', 'flow', 'handovers', 'findings', 'offices'])),
  })
  .meta({ id: 'Doubt' })
export type Doubt = z.infer<typeof Doubt>

export const Quality = z.strictObject({ readings: z.array(ReadingModel), doubts: z.array(Doubt) })
export type Quality = z.infer<typeof Quality>

export const Method = z.strictObject({
  calendar: z.strictObject({
    timeZone: z.string(),
    holidays: z.string(),
    weekend: z.array(z.number()),
    hours: z.array(z.tuple([z.string(), z.string()])),
    workingDayMs: Ms,
  }),
  clock: z.strictObject({ from: z.string(), to: z.string(), stops: z.array(z.string()) }),
  profile: z.strictObject({ name: z.string(), sha256: z.string(), text: z.string().describe('the profile as YAML') }),
  inputs: z.array(z.strictObject({ name: z.string(), sha256: z.string() })),
  command: z.string(),
})
export type Method = z.infer<typeof Method>

/** Everything that the report says, as data: the JSON file is this, the HTML and XLSX files are drawn from it. */
export const CheckUp = z.strictObject({
  format: z.literal('zhengfeng-check-up'),
  formatVersion: z.literal(1),
  version: z.string().describe('version of ZhengFeng that made it'),
  generatedAt: Instant,
  timeZone: z.string(),
  period: z.strictObject({ from: Instant, to: Instant }).nullable(),
  counts: z.strictObject({
    cases: Count,
    events: Count,
    activities: Count,
    offices: Count,
    items: Count,
    departments: Count.nullable(),
    people: Count.nullable(),
  }),
  offices: z.array(z.strictObject({ name: OfficeName, cases: Count, events: Count })),
  timeliness: Timeliness,
  flow: Flow,
  handOvers: HandOvers,
  findings: Findings,
  timelines: z
    .record(z.string(), Timeline)
    .describe('cases in evidence, by index; a part of them, see findings.limits'),
  comparison: OfficeComparison.nullable(),
  quality: Quality,
  plain: PlainFigures.describe('figures of the log as it stands, for recomputation by other tools'),
  method: Method,
})
export type CheckUp = z.infer<typeof CheckUp>
