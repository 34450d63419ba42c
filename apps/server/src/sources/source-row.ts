import type { Source, SourceDetails } from '@zhengfeng/contract'
import { Profile } from '@zhengfeng/eventlog'
import { type Access, inScope } from '../http/access.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Parameter, Queryable } from '../storage/database.ts'

/** A row of `source` with the name of its division and its tokens that can be used. Instants are UTC milliseconds. */
export interface SourceRow {
  readonly id: string
  readonly name: string
  readonly kind: Source['kind']
  readonly state: Source['state']
  readonly division: string
  readonly division_name: string
  readonly created_at: number
  readonly created_by: string
  readonly tokens: number
  readonly last_received_at: number | null
}

/** What the cases of a source add up to. */
export interface SourceFigures {
  readonly cases: number
  readonly open_cases: number
  readonly events: number
  readonly last_at: number | null
}

const sourceColumns = `s.id, s.name, s.kind, s.state, s.division, d.name as division_name, s.created_at, s.created_by,
       (
         select count(*)
         from api_token t
         where t.source_id = s.id
           and t.revoked_at is null
           and (t.expires_at is null or t.expires_at > $1)
       ) as tokens,
       (select max(u.last_received_at) from source_usage u where u.source_id = s.id) as last_received_at`

export interface SourceFilter {
  readonly state?: Source['state'] | undefined
  readonly kind?: Source['kind'] | undefined
  readonly search?: string | undefined
}

/** Sources in the order of their names, after one of them. */
export async function listSources(
  db: Queryable,
  access: Access,
  {
    state,
    kind,
    search,
    after,
    limit,
    now,
  }: SourceFilter & {
    readonly after: readonly [string, string] | undefined
    readonly limit: number
    readonly now: number
  },
): Promise<SourceRow[]> {
  const parameters: Parameter[] = [
    ...[new Date(now), state ?? null, kind ?? null, search === undefined ? null : `%${escapeLike(search)}%`],
    ...[after?.[0] ?? null, after?.[1] ?? null, limit],
  ]
  return await db.query<SourceRow>(
    `select ${sourceColumns}
     from source s
     join division d on d.code = s.division
     where ($2::text is null or s.state = $2)
       and ($3::text is null or s.kind = $3)
       and ($4::text is null or s.name ilike $4)
       and ($5::text is null or (s.name collate "C", s.id) > ($5, $6::uuid))
       and ${inScope(access.scope('source.read'), { division: 's.division' }, parameters)}
     order by s.name collate "C", s.id
     limit $7`,
    parameters,
  )
}

function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}

/**
 * Reads a source within the scope of a permission.
 *
 * @throws ProblemError `notFound`
 */
export async function readSource(
  db: Queryable,
  access: Access,
  {
    id,
    permission,
    now,
  }: {
    readonly id: string
    readonly permission: 'source.read' | 'source.manage' | 'report.export'
    readonly now: number
  },
): Promise<SourceRow & { readonly profile: Profile; readonly profile_text: string }> {
  const parameters: Parameter[] = [new Date(now), id]
  const [row] = await db.query<SourceRow & { profile: unknown; profile_text: string }>(
    `select ${sourceColumns}, s.profile, s.profile_text
     from source s
     join division d on d.code = s.division
     where s.id = $2
       and ${inScope(access.scope(permission), { division: 's.division' }, parameters)}`,
    parameters,
  )
  if (!row) throw new ProblemError('notFound')
  return { ...row, profile: Profile.parse(row.profile) }
}

/** What the cases of sources add up to, by source. */
export async function sourceFigures(
  db: Queryable,
  ids: readonly string[],
): Promise<ReadonlyMap<string, SourceFigures>> {
  const rows = await db.query<SourceFigures & { source_id: string }>(
    `select source_id,
       count(*) as cases,
       count(*) filter (where closed_at is null) as open_cases,
       sum(event_count) as events,
       max(last_at) as last_at
     from service_case
     where source_id = any($1::uuid[])
       and event_count > 0
     group by source_id
     order by source_id`,
    [ids],
  )
  return new Map(rows.map((row) => [row.source_id, row]))
}

/** A source as it goes over the wire. */
export function wireSource(row: SourceRow, figures: SourceFigures | undefined): Source {
  return {
    ...{ id: row.id, name: row.name, kind: row.kind, state: row.state },
    ...{ division: row.division, divisionName: row.division_name },
    ...{ createdAt: iso(row.created_at), createdBy: row.created_by, tokens: row.tokens },
    ...{ events: figures?.events ?? 0, cases: figures?.cases ?? 0 },
    ...(figures?.last_at != null && { lastEventAt: iso(figures.last_at) }),
    ...(row.last_received_at !== null && { lastReceivedAt: iso(row.last_received_at) }),
  }
}

/** With its profile, and until when the export shows each office. */
export async function sourceDetails(
  db: Queryable,
  row: SourceRow & { readonly profile: Profile; readonly profile_text: string },
): Promise<SourceDetails> {
  const figures = await sourceFigures(db, [row.id])
  const observed = await db.query<{ division: string; name: string; observed_until: number }>(
    `select o.division, d.name, o.observed_until
     from source_division o
     join division d on d.code = o.division
     where o.source_id = $1
     order by o.division`,
    [row.id],
  )
  return {
    ...wireSource(row, figures.get(row.id)),
    profileText: row.profile_text,
    activities: { ...row.profile.activities },
    observedUntil: observed.map(({ division, name, observed_until }) => ({
      ...{ division, divisionName: name, until: iso(observed_until) },
    })),
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
