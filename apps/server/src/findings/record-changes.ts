import type { DetectorName } from '@zhengfeng/detectors'
import type { CasePlace } from '../jobs/follow-log.ts'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'
import { decideFinding, type KnownFinding } from './decide-finding.ts'
import type { FoundFinding } from './detect.ts'
import { recordFindings } from './record-findings.ts'

/** What was found by looking at single cases of any divisions. */
export interface CasesLookedAt {
  readonly found: readonly FoundFinding[]
  readonly ran: readonly DetectorName[]
  readonly cases: readonly CasePlace[]
}

/**
 * Writes down what looking at cases has found, in those divisions where it differs from what is written already. As a rule that is in
 * few, and the others cost nothing but a look.
 */
export async function recordChanges(
  platform: Pick<Platform, 'db' | 'bus' | 'now'>,
  looked: CasesLookedAt,
): Promise<void> {
  if (looked.cases.length === 0) return
  const { found, ran, cases } = looked
  for (const division of await divisionsToRecord(platform.db, looked)) {
    await recordFindings(platform, {
      division,
      found: found.filter((one) => one.division === division),
      ran,
      cases: new Set(cases.flatMap((one) => (one.division === division ? [one.caseNo] : []))),
      whole: false,
    })
  }
}

async function divisionsToRecord(db: Queryable, { found, ran, cases }: CasesLookedAt): Promise<readonly string[]> {
  const known = await knownFindings(db, found)
  const toRecord = new Set<string>()
  for (const one of found) {
    if (decideFinding(one, known.get(identityKey(one)) ?? []).kind !== 'same') toRecord.add(one.division)
  }
  const still = new Set(found.map(identityKey))
  for (const one of await suspectedOf(db, { ran, cases })) {
    if (!still.has(identityKey(one))) toRecord.add(one.division)
  }
  return [...toRecord].sort()
}

/** By division and identity, oldest first. */
async function knownFindings(
  db: Queryable,
  found: readonly FoundFinding[],
): Promise<ReadonlyMap<string, readonly KnownFinding[]>> {
  if (found.length === 0) return new Map()
  const rows = await db.query<KnownFinding & { readonly division: string; readonly identity: string }>(
    `select f.division, f.identity, f.id, f.state, f.judged, f.content_digest as "contentDigest", f.to_at as "to"
     from (select distinct division, identity from unnest($1::text[], $2::text[]) as g (division, identity)) wanted
     join finding f on f.division = wanted.division and f.identity = wanted.identity
     order by f.division, f.identity, f.found_at, length(f.id), f.id`,
    [found.map(({ division }) => division), found.map(({ identity }) => identity)],
  )
  const known = new Map<string, KnownFinding[]>()
  for (const row of rows) {
    const of = known.get(identityKey(row))
    if (of) of.push(row)
    else known.set(identityKey(row), [row])
  }
  return known
}

/** Findings that rest on the cases and that nobody judged. */
async function suspectedOf(
  db: Queryable,
  { ran, cases }: Pick<CasesLookedAt, 'ran' | 'cases'>,
): Promise<readonly { readonly division: string; readonly identity: string }[]> {
  return db.query(
    `select distinct f.division, f.identity
     from unnest($1::text[], $2::text[]) as looked (division, case_no)
     join finding_case c on c.division = looked.division and c.case_no = looked.case_no
     join finding f on f.division = c.division and f.id = c.finding_id
     where f.state = 'suspected'
       and f.detector = any($3::text[])`,
    [cases.map(({ division }) => division), cases.map(({ caseNo }) => caseNo), [...ran]],
  )
}

function identityKey({ division, identity }: { readonly division: string; readonly identity: string }): string {
  return `${division} ${identity}`
}
