import { type CaseProjection, decodeTrace, projectCases, type WarningRule } from '@zhengfeng/monitor'
import { readCases } from '../findings/read-cases.ts'
import type { InForce, SourceInForce, SourcesInForce } from '../ingest/sources-in-force.ts'
import type { Platform } from '../platform.ts'
import { type CardDecisions, decideCards, type KnownCard, lapseAll } from './decide-cards.ts'
import { cardsOfCases, type Decided, writeCards } from './write-cards.ts'

/** What cards are raised with in this process. */
export interface WarningContext {
  readonly platform: Platform
  readonly sources: SourcesInForce
}

const together = 200
const nothing: CardDecisions = { raise: [], lapse: [] }

/**
 * Brings the cards of cases of one division to what their cases call for now. Doing it again changes nothing.
 *
 * @returns how many cards changed
 */
export async function reviewCases(
  context: WarningContext,
  { division, caseNos, rules }: { division: string; caseNos: readonly string[]; rules: readonly WarningRule[] },
): Promise<number> {
  let changed = 0
  for (let i = 0; i < caseNos.length; i += together) {
    changed += await reviewSome(context, { division, caseNos: caseNos.slice(i, i + together), rules })
  }
  return changed
}

async function reviewSome(
  { platform, sources }: WarningContext,
  { division, caseNos, rules }: { division: string; caseNos: readonly string[]; rules: readonly WarningRule[] },
): Promise<number> {
  const now = platform.now()
  const cases = await readCases(platform.db, division, caseNos)
  const inForce = await sources.read(platform.db, [...new Set(cases.map(({ sourceId }) => sourceId))])
  const projections = projected(cases, { division, inForce, now })
  const changed = await platform.db.transaction(async (tx) => {
    const cards = await cardsOfCases(tx, division, caseNos)
    const decided = caseNos.map((caseNo): Decided => {
      const own = projections.get(caseNo)
      return {
        caseNo,
        projection: own?.projection,
        decisions: decide(own, cards.get(caseNo) ?? [], {
          rules,
          now,
          known: cases.some((one) => one.caseNo === caseNo),
        }),
      }
    })
    return writeCards(tx, division, { decided, rules, at: now })
  })
  for (const { id, state } of changed) platform.bus.tell({ kind: 'warning', division, id, state })
  return changed.length
}

interface Projected {
  readonly projection: CaseProjection
  readonly source: SourceInForce
}

function projected(
  cases: Awaited<ReturnType<typeof readCases>>,
  { division, inForce, now }: { division: string; inForce: InForce; now: number },
): ReadonlyMap<string, Projected> {
  const found = new Map<string, Projected>()
  for (const [sourceId, source] of inForce.sources) {
    // A finished file shows the past: nobody can hurry what it left open.
    if (source.kind === 'file') continue
    const records = cases
      .filter((one) => one.sourceId === sourceId)
      .map(({ caseNo, attributes, trace }) => ({ division, caseNo, attributes, events: decodeTrace(trace) }))
    for (const projection of projectCases(records, source.profile, { until: now })) {
      found.set(projection.caseNo, { projection, source })
    }
  }
  return found
}

function decide(
  own: Projected | undefined,
  cards: readonly KnownCard[],
  { rules, now, known }: { rules: readonly WarningRule[]; now: number; known: boolean },
): CardDecisions {
  if (own) return decideCards(own.projection, cards, { rules, profile: own.source.profile, now })
  return known ? nothing : { raise: [], lapse: lapseAll(cards) }
}
