import type { DetectorName } from '@zhengfeng/detectors'
import type { Platform } from '../platform.ts'
import type { Queryable } from '../storage/database.ts'
import { putOutbox } from '../webhooks/outbox.ts'
import { appendActs, type NewAct, systemActor } from './append-acts.ts'
import { decideFinding, type KnownFinding } from './decide-finding.ts'
import type { FoundFinding } from './detect.ts'
import { insertFindings, updateContents } from './write-findings.ts'

/** What a run found, and what it looked at. */
export interface Run {
  readonly division: string
  readonly found: readonly FoundFinding[]
  /** Detectors that could look. What only they can find lapses where they no longer find it. */
  readonly ran: readonly DetectorName[]
  /** Cases that were looked at. A finding lapses only where all its cases were. */
  readonly cases: ReadonlySet<string>
  /** Whether the run was over the whole division: then findings about cases that are no more lapse too. */
  readonly whole: boolean
}

export interface Recorded {
  readonly added: number
  readonly again: number
  readonly lapsed: number
}

const together = 200

/**
 * Writes down what a run found in one division: new findings, those found again with other evidence, and those that nobody judged and
 * that are no longer supported. Running it again changes nothing.
 */
export async function recordFindings(platform: Pick<Platform, 'db' | 'bus' | 'now'>, run: Run): Promise<Recorded> {
  const unique = [...new Map(run.found.map((found) => [found.identity, found])).values()]
  let recorded: Recorded = { added: 0, again: 0, lapsed: 0 }
  for (let i = 0; i < unique.length; i += together) {
    const changes = await recordSome(platform, run.division, unique.slice(i, i + together))
    recorded = { ...recorded, added: recorded.added + changes.added, again: recorded.again + changes.again }
  }
  const lapsed = await lapse(platform, run, new Set(unique.map(({ identity }) => identity)))
  return { ...recorded, lapsed }
}

interface Told {
  readonly id: string
  readonly state: string
}

async function recordSome(
  platform: Pick<Platform, 'db' | 'bus' | 'now'>,
  division: string,
  found: readonly FoundFinding[],
): Promise<{ added: number; again: number }> {
  const at = platform.now()
  const { added, again, told } = await platform.db.transaction(async (tx) => {
    await takeTurn(tx, division)
    const known = await knownFindings(tx, division, found)
    const decided = found.map((one) => ({ one, decision: decideFinding(one, known.get(one.identity) ?? []) }))
    const fresh = decided.flatMap(({ one, decision }) =>
      decision.kind === 'new' ? [{ id: decision.id, found: one }] : [],
    )
    const seen = decided.flatMap(({ one, decision }) =>
      decision.kind === 'again' ? [{ id: decision.id, found: one }] : [],
    )
    await insertFindings(tx, division, { findings: fresh, at })
    await updateContents(tx, division, seen)
    const acts = [
      ...fresh.map(({ id }): NewAct => ({ id, kind: 'found', detail: {} })),
      ...seen.map(({ id }): NewAct => ({ id, kind: 'foundAgain', detail: {} })),
    ]
    const folded = await appendActs(tx, division, { acts, by: systemActor, at })
    await putOutbox(
      tx,
      fresh.map(({ id, found: one }) => ({
        division,
        type: 'zhengfeng.finding.found' as const,
        subject: findingPath(division, id),
        at,
        data: findingData(
          { division, id, detector: one.detector, subjectKind: one.subjectKind, subjectName: one.subjectName },
          'suspected',
        ),
      })),
    )
    const told: Told[] = [...folded].map(([id, { state }]) => ({ id, state }))
    return { added: fresh.length, again: seen.length, told }
  })
  for (const { id, state } of told) platform.bus.tell({ kind: 'finding', division, id, state })
  return { added, again }
}

/** Runs over one division write one after the other, so that none adds what another has just added. */
async function takeTurn(tx: Queryable, division: string): Promise<void> {
  await tx.query('insert into detector_position (division) values ($1) on conflict (division) do nothing', [division])
  await tx.query('select from detector_position where division = $1 for update', [division])
}

/** By identity, oldest first. Locked, so that nobody judges them meanwhile. */
async function knownFindings(
  tx: Queryable,
  division: string,
  found: readonly FoundFinding[],
): Promise<ReadonlyMap<string, readonly KnownFinding[]>> {
  const rows = await tx.query<{
    id: string
    identity: string
    state: KnownFinding['state']
    judged: boolean
    content_digest: string
    to_at: number
  }>(
    `select id, identity, state, judged, content_digest, to_at
     from finding
     where division = $1
       and identity = any($2::text[])
     order by identity, found_at, length(id), id
     for update`,
    [division, found.map(({ identity }) => identity)],
  )
  const known = new Map<string, KnownFinding[]>()
  for (const { identity, content_digest, to_at, ...row } of rows) {
    const one = { ...row, contentDigest: content_digest, to: to_at }
    const of = known.get(identity)
    if (of) of.push(one)
    else known.set(identity, [one])
  }
  return known
}

interface Suspected {
  readonly id: string
  readonly identity: string
  readonly detector: DetectorName
  readonly subject_kind: string
  readonly subject_name: string
}

async function lapse(
  platform: Pick<Platform, 'db' | 'bus' | 'now'>,
  run: Run,
  found: ReadonlySet<string>,
): Promise<number> {
  const at = platform.now()
  const gone = await platform.db.transaction(async (tx) => {
    await takeTurn(tx, run.division)
    const suspected = (await suspectedFindings(tx, run)).filter(({ identity }) => !found.has(identity))
    const lapsed = await withAllCases(tx, run, suspected)
    await appendActs(tx, run.division, {
      acts: lapsed.map(({ id }): NewAct => ({ id, kind: 'lapsed', detail: {} })),
      by: systemActor,
      at,
    })
    await putOutbox(
      tx,
      lapsed.map(({ id, detector, subject_kind, subject_name }) => ({
        division: run.division,
        type: 'zhengfeng.finding.lapsed' as const,
        subject: findingPath(run.division, id),
        at,
        data: findingData(
          { division: run.division, id, detector, subjectKind: subject_kind, subjectName: subject_name },
          'lapsed',
        ),
      })),
    )
    return lapsed
  })
  for (const { id } of gone) platform.bus.tell({ kind: 'finding', division: run.division, id, state: 'lapsed' })
  return gone.length
}

async function suspectedFindings(tx: Queryable, { division, ran, cases, whole }: Run): Promise<readonly Suspected[]> {
  return tx.query<Suspected>(
    `select id, identity, detector, subject_kind, subject_name
     from finding
     where division = $1
       and state = 'suspected'
       and detector = any($2::text[])
       and (
         $3::text[] is null
         or id in (
           select finding_id
           from finding_case
           where division = $1
             and case_no = any($3::text[])
         )
       )
     order by id
     for update`,
    [division, [...ran], whole ? null : [...cases]],
  )
}

/** Those of which every case was looked at, or is there no more because everything about it was taken back. */
async function withAllCases(
  tx: Queryable,
  { division, cases }: Run,
  findings: readonly Suspected[],
): Promise<readonly Suspected[]> {
  if (findings.length === 0) return []
  const rows = await tx.query<{ finding_id: string; case_no: string }>(
    `select f.finding_id, f.case_no
     from finding_case f
     join service_case c on c.division = f.division and c.case_no = f.case_no
     where f.division = $1
       and f.finding_id = any($2::text[])`,
    [division, findings.map(({ id }) => id)],
  )
  const elsewhere = new Set(rows.flatMap(({ finding_id, case_no }) => (cases.has(case_no) ? [] : [finding_id])))
  return findings.filter(({ id }) => !elsewhere.has(id))
}

export function findingPath(division: string, id: string): string {
  return `/api/v1/findings/${division}/${id}`
}

/** What webhooks are told of a finding: officers are named to those who may read it, not here. */
export function findingData(
  finding: {
    readonly division: string
    readonly id: string
    readonly detector: string
    readonly subjectKind: string
    readonly subjectName: string
  },
  state: string,
): object {
  const { division, id, detector, subjectKind, subjectName } = finding
  return { division, id, detector, state, subjectKind, ...(subjectKind === 'case' && { caseNo: subjectName }) }
}
