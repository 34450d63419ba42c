import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { aloneDetectors } from '@zhengfeng/detectors'
import { lookUpByIndex } from '../ingest/look-up-by-index.ts'
import { type CasePlace, casesInRound, endRound, nextRound, placeKey } from '../jobs/follow-log.ts'
import { type CaseText, type Detected, detectIn, type FoundFinding } from './detect.ts'
import { type DetectorContext, unitsOf } from './detector-context.ts'
import { readCases, type SourceCase } from './read-cases.ts'
import { recordChanges } from './record-changes.ts'

/** So many cases are looked at without a thread: it takes less time than handing them over. */
const casesAtOnce = 40
/** Cases that are looked at together where time made them late. */
const casesTogether = 5000

/**
 * Looks at every case to which events were added since it last looked, all divisions together. How far it has come is kept by division,
 * so that after a restart nothing is missed; what is looked at twice changes nothing.
 */
export async function followEvents(context: DetectorContext, signal: AbortSignal): Promise<void> {
  while (!signal.aborted && (await followRound(context)));
}

/** @returns whether there is more to look at at once */
async function followRound(context: DetectorContext): Promise<boolean> {
  const { db, now } = context.platform
  const startedAt = now()
  const round = await nextRound(db, 'detector_position')
  if (round.ranges.length === 0) return false
  const { places, cases } = await db.transaction(async (tx) => {
    await lookUpByIndex(tx)
    const touched = await casesInRound(tx, round)
    return { places: touched, cases: await readCases(tx, touched) }
  })
  await lookAtCases(context, places, cases)
  await endRound(db, 'detector_position', { ranges: round.ranges, startedAt })
  await yieldToOthers()
  return round.more
}

/** Looks at open cases that became late by time alone, since it last looked. */
export async function followTime(context: DetectorContext, signal: AbortSignal): Promise<void> {
  const { db, now } = context.platform
  const until = new Date(now())
  const late = await db.query<CasePlace>(
    `select c.division, c.case_no as "caseNo"
     from detector_position p
     join service_case c on c.division = p.division
     where c.open_due >= p.due_until
       and c.open_due < $1
     order by c.division, "caseNo"`,
    [until],
  )
  for (let i = 0; i < late.length; i += casesTogether) {
    if (signal.aborted) return
    const places = late.slice(i, i + casesTogether)
    await lookAtCases(context, places, await readCases(db, places))
  }
  await db.query('update detector_position set due_until = $1 where due_until < $1', [until])
}

/**
 * Runs the detectors whose verdict rests on one case alone, over the cases of all divisions together.
 *
 * @param places all that were touched
 * @param cases those of them that are there
 */
async function lookAtCases(
  context: DetectorContext,
  places: readonly CasePlace[],
  cases: readonly SourceCase[],
): Promise<void> {
  const bySource = groupBySource(cases)
  const units = await unitsOf(context, [...bySource.keys()])
  const found: FoundFinding[] = []
  const left = new Set<string>()
  for (const [sourceId, own] of bySource) {
    // A file comes all at once: its cases are looked at together when it is there.
    const unit = units.isLive(sourceId) ? units.unit(sourceId, aloneDetectors) : undefined
    if (!unit) for (const one of own) left.add(placeKey(one))
    else found.push(...(await lookAt(context, unit, own)).findings)
  }
  const looked = places.filter((place) => !left.has(placeKey(place)))
  await recordChanges(context.platform, { found, ran: aloneDetectors, cases: looked })
}

function lookAt(
  context: DetectorContext,
  unit: Parameters<DetectorContext['detect']>[0],
  cases: readonly CaseText[],
): Promise<Detected> {
  return cases.length <= casesAtOnce ? Promise.resolve(detectIn(unit, cases)) : context.detect(unit, [cases])
}

function groupBySource(cases: readonly SourceCase[]): ReadonlyMap<string, SourceCase[]> {
  const groups = new Map<string, SourceCase[]>()
  for (const each of cases) {
    const group = groups.get(each.sourceId)
    if (group) group.push(each)
    else groups.set(each.sourceId, [each])
  }
  return groups
}
