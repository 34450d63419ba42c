import { setImmediate as yieldToOthers } from 'node:timers/promises'
import { aloneDetectors } from '@zhengfeng/detectors'
import { detectIn, type FoundFinding } from './detect.ts'
import { type DetectorContext, unitsOf } from './detector-context.ts'
import { readCases, type SourceCase } from './read-cases.ts'
import { recordFindings } from './record-findings.ts'

/** Events that are looked at together. */
const eventsTogether = 2000
/** So many cases are looked at without a thread: it takes less time than handing them over. */
const casesAtOnce = 40

interface Behind {
  readonly division: string
  readonly last_seq: number
  readonly seq: number
}

/**
 * Looks at every case to which events were added since it last looked, and at those that have become late since. How far it has come is
 * kept by division, so that after a restart nothing is missed; what is looked at twice changes nothing.
 */
export async function followEvents(context: DetectorContext, signal: AbortSignal): Promise<void> {
  for (const behind of await divisionsBehind(context)) {
    let { seq } = behind
    const startedAt = context.platform.now()
    while (seq < behind.last_seq && !signal.aborted) {
      const to = Math.min(behind.last_seq, seq + eventsTogether)
      await lookAtCases(
        context,
        behind.division,
        await touchedCases(context, { division: behind.division, from: seq, to }),
      )
      await setPosition(context, behind.division, { seq: to, startedAt })
      seq = to
    }
  }
}

/** Looks at open cases that became late by time alone, since it last looked. */
export async function followTime(context: DetectorContext, signal: AbortSignal): Promise<void> {
  const { db, now } = context.platform
  const until = new Date(now())
  const late = await db.query<{ division: string; case_nos: string[] }>(
    `select c.division, array_agg(c.case_no order by c.case_no) as case_nos
     from detector_position p
     join service_case c on c.division = p.division
     where c.open_due >= p.due_until
       and c.open_due < $1
     group by c.division
     order by c.division`,
    [until],
  )
  for (const { division, case_nos } of late) {
    if (signal.aborted) return
    await lookAtCases(context, division, case_nos)
  }
  await db.query('update detector_position set due_until = $1 where due_until < $1', [until])
}

async function divisionsBehind({ platform: { db } }: DetectorContext): Promise<readonly Behind[]> {
  return db.query<Behind>(
    `select s.division, s.last_seq, coalesce(p.seq, 0) as seq
     from division_sequence s
     left join detector_position p on p.division = s.division
     where s.last_seq > coalesce(p.seq, 0)
     order by s.division`,
  )
}

async function touchedCases(
  { platform: { db } }: DetectorContext,
  { division, from, to }: { division: string; from: number; to: number },
): Promise<readonly string[]> {
  const rows = await db.query<{ case_no: string }>(
    `select distinct case_no
     from event
     where division = $1
       and seq > $2
       and seq <= $3
     order by case_no`,
    [division, from, to],
  )
  return rows.map(({ case_no }) => case_no)
}

async function setPosition(
  { platform }: DetectorContext,
  division: string,
  { seq, startedAt }: { seq: number; startedAt: number },
): Promise<void> {
  await platform.db.query(
    `insert into detector_position (division, seq, due_until)
     values ($1, $2, $3)
     on conflict (division) do update
     set seq = greatest(detector_position.seq, excluded.seq),
       due_until = coalesce(detector_position.due_until, excluded.due_until)`,
    [division, seq, new Date(startedAt)],
  )
}

/** Runs the detectors whose verdict rests on one case alone. */
async function lookAtCases(context: DetectorContext, division: string, caseNos: readonly string[]): Promise<void> {
  if (caseNos.length === 0) return
  const cases = await readCases(context.platform.db, division, caseNos)
  const bySource = groupBySource(cases)
  const units = await unitsOf(context, division, [...bySource.keys()])
  const found: FoundFinding[] = []
  const looked = new Set(caseNos)
  for (const [sourceId, own] of bySource) {
    // A file comes all at once: its cases are looked at together when it is there.
    const unit = units.isLive(sourceId) ? units.unit(sourceId, aloneDetectors) : undefined
    if (!unit) {
      for (const { caseNo } of own) looked.delete(caseNo)
      continue
    }
    const detected = own.length <= casesAtOnce ? detectIn(unit, own) : await context.detect(unit, [own])
    found.push(...detected.findings)
  }
  await recordFindings(context.platform, {
    division,
    found,
    ran: aloneDetectors,
    cases: looked,
    whole: false,
  })
  await yieldToOthers()
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
