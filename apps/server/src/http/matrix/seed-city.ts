import { tokenScopes } from '@zhengfeng/contract'
import { canonicalActivities, type ProfileInput } from '@zhengfeng/eventlog'
import { auditWriter } from '../../audit/audit-writer.ts'
import { detectIn } from '../../findings/detect.ts'
import type { Detect } from '../../findings/detection-thread.ts'
import { findingsJobs } from '../../findings/findings-jobs.ts'
import { insertAccount } from '../../identity/testing.ts'
import { tokenDigest } from '../../identity/tokens.ts'
import type { EventWriter } from '../../ingest/event-writer.ts'
import type { IncomingEvent } from '../../ingest/incoming-event.ts'
import type { Platform } from '../../platform.ts'

/** A city in which there is one of everything. All texts of it hold `mark`. */
export interface City {
  readonly division: string
  readonly mark: string
  /** One digit: makes the ids of the city's things. */
  readonly digit: string
}

/** The id of a thing of a city. */
export function idOf({ digit }: City, thing: number): string {
  return `00000000-0000-4000-8000-${digit.repeat(4)}${String(thing).padStart(8, '0')}`
}

export const things = { source: 1, token: 2, webhook: 3, import: 4, job: 5, account: 6, delivery: 7, view: 8 } as const

export function tokenOf({ digit }: City, scope: string): string {
  return `zf_${scope.replace('.', '')}${digit}`.padEnd(46, 'x')
}

const hourMs = 3_600_000

const profile: ProfileInput = {
  timeZone: 'Asia/Shanghai',
  columns: {
    case: 'caseNo',
    activity: 'activity',
    time: 'occurredAt',
    item: 'item',
    resource: 'actor',
    department: 'department',
    channel: 'channel',
  },
  activities: Object.fromEntries(canonicalActivities.map((step) => [step, [step]])),
  clock: { statutory: { limit: { amount: 5, unit: 'workingDay' } } },
}

/** Puts one of everything into a city. */
export async function seedCity(platform: Platform, writer: EventWriter, city: City): Promise<void> {
  await insertSource(platform, city)
  await insertEvents(platform, writer, city)
  await findFindings(platform)
  await insertWarning(platform, city)
  await insertWebhook(platform, city)
  await insertImportAndJob(platform, city)
  const account = await insertAccount(
    platform,
    `${city.mark.toLowerCase()}.person`,
    [{ role: 'officer', division: city.division }],
    {
      division: city.division,
    },
  )
  await insertAccount(platform, `${city.mark.toLowerCase()}.judge`, [{ role: 'supervisor', division: city.division }])
  // The account gets an id that the examples know.
  await platform.db.transaction(async (tx) => {
    await tx.query('delete from account_grant where account_id = $1', [account])
    await tx.query('update account set id = $2 where id = $1', [account, idOf(city, things.account)])
    await tx.query(
      `insert into account_grant (id, account_id, role, duty, division, granted_at, granted_by)
       values ($1, $2, 'officer', 'service', $3, $4, 'test')`,
      [idOf(city, 60), idOf(city, things.account), city.division, new Date(platform.now())],
    )
  })
  await auditWriter(platform).write({
    division: city.division,
    at: platform.now(),
    actorKind: 'account',
    actorName: city.mark,
    action: 'readPersonal',
    object: `cases/${city.division}/${city.mark}-1`,
    outcome: 'done',
    fields: ['name'],
  })
}

async function insertSource({ db, now }: Platform, city: City): Promise<void> {
  const at = new Date(now())
  const source = idOf(city, things.source)
  await db.query(
    `insert into source (id, name, kind, division, profile, profile_text, created_at, created_by)
     values ($1, $2, 'push', $3, $4, $5, $6, $2)`,
    [source, `source ${city.mark}`, city.division, profile, JSON.stringify(profile), at],
  )
  for (const [i, scope] of tokenScopes.entries()) {
    const id = i === 0 ? idOf(city, things.token) : idOf(city, 20 + i)
    await db.query(
      `insert into api_token (id, source_id, name, digest, prefix, scopes, quota_per_minute, created_at, created_by)
       values ($1, $2, $3, $4, 'zf_', $5, 10000, $6, $3)`,
      [id, source, `token ${city.mark}`, tokenDigest(tokenOf(city, scope)), [scope], at],
    )
  }
  await db.query(
    `insert into source_usage (source_id, day, requests, stored, rejected, last_received_at)
     values ($1, $2, 3, 2, 1, $3)`,
    [source, at.toISOString().slice(0, 10), at],
  )
}

async function insertEvents(platform: Platform, writer: EventWriter, city: City): Promise<void> {
  const start = platform.now() - 12 * 24 * hourMs
  const told = (caseNo: string, activity: string, hours: number, more: Partial<IncomingEvent> = {}): IncomingEvent => ({
    division: city.division,
    caseNo: `${city.mark}-${caseNo}`,
    activity,
    occurredAt: start + hours * hourMs,
    actor: `officer ${city.mark}`,
    department: `department ${city.mark}`,
    channel: `channel ${city.mark}`,
    ...more,
  })
  const attributes = { 'case:item': `item ${city.mark}`, 'case:applicantGroup': `group ${city.mark}` }
  const people = { applicant: { name: `张${city.mark}`, phone: '13812343210' } }
  const events = [
    told('1', 'submit', 0, { attributes, people }),
    told('1', 'accept', 1),
    told('1', 'review', 11 * 24),
    told('2', 'submit', 0, { attributes }),
    told('2', 'accept', 1),
    told('2', 'decide', 26),
    told('2', 'close', 27),
    told('2', 'rate', 28, { attributes: { satisfaction: 1 } }),
    told('2', 'complain', 29),
  ]
  await writer.submit(events, { sourceId: idOf(city, things.source) })
}

const detectHere: Detect = async (unit, pages) => {
  const cases = []
  for await (const page of pages) cases.push(...page)
  return detectIn(unit, cases)
}

async function findFindings(platform: Platform): Promise<void> {
  for (const job of findingsJobs(platform, detectHere)) {
    if (job.name === 'findings.follow') await job.run(new AbortController().signal)
  }
}

async function insertWarning({ db, now }: Platform, city: City): Promise<void> {
  const at = new Date(now())
  await db.query(
    `insert into warning (division, id, case_no, rule, level, item, department, holder, search, reason, case_due, raised_at, addressee,
                          state, reply_due, version, changed_at)
     values ($1, $2, $3, 'overdue', 'red', $4, $5, $6, $3, $7, $8, $8, 'department', 'open', $9, 1, $8)`,
    [
      city.division,
      warningOf(city),
      `${city.mark}-1`,
      `item ${city.mark}`,
      `department ${city.mark}`,
      `officer ${city.mark}`,
      { key: 'overdue', values: {} },
      at,
      new Date(now() + 24 * hourMs),
    ],
  )
}

export function warningOf({ digit }: City): string {
  return `w${digit}`
}

async function insertWebhook({ db, keys, now }: Platform, city: City): Promise<void> {
  const at = new Date(now())
  const id = idOf(city, things.webhook)
  await db.query(
    `insert into webhook (id, name, url, types, division, secret, created_at, created_by)
     values ($1, $2, $3, $4, $5, $6, $7, $2)`,
    [
      id,
      `hook ${city.mark}`,
      `https://example.org/${city.mark}`,
      ['zhengfeng.finding.confirmed'],
      city.division,
      keys.seal(Buffer.from('s'), `webhook:${id}`),
      at,
    ],
  )
  await db.query(
    `insert into outbox_message (division, id, type, subject, at, data, dispatched)
     values ($1, 'm1', 'zhengfeng.finding.confirmed', $2, $3, '{}', true)`,
    [city.division, city.mark, at],
  )
  await db.query(
    `insert into webhook_delivery (division, id, webhook_id, message_id, state, created_at)
     values ($1, $2, $3, 'm1', 'dead', $4)`,
    [city.division, idOf(city, things.delivery), id, at],
  )
}

async function insertImportAndJob({ db, now }: Platform, city: City): Promise<void> {
  const at = new Date(now())
  await db.query(
    `insert into import_batch (id, state, created_at, created_by, created_by_id, started_at, ended_at, division, source_id, files, choice, plan,
                               events, repeated, cases)
     values ($1, 'done', $2, $3, $4, $2, $2, $5, $6, $7::text::jsonb, '{}', $8, 9, 0, 2)`,
    [
      idOf(city, things.import),
      at,
      `person ${city.mark}`,
      idOf(city, things.account),
      city.division,
      idOf(city, things.source),
      JSON.stringify([{ name: `${city.mark}.csv`, bytes: 1, sha256: city.digit.repeat(64), office: city.mark }]),
      { offices: [], personalColumns: [] },
    ],
  )
  await db.query(
    `insert into job (id, kind, division, state, created_at, started_at, finished_at, by_id, by_name, alive_until)
     values ($1, 'import', $2, 'done', $3, $3, $3, $4, $5, $3)`,
    [idOf(city, things.job), city.division, at, idOf(city, things.account), `person ${city.mark}`],
  )
}
