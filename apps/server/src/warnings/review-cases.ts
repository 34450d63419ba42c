import { type CaseProjection, decodeTrace, projectCases, type WarningRule } from '@zhengfeng/monitor'
import { readCases, type SourceCase } from '../findings/read-cases.ts'
import type { InForce, SourceInForce, SourcesInForce } from '../ingest/sources-in-force.ts'
import { type CasePlace, placeKey } from '../jobs/follow-log.ts'
import type { Platform } from '../platform.ts'
import { type CardDecisions, decideCards, type KnownCard, lapseAll } from './decide-cards.ts'
import { cardsOfCases, type Decided, writeCards } from './write-cards.ts'

/** What cards are raised with in this process. */
export interface WarningContext {
  readonly platform: Platform
  readonly sources: SourcesInForce
}

const together = 500
const nothing: CardDecisions = { raise: [], lapse: [] }

/** Brings the cards of cases, of any divisions, to what the cases call for now. Doing it again changes nothing, and writes nothing. */
export async function reviewCases(
  context: WarningContext,
  places: readonly CasePlace[],
  { rules, signal }: { rules: readonly WarningRule[]; signal: AbortSignal },
): Promise<void> {
  for (let i = 0; i < places.length && !signal.aborted; i += together) {
    await reviewSome(context, places.slice(i, i + together), rules)
  }
}

async function reviewSome(
  { platform, sources }: WarningContext,
  places: readonly CasePlace[],
  rules: readonly WarningRule[],
): Promise<void> {
  const now = platform.now()
  const cases = await readCases(platform.db, places)
  const inForce = await sources.read(platform.db, [...new Set(cases.map(({ sourceId }) => sourceId))])
  const review: Review = {
    rules,
    now,
    known: new Set(cases.map(placeKey)),
    projections: projected(cases, inForce, now),
  }
  // Without a lock: as a rule nothing is to be changed.
  const cards = await cardsOfCases(platform.db, places, 'unlocked')
  const toChange = places.filter((place) => {
    const { raise, lapse } = decide(review, place, cards)
    return raise.length + lapse.length > 0
  })
  for (const division of new Set(toChange.map((place) => place.division))) {
    await changeCards(
      platform,
      toChange.filter((place) => place.division === division),
      review,
    )
  }
}

/** Decides once more with the cards locked, since people reply to them meanwhile. */
async function changeCards(platform: Platform, places: readonly CasePlace[], review: Review): Promise<void> {
  const { division } = places[0]!
  const changed = await platform.db.transaction(async (tx) => {
    const cards = await cardsOfCases(tx, places, 'locked')
    const decided = places.map(
      (place): Decided => ({
        caseNo: place.caseNo,
        projection: review.projections.get(placeKey(place))?.projection,
        decisions: decide(review, place, cards),
      }),
    )
    return writeCards(tx, division, { decided, rules: review.rules, at: review.now })
  })
  for (const { id, state } of changed) platform.bus.tell({ kind: 'warning', division, id, state })
}

interface Review {
  readonly rules: readonly WarningRule[]
  readonly now: number
  /** Cases that are there, and what those come to that live sources tell of; by place. */
  readonly known: ReadonlySet<string>
  readonly projections: ReadonlyMap<string, Projected>
}

interface Projected {
  readonly projection: CaseProjection
  readonly source: SourceInForce
}

function projected(cases: readonly SourceCase[], inForce: InForce, now: number): ReadonlyMap<string, Projected> {
  const found = new Map<string, Projected>()
  for (const [sourceId, source] of inForce.sources) {
    // A finished file shows the past: nobody can hurry what it left open.
    if (source.kind === 'file') continue
    const records = cases
      .filter((one) => one.sourceId === sourceId)
      .map(({ division, caseNo, attributes, trace }) => ({ division, caseNo, attributes, events: decodeTrace(trace) }))
    for (const projection of projectCases(records, source.profile, { until: now })) {
      found.set(placeKey(projection), { projection, source })
    }
  }
  return found
}

function decide(
  { rules, now, known, projections }: Review,
  place: CasePlace,
  cardsOf: ReadonlyMap<string, readonly KnownCard[]>,
): CardDecisions {
  const key = placeKey(place)
  const cards = cardsOf.get(key) ?? []
  const own = projections.get(key)
  if (own) return decideCards(own.projection, cards, { rules, profile: own.source.profile, now })
  return known.has(key) ? nothing : { raise: [], lapse: lapseAll(cards) }
}
