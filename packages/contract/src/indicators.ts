import { z } from 'zod'
import { CaseRow } from './cases.ts'
import { Day, DivisionCode, Instant, Paging, page, Slice } from './fields.ts'
import { DetectorName } from './findings.ts'
import { guards, route } from './route.ts'
import { TableExport } from './tables.ts'

const IndicatorId = z.string().regex(/^[a-z][A-Za-z0-9]{1,59}$/)

/** How a figure is to be written. `share` 0 … 1, `perThousand` per 1,000 cases, `ms` working or wall-clock time as the indicator says. */
export const indicatorUnits = ['count', 'share', 'ms', 'mean', 'perThousand', 'score'] as const

/** Text in the locale files: `indicators.<id>.name`, `.definition`. */
export const IndicatorDescription = z.object({
  id: IndicatorId,
  unit: z.enum(indicatorUnits),
  /** Where `ms` is working time: how long an office day is, so that it can be told in working days. Absent: wall-clock time. */
  workingDayMs: z.number().positive().optional(),
  /** Which way is better; `none`: neither. */
  direction: z.enum(['higher', 'lower', 'none']),
  /** `flow`: adds up over days; `stock`: as of now, whatever the days; `quantile`: of durations, by a sketch with a stated error. */
  grain: z.enum(['flow', 'stock', 'quantile', 'findings', 'index']),
  /** Of findings of one kind: the detector. */
  detector: DetectorName.optional(),
  headline: z.boolean().describe('shown on the overview'),
  rankable: z.boolean(),
  /** Whether the cases behind it can be listed, and behind which parts. */
  drillsTo: z.array(z.enum(['numerator', 'denominator'])),
  target: z.number().optional(),
  /** The article, standard or practice that it follows: key under `indicators.sources`. */
  source: z.string(),
  /** By what it can be grouped; findings and stock figures have fewer. */
  groups: z.array(z.string()),
})
export type IndicatorDescription = z.infer<typeof IndicatorDescription>

/**
 * A figure. Without `value` it is not told, and `state` says why: `none` (nothing to divide by), `tooFew` (below the minimum
 * sample), `notMeasured` (the source does not tell what it needs).
 */
export const Figure = z.object({
  indicator: IndicatorId,
  state: z.enum(['told', 'none', 'tooFew', 'notMeasured']),
  value: z.number().optional(),
  numerator: z.number().optional().describe('for means, the sum'),
  denominator: z.number().optional(),
  sample: z.number().optional().describe('how many cases it rests on'),
  /** 95%: of shares by Wilson, of rates by Poisson; absent for counts of facts. */
  interval: z.tuple([z.number(), z.number()]).optional(),
  /** Greatest relative error of a quantile. */
  errorShare: z.number().optional(),
  /** The same figure of the period compared with. */
  previous: z.number().optional(),
})
export type Figure = z.infer<typeof Figure>

const Sparkline = z.array(z.object({ day: Day, value: z.number().optional() }))

const SliceTold = z.object({ from: Day, to: Day, division: DivisionCode.optional() })

export const OverviewQuery = Slice.pick({ division: true, from: true, to: true })

/** An event as the live feed shows it. */
export const FeedEvent = z.object({
  division: DivisionCode,
  caseNo: z.string(),
  seq: z.int(),
  activity: z.string(),
  occurredAt: Instant,
  recordedAt: Instant,
  item: z.string(),
  department: z.string(),
})

/** What the first screen shows. */
export const Overview = z.object({
  /** When the figures were computed. */
  computedAt: Instant,
  slice: SliceTold,
  /** The equal number of days before, that changes are told against. */
  previous: SliceTold,
  /** Working days of both periods by the calendar in force; only where they differ. */
  workingDays: z.object({ now: z.int(), before: z.int() }).optional(),
  headline: z.array(Figure.extend({ target: z.number().optional(), days: Sparkline })),
  counts: z.object({
    open: z.int(),
    overdueOpen: z.int(),
    nearDueOpen: z.int(),
    warningsYellow: z.int(),
    warningsRed: z.int(),
    findingsAwaiting: z.int(),
  }),
  /** The divisions right below, or the departments where there is none below. */
  children: z.array(
    z.object({
      division: DivisionCode,
      department: z.string().optional(),
      open: z.int(),
      overdueOpen: z.int(),
      figures: z.array(Figure),
    }),
  ),
  /** The latest first; absent for those who may not read cases. */
  latest: z.array(FeedEvent).optional(),
})
export type Overview = z.infer<typeof Overview>

/** Messages of the stream: `event: overview` with an `Overview`; `event: end` when the server goes; comments as heartbeat. */
export const overviewStreamEvents = ['overview', 'end'] as const

export const indicatorGroups = [
  'division',
  'department',
  'item',
  'channel',
  'applicantGroup',
  'day',
  'week',
  'month',
] as const
export type IndicatorGroup = (typeof indicatorGroups)[number]

/** A list of words that came as `a,b,c`. */
function listOf<Item extends z.ZodType<unknown, string>>(item: Item, atMost: number) {
  return z
    .string()
    .transform((text) => text.split(',').map((word) => word.trim()))
    .pipe(z.array(item).min(1).max(atMost))
}

/** Cells are not kept by source, so figures cannot be sliced by it. */
const CellSlice = Slice.omit({ source: true })

export const ValuesQuery = CellSlice.extend({
  indicators: listOf(IndicatorId, 12).describe('ids, comma-separated'),
  by: listOf(z.enum(indicatorGroups), 2)
    .optional()
    .describe(
      'one or two of division (the level right below), department, item, channel, applicantGroup, day, week, month',
    ),
  compare: z.enum(['previous', 'lastYear']).optional().describe('fill `previous` of each figure'),
})

export const Values = z.object({
  computedAt: Instant,
  slice: SliceTold,
  by: z.array(z.enum(indicatorGroups)),
  rows: z.array(
    z.object({
      /** One per entry of `by`: a code, a name, or the first day of the day, week (Monday) or month. */
      keys: z.array(z.string()),
      figures: z.array(Figure),
    }),
  ),
  /** Where there were more than 5,000 rows; narrow the slice. */
  cut: z.boolean(),
})
export type Values = z.infer<typeof Values>

const CasesBehindQuery = CellSlice.extend({ part: z.enum(['numerator', 'denominator']).default('numerator') })

export const rankingLevels = ['division', 'leaf', 'department', 'item'] as const

export const RankingQuery = CellSlice.extend({
  indicator: IndicatorId,
  level: z
    .enum(rankingLevels)
    .default('division')
    .describe('division: the level right below; leaf: offices at the bottom of the tree'),
})

const RankedUnit = z.object({
  /** The unit's division; for items, the division looked at. */
  division: DivisionCode.optional(),
  department: z.string().optional(),
  item: z.string().optional(),
  sample: z.int(),
  /** As it is. */
  observed: z.number().optional(),
  /** What its mix of items would give at the pace of all. */
  expected: z.number().optional(),
  /** Observed against expected, at the level of all: what is ranked. */
  adjusted: z.number().optional(),
  interval: z.tuple([z.number(), z.number()]).optional().describe('95%, of `adjusted`'),
  designEffect: z
    .number()
    .optional()
    .describe('by how much more its cases vary from week to week than by chance; widens the interval'),
  rank: z.int().optional(),
  rankRange: z.tuple([z.int(), z.int()]).optional().describe('ranks that chance leaves open'),
  /**
   * `bottom`: among the last tenth and worse than its peers with confidence; `tooFew`: below the minimum sample, `tooLittleInCommon`: its
   * items are hardly handled elsewhere: both not ranked.
   */
  state: z.enum(['ranked', 'bottom', 'tooFew', 'tooLittleInCommon']),
  reasons: z
    .array(z.object({ key: z.string(), values: z.record(z.string(), z.union([z.string(), z.number()])) }))
    .describe('why it is among the last; keys under `indicators.reasons`'),
})

export const Ranking = z.object({
  computedAt: Instant,
  slice: SliceTold,
  indicator: IndicatorId,
  level: z.enum(rankingLevels),
  /** Cases that a unit needs to be ranked. */
  minimumSample: z.int(),
  adjustedFor: z.array(z.enum(['item'])).describe('empty: not adjusted'),
  overall: z.number().optional(),
  units: z.array(RankedUnit).describe('best first; units that are not ranked last'),
})
export type Ranking = z.infer<typeof Ranking>

export const IndexQuery = Slice.pick({ division: true, from: true, to: true }).extend({
  level: z.enum(['division', 'leaf', 'self']).default('division'),
})

const IndexDimension = z.object({
  dimension: z.enum(['satisfaction', 'efficiency', 'integrity']),
  weight: z.number().describe('per cent of the index'),
  /** 0 … 100, over the parts that can be told; absent where these are less than half of the dimension. */
  score: z.number().optional(),
  toldWeight: z.number().describe('per cent of the dimension that can be told'),
  parts: z.array(
    z.object({
      indicator: IndicatorId,
      weight: z.number().describe('per cent of the dimension'),
      state: Figure.shape.state,
      value: z.number().optional(),
      score: z.number().optional(),
      sample: z.number(),
    }),
  ),
})

export const IndexAnswer = z.object({
  computedAt: Instant,
  slice: SliceTold,
  units: z.array(
    z.object({
      division: DivisionCode,
      /** 0 … 100; absent where a dimension is missing: then it would not be comparable. */
      value: z.number().optional(),
      dimensions: z.array(IndexDimension),
    }),
  ),
  /** What a full evaluation would need and the platform does not have: an evaluation by a third party. */
  missing: z.array(z.enum(['thirdParty'])),
})
export type IndexAnswer = z.infer<typeof IndexAnswer>

const read = guards.may('indicator.read', 'indicators.read')
const exported = guards.may('report.export')
const tag = 'indicators'
const params = z.object({ id: IndicatorId })

export const indicatorsRoutes = {
  catalogue: route({
    method: 'GET',
    path: '/api/v1/indicators',
    summary: 'The catalogue of indicators.',
    tag,
    guard: read,
    response: z.object({ items: z.array(IndicatorDescription) }),
  }),
  overview: route({
    method: 'GET',
    path: '/api/v1/overview',
    summary: 'Headline figures, counts, divisions below and latest events.',
    tag,
    guard: read,
    query: OverviewQuery,
    response: Overview,
  }),
  overviewStream: route({
    method: 'GET',
    path: '/api/v1/overview/stream',
    summary: 'The overview now, and again whenever its figures changed (at most once a second).',
    tag,
    guard: read,
    query: OverviewQuery,
    response: 'events',
  }),
  overviewExport: route({
    method: 'GET',
    path: '/api/v1/overview/export',
    summary: 'The divisions strip of the overview as a file.',
    tag,
    guard: exported,
    query: OverviewQuery.extend(TableExport.shape),
    response: 'file',
  }),
  values: route({
    method: 'GET',
    path: '/api/v1/indicators/values',
    summary: 'Indicators of any slice, grouped by up to two dimensions.',
    tag,
    guard: read,
    query: ValuesQuery,
    response: Values,
  }),
  valuesExport: route({
    method: 'GET',
    path: '/api/v1/indicators/values/export',
    summary: 'The same figures as a file.',
    tag,
    guard: exported,
    query: ValuesQuery.extend(TableExport.shape),
    response: 'file',
  }),
  cases: route({
    method: 'GET',
    path: '/api/v1/indicators/{id}/cases',
    summary:
      'The cases behind the numerator or denominator of a figure; division by division, the latest first. A page may be short and still lead on.',
    tag,
    guard: guards.may('case.read', 'cases.read'),
    params,
    query: CasesBehindQuery.extend(Paging.shape),
    response: page(CaseRow),
  }),
  casesExport: route({
    method: 'GET',
    path: '/api/v1/indicators/{id}/cases/export',
    summary: 'The cases behind a figure as a file.',
    tag,
    guard: exported,
    params,
    query: CasesBehindQuery.extend(TableExport.shape),
    response: 'file',
  }),
  ranking: route({
    method: 'GET',
    path: '/api/v1/ranking',
    summary: 'Units ranked by an indicator, adjusted for their mix of items, with intervals.',
    tag,
    guard: read,
    query: RankingQuery,
    response: Ranking,
  }),
  rankingExport: route({
    method: 'GET',
    path: '/api/v1/ranking/export',
    summary: 'The same ranking as a file.',
    tag,
    guard: exported,
    query: RankingQuery.extend(TableExport.shape),
    response: 'file',
  }),
  index: route({
    method: 'GET',
    path: '/api/v1/index',
    summary: 'The three-dimension index of each unit, with its parts and weights.',
    tag,
    guard: read,
    query: IndexQuery,
    response: IndexAnswer,
  }),
  indexExport: route({
    method: 'GET',
    path: '/api/v1/index/export',
    summary: 'The same index as a file.',
    tag,
    guard: exported,
    query: IndexQuery.extend(TableExport.shape),
    response: 'file',
  }),
} as const
