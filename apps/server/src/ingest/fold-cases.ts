import {
  type CaseProjection,
  type CaseRecord,
  type ContributionStep,
  contributionDifferences,
  decodeContribution,
  encodeContribution,
  extendCase,
  foldHistory,
  nearDueOf,
  projectCases,
  sumByDay,
} from '@zhengfeng/monitor'
import type { Parameter } from '../storage/database.ts'
import { caseEvent } from './case-events.ts'
import { caseRow, recordOf, type StoredCase } from './case-row.ts'
import type { DivisionChange } from './cell-rows.ts'
import type { InForce, SourceInForce } from './sources-in-force.ts'
import type { StoredEventRow } from './stored-event.ts'

/** A case that changes: what is stored of it, and its new events or, where `whole` is set, all of them. */
export interface CaseChange {
  readonly division: string
  readonly caseNo: string
  readonly before: StoredCase | undefined
  /** In order of `seq`. */
  readonly events: readonly StoredEventRow[]
  readonly whole: boolean
}

/** What has to be written so that projections follow. */
export interface Projected {
  /** Rows of `service_case` in the order of `caseColumns`. */
  readonly rows: readonly (readonly Parameter[])[]
  /** Cases whose row is to be replaced or removed. */
  readonly outdated: readonly { readonly division: string; readonly caseNo: string }[]
  /** In order of division. */
  readonly changes: readonly DivisionChange[]
}

/**
 * Folds what happened to cases into their rows and the cells. Pure: the same events give the same rows, in whichever batches they came.
 *
 * @param inForce with every source of an event or case among the changes
 */
export function foldCases(changes: readonly CaseChange[], { sources, rules }: InForce): Projected {
  const folded = changes.map((change) => fold(change, sources))
  const projections = project(folded)
  const steps = new Map<string, ContributionStep[]>()
  const rows: (readonly Parameter[])[] = []
  folded.forEach(({ change, record, owner }, i) => {
    const projection = projections[i]
    const contribution = projection && encodeContribution(projection.contribution)
    // Most events change nothing that is counted.
    if (change.before?.contribution !== contribution)
      append(steps, change.division, [
        { before: change.before && decodeContribution(change.before.contribution), after: projection?.contribution },
      ])
    if (!projection) return
    const nearDue = nearDueOf(projection, rules.warnings, owner.profile)
    rows.push(caseRow(record, projection, { sourceId: owner.id, nearDue, contribution: contribution! }))
  })
  return { rows, outdated: changes.filter(({ before }) => before !== undefined), changes: divisionChanges(steps) }
}

interface Folded {
  readonly change: CaseChange
  readonly record: CaseRecord
  /** The source under whose profile the case is read. */
  readonly owner: SourceInForce
}

function fold(change: CaseChange, sources: ReadonlyMap<string, SourceInForce>): Folded {
  const { division, caseNo, before, events, whole } = change
  const owner = sources.get(ownerOf(change))!
  const told = events.map((event) => caseEvent(event, owner, sources.get(event.source_id)!))
  const options = { division, caseNo, profile: owner.profile }
  const record = whole ? foldHistory(told, options) : extendCase(before && recordOf(before), told, options)
  return { change, record, owner }
}

/** The source that told first of what still stands. */
function ownerOf({ before, events, whole }: CaseChange): string {
  if (!whole) return before?.source_id ?? events[0]!.source_id
  return firstStanding(events)?.source_id ?? events[0]!.source_id
}

/** The first event that no later one takes back. */
function firstStanding(events: readonly StoredEventRow[]): StoredEventRow | undefined {
  const voidedSeq = new Map<unknown, number>()
  for (const event of events) if (event.type === 'void') voidedSeq.set(event.attributes?.batch, event.seq)
  return events.find(
    ({ type, batch_id, seq }) => type === 'step' && !(batch_id !== null && seq < (voidedSeq.get(batch_id) ?? 0)),
  )
}

/** Projections of cases of which something is left; one per entry, undefined where nothing is. */
function project(folded: readonly Folded[]): (CaseProjection | undefined)[] {
  const projections = new Array<CaseProjection | undefined>(folded.length)
  const byOwner = new Map<SourceInForce, number[]>()
  folded.forEach(({ owner, record }, i) => {
    if (record.events.length > 0) append(byOwner, owner, [i])
  })
  for (const [owner, places] of byOwner) {
    const records = places.map((i) => folded[i]!.record)
    const projected = projectCases(records, owner.profile, { until: lastInstant(records) })
    places.forEach((place, i) => {
      projections[place] = projected[i]
    })
  }
  return projections
}

/** Rows hold nothing that depends on the instant of judging; it has to lie after all events. */
function lastInstant(records: readonly CaseRecord[]): number {
  let last = Number.NEGATIVE_INFINITY
  for (const { events } of records) for (const { occurredAt } of events) if (occurredAt > last) last = occurredAt
  return last
}

function divisionChanges(steps: ReadonlyMap<string, readonly ContributionStep[]>): DivisionChange[] {
  return Array.from(steps)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([division, ofDivision]) => {
      const cells = contributionDifferences(ofDivision)
      return { division, cells, days: sumByDay(cells) }
    })
}

function append<Key, Value>(lists: Map<Key, Value[]>, key: Key, values: readonly Value[]): void {
  const list = lists.get(key)
  if (list) for (const value of values) list.push(value)
  else lists.set(key, [...values])
}
