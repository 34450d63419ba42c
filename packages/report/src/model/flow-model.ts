import { z } from 'zod'
import { Count, Instant, Ms, Rate, Share } from './measures.ts'

/** An activity of the process, with how often it stands first and last in a case. */
export const MapNode = z
  .strictObject({ activity: z.string(), events: Count, cases: Count, starts: Count, ends: Count })
  .meta({ id: 'Activity' })
export type MapNode = z.infer<typeof MapNode>

/** One activity directly followed by another in the same case; `from` and `to` index the nodes. */
export const MapEdge = z
  .strictObject({
    from: Count,
    to: Count,
    count: Count,
    medianMs: Ms,
    p90Ms: Ms,
    totalMs: Ms,
    workingMedianMs: Ms.nullable(),
    workingP90Ms: Ms.nullable(),
  })
  .meta({ id: 'Step' })
export type MapEdge = z.infer<typeof MapEdge>

/** Passages of one step to the next over time: sampled as `[entered, left]`, seconds after `from`. */
export const Segment = z
  .strictObject({
    from: z.string(),
    to: z.string(),
    passages: Count,
    medianMs: Ms,
    p90Ms: Ms,
    start: Instant,
    end: Instant,
    lines: z.array(z.tuple([z.number(), z.number()])).describe('a deterministic sample; seconds after start'),
  })
  .meta({ id: 'Segment' })
export type Segment = z.infer<typeof Segment>

/** Events of some cases as dots: one row per case, `[seconds after start, index into activities]` per event. */
export const Dotted = z
  .strictObject({
    casesShown: Count,
    cases: Count,
    start: Instant,
    end: Instant,
    activities: z.array(z.string()).describe('the most frequent; the index after the last stands for all others'),
    rows: z.array(z.array(z.tuple([z.number(), z.number()]))),
  })
  .meta({ id: 'DottedChart' })
export type Dotted = z.infer<typeof Dotted>

export const Variant = z
  .strictObject({
    activities: z.array(z.string()),
    length: Count.describe('number of steps; activities lists at most 30 of them'),
    cases: Rate,
    medianMs: Ms,
  })
  .meta({ id: 'Variant' })
export type Variant = z.infer<typeof Variant>

export const Flow = z.strictObject({
  nodes: z.array(MapNode).describe('most frequent first, at most 400'),
  edges: z.array(MapEdge).describe('most frequent first, at most 1500'),
  nodesTotal: Count,
  edgesTotal: Count,
  transitions: Count.describe('all direct successions, those not listed included'),
  totalMs: Ms.describe('wall-clock time of all direct successions'),
  coverage: Share.nullable().describe(
    'closed cases: time between first and last event, up to the end of the case ÷ lived time; the rest left no trace',
  ),
  listedShare: Share.describe('share of all direct successions that the listed edges hold'),
  variants: z.array(Variant).describe('most frequent first, at most 10'),
  variantsTotal: Count,
  segments: z.array(Segment),
  dotted: Dotted.nullable(),
})
export type Flow = z.infer<typeof Flow>
