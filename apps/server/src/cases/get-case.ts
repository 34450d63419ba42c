import type { CaseDetail } from '@zhengfeng/contract'
import { ratingsOf } from '@zhengfeng/monitor'
import type { Access } from '../http/access.ts'
import type { SourceInForce, SourcesInForce } from '../ingest/sources-in-force.ts'
import type { Platform } from '../platform.ts'
import { clockOf, type FoldedCase, foldCase, limitOf, stopsOf } from './case-clock.ts'
import { findingsOf, type PeopleCount, peopleOf, warningsOf } from './case-neighbours.ts'
import { caseRow, instant, judgedAt } from './case-row.ts'
import { maskAttributes } from './mask-attributes.ts'
import { digestsIn } from './person-digests.ts'
import { type CaseKey, readStoredCase, recordOf, type WholeCase } from './read-stored-case.ts'
import { mostEvents, readEvents, type StoredEvent, timelineOf } from './timeline.ts'
import type { UsualTimes } from './usual-times.ts'
import { besideTheCase, waitingOf, waitsAt } from './waiting.ts'

/** What is remembered from one reading of a case to the next. */
export interface CaseReading {
  readonly sources: SourcesInForce
  readonly usual: UsualTimes
}

/**
 * A whole case: its fields, limits, clocks, timeline, and why it waits.
 *
 * @throws ProblemError `notFound`
 */
export async function getCase(
  platform: Platform,
  reading: CaseReading,
  { key, access }: { key: CaseKey; access: Access },
): Promise<CaseDetail> {
  const { db } = platform
  const row = await readStoredCase(db, key, access.scope('case.read'))
  const [events, inForce, findings, warnings] = await Promise.all([
    readEvents(db, key),
    reading.sources.read(db, [row.source_id]),
    findingsOf(db, key, access.scope('finding.read')),
    warningsOf(db, key, access.scope('warning.read')),
  ])
  const source = inForce.sources.get(row.source_id)
  const people = await peopleOf(db, key.division, digestsIn(row, events))
  return {
    ...(source ? await foldedParts(platform, reading, { row, source }) : storedParts(row, platform.now())),
    exportEnded: row.observed_until !== null,
    ...(row.source_name !== null && { source: { id: row.source_id, name: row.source_name, kind: row.source_kind! } }),
    attributes: maskAttributes(row.attributes) as CaseDetail['attributes'],
    ...(row.applicant !== null && { applicant: row.applicant }),
    ...(row.agent !== null && { agent: row.agent }),
    ...timelineParts(events, source),
    findings,
    warnings,
    personal: personalOf(people, access, row),
  }
}

type Computed = Pick<CaseDetail, 'case' | 'asOf' | 'clock' | 'statutory' | 'promised' | 'stops' | 'waiting' | 'ratings'>

async function foldedParts(
  platform: Platform,
  reading: CaseReading,
  { row, source }: { row: WholeCase; source: SourceInForce },
): Promise<Computed> {
  const at = judgedAt(row, platform.now())
  const record = recordOf(row)
  const folded = foldCase(record, source.profile, at)
  const beside = (activity: string): boolean => besideTheCase.has(source.stepOf.get(activity) ?? '')
  const activity = waitsAt(folded)
  const peers = { division: row.division, item: row.item, sourceId: row.source_id, beside }
  const usual = activity === undefined ? undefined : await reading.usual.of(platform.db, peers, activity)
  const { officialMs, livedMs } = folded.projection
  const statutory = limitOf(folded, 'statutory')
  const promised = limitOf(folded, 'promised')
  const waiting = waitingOf(folded, usual)
  return {
    case: { ...caseRow(row, platform.now()), ...(officialMs !== undefined && { officialMs }), livedMs },
    asOf: instant(at),
    clock: clockOf(folded),
    ...(statutory && { statutory }),
    ...(promised && { promised }),
    stops: stopsOf(record, folded),
    ...(waiting && { waiting }),
    ratings: ratings(folded),
  }
}

/** In order of time; those whose level the source does not tell are left out. */
function ratings({ service }: FoldedCase): CaseDetail['ratings'] {
  if (service.log.caseIds.length === 0) return []
  return ratingsOf(service, 0)
    .filter(({ level }) => !Number.isNaN(level))
    .map(({ at, level, byDefault }) => ({ at: instant(at), level, byDefault }))
}

/** What is stored of a case whose source is gone: nothing of it can be folded any more. */
function storedParts(row: WholeCase, now: number): Computed {
  const told = caseRow(row, now)
  return {
    case: told,
    asOf: instant(judgedAt(row, now)),
    clock: {
      state: row.clock_to !== null ? 'ended' : row.clock_from === null ? 'notStarted' : 'running',
      livedMs: told.livedMs,
      stoppedMs: 0,
      workingDayMs: 0,
    },
    stops: [],
    ratings: [],
  }
}

function timelineParts(
  events: readonly StoredEvent[],
  source: SourceInForce | undefined,
): Pick<CaseDetail, 'timeline' | 'timelineCut'> {
  const timeline = timelineOf(events.slice(0, mostEvents), {
    stepOf: source?.stepOf,
    live: source !== undefined && source.kind !== 'file',
  })
  return { timeline, timelineCut: events.length > mostEvents }
}

function personalOf(people: PeopleCount, access: Access, row: WholeCase): CaseDetail['personal'] {
  return { ...people, mayReveal: access.can('case.readPersonal', row.division, row.department) }
}
