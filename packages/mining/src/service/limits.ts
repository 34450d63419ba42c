import type { EventLog, Limit, LimitSource, StringColumn } from '@zhengfeng/eventlog'
import { deadline, dueWithStops, type Stop, type WorkCalendar } from '@zhengfeng/worktime'
import type { CaseAttributes } from './case-attributes.ts'
import type { ClockStops } from './service-log.ts'
import { type Steps, stepAt, stepIndex } from './steps.ts'

/** What the due instants of cases follow from. */
export interface LimitContext {
  readonly calendar: WorkCalendar
  readonly attributes: CaseAttributes
  readonly item: StringColumn
  /** When the clock of each case starts. */
  readonly from: Float64Array
  /** When it ended, or until when it was observed running. */
  readonly until: Float64Array
  readonly stops: ClockStops
  /** When each case was extended, `NaN` where it was not. */
  readonly extendedAt: Float64Array
  /** What an extension adds; absent where the profile does not say. */
  readonly extension?: Limit
}

/** The due instant of every case under one limit; `NaN` where there is none. `field` is the limit's place in the profile. */
export function readDue(context: LimitContext, source: LimitSource | undefined, field: string): Float64Array {
  if (source && 'due' in source) return context.attributes.instants(source.due, `${field}.due`)
  const due = new Float64Array(context.from.length).fill(Number.NaN)
  const limitOf = source && limitByCase(context, source, field)
  if (!limitOf) return due
  for (let c = 0; c < due.length; c++) {
    const limit = Number.isNaN(context.from[c]!) ? undefined : limitOf(c)
    if (limit) due[c] = dueOfCase(context, c, limit)
  }
  return due
}

/** The first extension of each case after its clock started, `NaN` where it was not extended. */
export function readExtensions(log: EventLog, steps: Steps, from: Float64Array): Float64Array {
  const extend = stepIndex('extend')
  const extendedAt = new Float64Array(from.length).fill(Number.NaN)
  if (!steps.ofActivity.includes(extend)) return extendedAt
  for (let c = 0; c < from.length; c++)
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]! && Number.isNaN(extendedAt[c]!); e++)
      if (stepAt(log, steps, e) === extend && log.time[e]! >= from[c]!) extendedAt[c] = log.time[e]!
  return extendedAt
}

type RuleOrLength = Exclude<LimitSource, { due: string }>

function limitByCase(
  { attributes, item }: LimitContext,
  source: RuleOrLength,
  field: string,
): (caseIndex: number) => Limit | undefined {
  if ('unit' in source) {
    const amounts = attributes.numbers(source.amount, `${field}.amount`)
    return (c) => (amounts[c]! >= 0 ? { amount: amounts[c]!, unit: source.unit } : undefined)
  }
  const byItem = new Map(Object.entries(source.byItem ?? {}))
  const byCode = item.values.map((name) => byItem.get(name) ?? source.limit)
  return (c) => byCode[item.codes[c]!] ?? source.limit
}

/** An extension must come before the limit has run out, and counts once (Administrative Licensing Law, article 42). */
function dueOfCase(context: LimitContext, caseIndex: number, limit: Limit): number {
  const { calendar, extension } = context
  const from = context.from[caseIndex]!
  const stops = stopsOfCase(context, caseIndex)
  const due = stops.length === 0 ? deadline(calendar, from, limit) : dueWithStops(calendar, from, limit, stops)
  if (!(context.extendedAt[caseIndex]! <= due)) return due
  if (!extension) return Number.NaN
  if (extension.unit === limit.unit)
    return dueWithStops(calendar, from, { ...limit, amount: limit.amount + extension.amount }, stops)
  return dueWithStops(calendar, due, extension, stops)
}

const noStops: readonly Stop[] = []

/** The stops of a case; one that was never ended lasts as long as the case, or as it was observed. */
export function stopsOfCase(
  { stops, until }: Pick<LimitContext, 'stops' | 'until'>,
  caseIndex: number,
): readonly Stop[] {
  const first = stops.offsets[caseIndex]!
  const end = stops.offsets[caseIndex + 1]!
  if (first === end) return noStops
  const found: Stop[] = []
  for (let s = first; s < end; s++) {
    const to = Number.isNaN(stops.to[s]!) ? Math.max(until[caseIndex]!, stops.from[s]!) : stops.to[s]!
    found.push({ from: stops.from[s]!, to })
  }
  return found
}
