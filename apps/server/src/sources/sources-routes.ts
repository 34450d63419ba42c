import { randomUUID } from 'node:crypto'
import { type Source, sourcesRoutes } from '@zhengfeng/contract'
import { type Profile, serviceEventColumns } from '@zhengfeng/eventlog'
import type { Language } from '@zhengfeng/locales'
import type { Access } from '../http/access.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import { forgetTokens } from '../identity/api-tokens.ts'
import { editedProfile } from '../imports/reading/stored-profile.ts'
import { tokenQuotasOf } from '../ingest/token-quota.ts'
import { readCursor, writeCursor } from '../jobs/cursor.ts'
import type { Platform } from '../platform.ts'
import { sendTable } from '../tables/send-table.ts'
import { askForCheckUp, checkUpFile, checkUpStatus } from './check-up.ts'
import { profileProblems } from './profile-problems.ts'
import { listSources, readSource, sourceDetails, sourceFigures, wireSource } from './source-row.ts'
import { sourceTable, tokenTable } from './source-tables.ts'
import { sourceStatistics } from './statistics.ts'
import { issueToken, listTokens, revokeToken, rotateToken } from './tokens.ts'
import { tryEvents } from './try-events.ts'

/** Routes of sources, their tokens and their check-ups. */
export function sourcesRoutesOf(platform: Platform): readonly Implementation[] {
  return [...managing(platform), ...looking(platform), ...ofTokens(platform), ...ofCheckUps(platform)]
}

function managing(platform: Platform): readonly Implementation[] {
  const { db, now } = platform
  return [
    implement(sourcesRoutes.create, async ({ body, access, language }) => {
      const id = randomUUID()
      if (!access.can('source.manage', body.division)) throw outOfScope(body.division)
      const profile = validProfile(body.profileText, language, body.kind)
      await db
        .query(
          `insert into source (id, name, kind, division, profile, profile_text, created_at, created_by)
           select $1, $2, $3, d.code, $5, $6, $7, $8
           from division d
           where d.code = $4
           returning id`,
          [id, body.name, body.kind, body.division, profile, body.profileText, new Date(now()), whoOf(access).name],
        )
        .then((rows) => {
          if (rows.length === 0) throw unknownDivision(body.division)
        })
        .catch(asTaken(body.name))
      return sourceDetails(db, await readSource(db, access, { id, permission: 'source.manage', now: now() }))
    }),
    implement(sourcesRoutes.update, async ({ params, body, access, language }) => {
      const source = await readSource(db, access, { id: params.id, permission: 'source.manage', now: now() })
      if (body.state && source.state === 'undone')
        throw new ProblemError('conflict', { reason: 'sourceState', state: source.state })
      if (body.division !== undefined) await checkDivision(platform, access, body.division)
      const profile = body.profileText === undefined ? undefined : changedProfile(source, body.profileText, language)
      await db
        .query(
          `update source
           set name = coalesce($2, name),
             state = coalesce($3, state),
             division = coalesce($4, division),
             profile = coalesce($5, profile),
             profile_text = coalesce($6, profile_text)
           where id = $1`,
          [
            ...[source.id, body.name ?? null, body.state ?? null, body.division ?? null],
            ...[profile ?? null, body.profileText ?? null],
          ],
        )
        .catch(asTaken(body.name ?? source.name))
      // Its tokens reach as far as its division.
      forgetTokens(platform)
      // The job that keeps projections up to date finds the changed profile and folds the cases anew.
      return sourceDetails(db, await readSource(db, access, { id: source.id, permission: 'source.manage', now: now() }))
    }),
  ]
}

function looking(platform: Platform): readonly Implementation[] {
  const { db, now } = platform
  return [
    implement(sourcesRoutes.list, async ({ query, access }) => {
      const after = readCursor(query.cursor, ['string', 'uuid'])
      const rows = await listSources(db, access, { ...query, after, limit: query.limit + 1, now: now() })
      const shown = rows.slice(0, query.limit)
      const figures = await sourceFigures(
        db,
        shown.map(({ id }) => id),
      )
      const last = shown.at(-1)
      return {
        items: shown.map((row) => wireSource(row, figures.get(row.id))),
        ...(rows.length > query.limit && last && { next: writeCursor([last.name, last.id]) }),
      }
    }),
    implement(sourcesRoutes.export, async ({ query, access, reply }) =>
      sendTable({ reply }, sourceTable(platform, access, query), query),
    ),
    implement(sourcesRoutes.read, async ({ params, access }) =>
      sourceDetails(db, await readSource(db, access, { id: params.id, permission: 'source.read', now: now() })),
    ),
    implement(sourcesRoutes.statistics, async ({ params, query, access }) => {
      const { id } = await readSource(db, access, { id: params.id, permission: 'source.read', now: now() })
      const { used } = tokenQuotasOf(platform)
      return sourceStatistics(db, { id, days: query.days, now: now(), used })
    }),
    implement(sourcesRoutes.checkProfile, async ({ body, language }) => {
      const { profile, problems } = profileProblems(body.profileText, language, eventColumns)
      return { valid: problems.length === 0, problems, ...(profile && { activities: { ...profile.activities } }) }
    }),
    implement(sourcesRoutes.tryEvents, async ({ params, body, access, language }) => {
      const source = await readSource(db, access, { id: params.id, permission: 'source.read', now: now() })
      const profile =
        body.profileText === undefined ? source.profile : changedProfile(source, body.profileText, language)
      return tryEvents(body.events, { profile, division: source.division, now: now() })
    }),
  ]
}

function ofTokens(platform: Platform): readonly Implementation[] {
  const { db } = platform
  const wallClock = (): number => platform.wallClock?.() ?? Date.now()
  const sourceOf = (id: string, access: Access, permission: 'source.read' | 'source.manage') =>
    readSource(db, access, { id, permission, now: wallClock() })
  return [
    implement(sourcesRoutes.tokens, async ({ params, access }) => {
      const { id } = await sourceOf(params.id, access, 'source.read')
      return { items: await listTokens(db, id, wallClock()) }
    }),
    implement(sourcesRoutes.exportTokens, async ({ params, query, access, reply }) => {
      const { id } = await sourceOf(params.id, access, 'source.read')
      return sendTable({ reply }, await tokenTable(platform, id, { language: query.language, now: wallClock() }), query)
    }),
    implement(sourcesRoutes.createToken, async ({ params, body, access }) => {
      const source = await sourceOf(params.id, access, 'source.manage')
      if (source.kind !== 'push') throw new ProblemError('conflict', { reason: 'sourceKind', kind: source.kind })
      return issueToken(db, { ...body, sourceId: source.id, by: whoOf(access).name, now: wallClock() })
    }),
    implement(sourcesRoutes.rotateToken, async ({ params, body, access }) => {
      const { id: sourceId } = await sourceOf(params.id, access, 'source.manage')
      const overlapMs = body.overlapHours * 3_600_000
      const issued = await db.transaction((tx) =>
        rotateToken(tx, { sourceId, id: params.token, overlapMs, by: whoOf(access).name, now: wallClock() }),
      )
      forgetTokens(platform)
      return issued
    }),
    implement(sourcesRoutes.revokeToken, async ({ params, access }) => {
      const { id: sourceId } = await sourceOf(params.id, access, 'source.manage')
      const revoked = await revokeToken(db, { sourceId, id: params.token, now: wallClock() })
      forgetTokens(platform)
      return revoked
    }),
  ]
}

function ofCheckUps(platform: Platform): readonly Implementation[] {
  const { db, now } = platform
  const sourceOf = (id: string, access: Access) =>
    readSource(db, access, { id, permission: 'report.export', now: now() })
  return [
    implement(sourcesRoutes.checkUp, async ({ params, access, language }) =>
      checkUpStatus(db, await sourceOf(params.id, access), language),
    ),
    implement(sourcesRoutes.makeCheckUp, async ({ params, access, language }) => {
      const source = await sourceOf(params.id, access)
      await askForCheckUp(platform, source)
      return checkUpStatus(db, source, language)
    }),
    implement(sourcesRoutes.checkUpFile, async ({ params, query, access, reply }) => {
      const source = await sourceOf(params.id, access)
      const file = await checkUpFile(db, source, query)
      const kind = query.download === '1' ? 'attachment' : 'inline'
      const name = { html: 'check-up.html', xlsx: 'findings.xlsx', json: 'check-up.json' }[query.format]
      reply.type(fileTypes[query.format]).header('content-disposition', `${kind}; filename="${name}"`)
      // The page brings a policy of its own, with the digests of its style and script; it may be shown within ours only.
      if (query.format === 'html') reply.header('content-security-policy', pagePolicy(file))
      return reply.send(Buffer.from(file))
    }),
  ]
}

const fileTypes = {
  html: 'text/html; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  json: 'application/json; charset=utf-8',
} as const

/** The policy that the page itself names in its head, and what a page cannot say of itself. */
function pagePolicy(file: Uint8Array): string {
  const head = Buffer.from(file.subarray(0, 4096)).toString('utf8')
  const own = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(head)?.[1] ?? "default-src 'none'"
  return `${own.replaceAll('&#39;', "'").replaceAll('&#x27;', "'")}; frame-ancestors 'self'; sandbox allow-scripts allow-downloads`
}

/** Our own events always have these fields; a profile need not name them. */
const eventColumns = { columns: serviceEventColumns }

function validProfile(text: string, language: Language, kind: Source['kind']): Profile {
  const { profile, problems } = profileProblems(text, language, kind === 'push' ? eventColumns : {})
  if (profile) return profile
  throw new ProblemError(
    'invalid',
    { count: problems.length },
    {
      fields: problems.slice(0, 100).map(({ path, value, text: message }) => ({
        field: path === '' ? 'profileText' : `profileText.${path}`,
        ...(value !== undefined && { value }),
        message,
      })),
    },
  )
}

/** What is stored of a file has names of its own, by which the edited profile is to read it. */
function changedProfile(
  source: { readonly kind: Source['kind']; readonly profile: Profile },
  text: string,
  language: Language,
): Profile {
  const profile = validProfile(text, language, source.kind)
  return source.kind === 'file' ? editedProfile(source.profile, profile) : profile
}

async function checkDivision({ db }: Platform, access: Access, division: string): Promise<void> {
  const known = await db.query('select code from division where code = $1', [division])
  if (known.length === 0) throw unknownDivision(division)
  if (!access.can('source.manage', division)) throw outOfScope(division)
}

function outOfScope(division: string): ProblemError {
  return new ProblemError(
    'outOfScope',
    { division },
    { fields: [{ field: 'division', value: division, message: 'outOfScope' }] },
  )
}

function unknownDivision(division: string): ProblemError {
  return new ProblemError(
    'invalid',
    {},
    { fields: [{ field: 'division', value: division, message: 'unknownDivision' }] },
  )
}

function asTaken(name: string): (error: unknown) => never {
  return (error) => {
    if ((error as { code?: string }).code !== 'storageConflict') throw error
    throw new ProblemError('conflict', {}, { fields: [{ field: 'name', value: name, message: 'taken' }], cause: error })
  }
}

function whoOf({ who }: Access): { id: string; name: string } {
  return who.kind === 'account' ? { id: who.id, name: who.name } : { id: '', name: '' }
}
