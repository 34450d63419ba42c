import type { Profile } from '@zhengfeng/eventlog'
import { MonitorError } from '../errors.ts'
import { instantOfText } from './instant-of-text.ts'
import { defaultMonitorRules, type MonitorRules } from './monitor-rules.ts'
import { type ReadingPlan, readingPlan } from './reading-plan.ts'
import type { Attributes, AttributeValue, TraceEvent } from './trace.ts'

/** A case as it is kept: what it is about, and its events in short. */
export interface CaseRecord {
  readonly division: string
  readonly caseNo: string
  /** Names without `case:`. */
  readonly attributes: Attributes
  /** In order of `seq`; empty where everything was taken back. */
  readonly events: readonly TraceEvent[]
  /** When the last of it was taken back; only where there are no events. */
  readonly voidedAt?: number
}

/** An event as it is stored, before it is folded into its case. Instants are UTC milliseconds. */
export interface CaseEvent {
  readonly seq: number
  /** `void` takes back what the batch named in `attributes.batch` brought to the case. */
  readonly type?: 'step' | 'void'
  readonly activity: string
  readonly occurredAt: number
  /** By the clock of the source, or of the server where the source is a live one. */
  readonly recordedAt?: number
  readonly department?: string
  readonly actor?: string
  readonly window?: string
  readonly channel?: string
  /** As sent; names that begin with `case:` describe the case. */
  readonly attributes?: Readonly<Record<string, unknown>>
  readonly batch?: string
}

/** Whose case it is, under which profile in force. */
export interface FoldOptions {
  readonly division: string
  readonly caseNo: string
  readonly profile: Profile
  readonly rules?: MonitorRules
}

/**
 * Appends events to a case. Of each attribute of the case the first value counts, as in every reader of files.
 *
 * @param record the case so far, `undefined` where it is new
 * @param events in order of `seq`, all after those of the record
 * @returns the case with them; the record itself is left as it is
 * @throws MonitorError `historyNeeded` where an event takes a batch back, `seqNotRising`
 * @example
 * const profile = Profile.parse({ columns: serviceEventColumns })
 * const told = { seq: 1, activity: 'submit', occurredAt: 0, attributes: { 'case:item': 'licence', note: 'dropped' } }
 * const record = extendCase(undefined, [told], { division: '330100', caseNo: '1', profile })
 * record.attributes // → { item: 'licence' }
 * record.events // → [{ seq: 1, occurredAt: 0, activity: 'submit' }]
 */
export function extendCase(
  record: CaseRecord | undefined,
  events: readonly CaseEvent[],
  options: FoldOptions,
): CaseRecord {
  const { division, caseNo, profile, rules = defaultMonitorRules } = options
  const plan = readingPlan(profile, rules)
  const folding: Folding = { plan, known: record?.attributes ?? {}, added: undefined, timeZone: profile.timeZone }
  const folded = record ? record.events.slice() : []
  let seq = folded.at(-1)?.seq ?? Number.NEGATIVE_INFINITY
  for (const event of events) {
    if (event.type === 'void') throw new MonitorError('historyNeeded', { division, caseNo, seq: event.seq })
    if (!(event.seq > seq)) throw new MonitorError('seqNotRising', { division, caseNo, seq: event.seq })
    seq = event.seq
    folded.push(inShort(event, folding))
  }
  const { known, added } = folding
  const attributes = added ? Object.fromEntries([...Object.entries(known), ...added]) : known
  return { division, caseNo, attributes, events: folded }
}

/**
 * Folds a case out of all its events, leaving out what was taken back.
 *
 * @param events all events of the case, in order of `seq`
 * @throws MonitorError `seqNotRising`
 * @example
 * const profile = Profile.parse({ columns: serviceEventColumns })
 * const brought = { seq: 1, activity: 'submit', occurredAt: 0, batch: 'b' }
 * const undone = { seq: 2, type: 'void', activity: 'void', occurredAt: 9, attributes: { batch: 'b' } }
 * const record = foldHistory([brought, undone], { division: '330100', caseNo: '1', profile })
 * record // → { division: '330100', caseNo: '1', attributes: {}, events: [], voidedAt: 9 }
 */
export function foldHistory(events: readonly CaseEvent[], options: FoldOptions): CaseRecord {
  const voidedSeq = new Map<unknown, number>()
  for (const event of events) if (event.type === 'void') voidedSeq.set(event.attributes?.batch, event.seq)
  const standing = events.filter(
    (event) => event.type !== 'void' && !(event.batch !== undefined && event.seq < (voidedSeq.get(event.batch) ?? 0)),
  )
  const record = extendCase(undefined, standing, options)
  const last = events.at(-1)
  return standing.length > 0 || !last ? record : { ...record, voidedAt: Math.floor(last.occurredAt) }
}

interface Folding {
  readonly plan: ReadingPlan
  /** Attributes that the case has already. */
  readonly known: Attributes
  /** Those that these events tell first. */
  added: Map<string, AttributeValue> | undefined
  readonly timeZone: string
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** What a trace keeps of an event; what it tells of the case is added to the folding. */
function inShort(event: CaseEvent, folding: Folding): TraceEvent {
  const { plan } = folding
  const short: Mutable<TraceEvent> = {
    seq: event.seq,
    occurredAt: Math.floor(event.occurredAt),
    activity: event.activity,
  }
  if (event.recordedAt !== undefined) short.recordedAt = Math.floor(event.recordedAt)
  for (const field of ['department', 'actor', 'window', 'channel', 'batch'] as const)
    if (event[field]) short[field] = event[field]
  let kept: [string, AttributeValue][] | undefined
  for (const name in event.attributes) {
    const value = plainValue(event.attributes[name], plan.missing)
    if (value === undefined) continue
    const ofCaseName = name.startsWith('case:') ? name.slice(5) : plan.ofCase.has(name) ? name : undefined
    if (ofCaseName !== undefined) {
      tellOfCase(folding, ofCaseName, value)
    } else if (name === plan.started) {
      const at = instantOfText(value, folding.timeZone)
      if (!Number.isNaN(at)) short.startedAt = at
    } else if (name === plan.transition) short.transition = String(value)
    else if (plan.kept.has(name)) {
      kept ??= []
      kept.push([name, value])
    }
  }
  // A database may give attributes back in another order; the trace must not tell.
  if (kept) short.attributes = Object.fromEntries(kept.length > 1 ? kept.sort(byName) : kept)
  return short
}

function byName([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

/** The first value counts. */
function tellOfCase(folding: Folding, name: string, value: AttributeValue): void {
  if (Object.hasOwn(folding.known, name)) return
  folding.added ??= new Map()
  if (!folding.added.has(name)) folding.added.set(name, value)
}

/** `undefined` for what tells nothing; what has a structure becomes JSON. */
function plainValue(value: unknown, missing: ReadonlySet<string>): AttributeValue | undefined {
  if (typeof value === 'string') return value === '' || missing.has(value) ? undefined : value
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'boolean') return value
  return value === null || value === undefined ? undefined : JSON.stringify(value)
}
