import { hash } from 'node:crypto'
import { type CanonicalActivity, canonicalActivities, Profile } from '@zhengfeng/eventlog'
import { measures, profileInForce, type WarningRule } from '@zhengfeng/monitor'
import { readSetting, type SettingValue } from '../settings/read-setting.ts'
import type { Queryable } from '../storage/database.ts'
import { readWarningRules } from '../warnings/read-rules.ts'
import type { PersonalAttributes } from './seal-people.ts'

/** A source as events are read by it now. */
export interface SourceInForce {
  readonly id: string
  readonly kind: 'push' | 'file' | 'sandbox'
  readonly state: 'active' | 'paused' | 'undone'
  readonly name: string
  /** The subtree for which it may send. */
  readonly division: string
  /** Profile under the calendar and limits of the platform; the same object until one of them changes. */
  readonly profile: Profile
  /** The canonical step that an activity is; undefined where it is none. */
  readonly stepOf: ReadonlyMap<string, CanonicalActivity>
  readonly personal: PersonalAttributes
  /** Digests everything by which its cases are projected. */
  readonly projection: string
  /** The digest by which they were projected last; null where nothing was told yet. */
  readonly projectedWith: string | null
}

/** What the platform sets, as far as it bears on events. */
export interface IngestRules {
  readonly calendar: SettingValue<'calendar'>
  readonly limits: SettingValue<'limits'>
  readonly ingestion: SettingValue<'ingestion'>
  readonly closing: SettingValue<'closing'>
  readonly warnings: readonly WarningRule[]
}

export interface InForce {
  readonly rules: IngestRules
  /** By id. Unknown ones are left out. */
  readonly sources: ReadonlyMap<string, SourceInForce>
}

/** Reads sources and rules as they are in force at the moment of reading. */
export interface SourcesInForce {
  read(db: Queryable, ids: readonly string[]): Promise<InForce>
}

/**
 * Remembers sources with their profiles in force. Every reading asks the database for versions, so that a change made by any process counts
 * for every transaction that begins after it.
 */
export function sourcesInForce(): SourcesInForce {
  const kept = new Map<string, { readonly version: string; readonly source: SourceInForce }>()
  let known: { readonly version: string; readonly rules: IngestRules } | undefined
  return {
    read: async (db, ids) => {
      const versions = await readVersions(db, ids)
      if (known?.version !== versions.rules) {
        known = { version: versions.rules, rules: await readRules(db) }
        kept.clear()
      }
      const stale = ids.filter((id) => versions.sources.has(id) && kept.get(id)?.version !== versions.sources.get(id))
      if (stale.length > 0)
        for (const { version, ...row } of await readSources(db, stale))
          kept.set(row.id, { version, source: inForce(row, known.rules) })
      const sources = ids.flatMap((id) => (versions.sources.has(id) ? [[id, kept.get(id)!.source] as const] : []))
      return { rules: known.rules, sources: new Map(sources) }
    },
  }
}

interface Versions {
  readonly rules: string
  readonly sources: ReadonlyMap<string, string>
}

/** `xmin` is another one after every change of a row. */
async function readVersions(db: Queryable, ids: readonly string[]): Promise<Versions> {
  const rows = await db.query<{ name: string; version: string; is_source: boolean }>(
    `select id::text as name, xmin::text as version, true as is_source
     from source
     where id = any($1::uuid[])
     union all
     select name, version::text, false
     from setting
     where name in ('calendar', 'limits', 'ingestion', 'closing', 'warningRules')
     order by name`,
    [ids],
  )
  return {
    rules: rows.flatMap((row) => (row.is_source ? [] : [`${row.name} ${row.version}`])).join(),
    sources: new Map(rows.flatMap((row) => (row.is_source ? [[row.name, row.version]] : []))),
  }
}

async function readRules(db: Queryable): Promise<IngestRules> {
  return {
    calendar: await readSetting(db, 'calendar'),
    limits: await readSetting(db, 'limits'),
    ingestion: await readSetting(db, 'ingestion'),
    closing: await readSetting(db, 'closing'),
    warnings: await readWarningRules(db),
  }
}

type SourceRow = Pick<SourceInForce, 'id' | 'kind' | 'state' | 'name' | 'division' | 'projectedWith'> & {
  readonly profile: unknown
}

async function readSources(db: Queryable, ids: readonly string[]): Promise<(SourceRow & { version: string })[]> {
  return await db.query(
    `select id, kind, state, name, division, profile, projected_with as "projectedWith", xmin::text as version
     from source
     where id = any($1::uuid[])`,
    [ids],
  )
}

function inForce({ profile: stored, ...row }: SourceRow, rules: IngestRules): SourceInForce {
  const profile = profileInForce(Profile.parse(stored), {
    calendar: rules.calendar,
    limits: rules.limits as NonNullable<Parameters<typeof profileInForce>[1]>['limits'] & object,
  })
  return {
    ...row,
    profile,
    stepOf: stepsByName(profile),
    personal: personalAttributes(profile),
    projection: projectionDigest(profile, rules.warnings),
  }
}

/** Goes up where the code projects otherwise than before. */
const projectionEdition = 4

function projectionDigest(profile: Profile, warnings: readonly WarningRule[]): string {
  const told = JSON.stringify([projectionEdition, measures, profile, warnings])
  return hash('sha256', told, 'base64url').slice(0, 22)
}

function stepsByName(profile: Profile): ReadonlyMap<string, CanonicalActivity> {
  const steps = new Map<string, CanonicalActivity>()
  for (const step of canonicalActivities)
    for (const name of profile.activities[step] ?? []) if (!steps.has(name)) steps.set(name, step)
  return steps
}

function personalAttributes({ columns }: Profile): PersonalAttributes {
  const bare = (name: string): string => name.replace(/^case:/, '')
  const named = [columns.applicant, columns.agent].flatMap((name) => (name === undefined ? [] : [bare(name)]))
  return {
    names: new Set(named),
    applicant: `case:${bare(columns.applicant ?? 'applicant')}`,
    agent: `case:${bare(columns.agent ?? 'agent')}`,
  }
}
