import { quantileSorted } from '@zhengfeng/mining'
import { decodeTrace } from '@zhengfeng/monitor'
import type { Queryable } from '../storage/database.ts'

export interface Peers {
  readonly division: string
  readonly item: string
  /** Activities are named alike within a source only. */
  readonly sourceId: string
  /** Activities that the applicant or the hall take beside the case. */
  readonly beside: (activity: string) => boolean
}

export interface UsualTime {
  readonly medianMs: number
  readonly p90Ms: number
  readonly cases: number
  readonly basis: 'division' | 'item'
}

/** Fewer cases than this tell nothing of what is usual. */
const fewestCases = 20
const mostCases = 300
const keptMs = 600_000
const mostKept = 500

type Usual = ReadonlyMap<string, UsualTime>

interface Kept {
  readonly at: number
  readonly near: Promise<Usual>
  far?: Promise<Usual>
}

/**
 * Remembers how long cases of an item usually stay at a step, that is, from it to the next one: of the latest closed cases of the
 * division, or of all divisions where those are too few.
 */
export class UsualTimes {
  readonly #kept = new Map<string, Kept>()

  /** How long cases stay after an activity; `undefined` where too few cases are known. Kept for ten minutes. */
  async of(db: Queryable, peers: Peers, activity: string): Promise<UsualTime | undefined> {
    const kept = this.#keep(db, peers)
    const near = (await kept.near).get(activity)
    if (near) return near
    kept.far ??= latestOfAll(db, peers).then((rows) => stays(rows, peers, 'item'))
    return (await kept.far).get(activity)
  }

  #keep(db: Queryable, peers: Peers): Kept {
    const key = JSON.stringify([peers.division, peers.item, peers.sourceId])
    const known = this.#kept.get(key)
    if (known && performance.now() - known.at < keptMs) return known
    const near = latestOfDivision(db, peers).then((rows) => stays(rows, peers, 'division'))
    near.catch(() => this.#kept.delete(key))
    const kept = { at: performance.now(), near }
    this.#kept.delete(key)
    this.#kept.set(key, kept)
    if (this.#kept.size > mostKept) this.#kept.delete(this.#kept.keys().next().value!)
    return kept
  }
}

interface TraceRow {
  readonly trace: string
}

async function latestOfDivision(db: Queryable, { division, item, sourceId }: Peers): Promise<TraceRow[]> {
  return await db.query<TraceRow>(
    `select trace
     from service_case
     where division = $1
       and item = $2
       and closed_at is not null
       and source_id = $3::uuid
     order by last_at desc, case_no desc
     limit $4`,
    [division, item, sourceId, mostCases],
  )
}

/** A few of each of the busiest divisions. */
async function latestOfAll(db: Queryable, { item, sourceId }: Peers): Promise<TraceRow[]> {
  return await db.query<TraceRow>(
    `select c.trace
     from (
       select division
       from division_sequence
       order by last_seq desc, division
       limit 200
     ) d
     cross join lateral (
       select trace
       from service_case
       where division = d.division
         and item = $1
         and closed_at is not null
         and source_id = $2::uuid
       order by last_at desc, case_no desc
       limit 5
     ) c
     limit $3`,
    [item, sourceId, mostCases],
  )
}

function stays(rows: readonly TraceRow[], { beside }: Peers, basis: UsualTime['basis']): Usual {
  const byActivity = new Map<string, number[]>()
  for (const { trace } of rows) {
    const events = decodeTrace(trace)
      .filter(({ activity }) => !beside(activity))
      .sort((a, b) => a.occurredAt - b.occurredAt || a.seq - b.seq)
    // Each case counts once for an activity: with its last stay.
    const last = new Map<string, number>()
    for (let e = 0; e + 1 < events.length; e++)
      last.set(events[e]!.activity, events[e + 1]!.occurredAt - events[e]!.occurredAt)
    for (const [activity, ms] of last) {
      const known = byActivity.get(activity)
      if (known) known.push(ms)
      else byActivity.set(activity, [ms])
    }
  }
  const usual = new Map<string, UsualTime>()
  for (const [activity, values] of byActivity) {
    if (values.length < fewestCases) continue
    const sorted = Float64Array.from(values).sort()
    const [medianMs, p90Ms] = [quantileSorted(sorted, 0.5), quantileSorted(sorted, 0.9)]
    usual.set(activity, { medianMs, p90Ms, cases: values.length, basis })
  }
  return usual
}
