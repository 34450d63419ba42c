import type { Language } from '@zhengfeng/locales'
import type { Access } from '../http/access.ts'
import { textsIn } from '../http/language.ts'
import type { Platform } from '../platform.ts'
import type { sendTable } from '../tables/send-table.ts'
import type { Cell } from '../tables/table.ts'
import { listSources, type SourceFilter, sourceFigures } from './source-row.ts'
import { listTokens } from './tokens.ts'

/** The sources that a person may see, as a file. */
export function sourceTable(
  { db, configuration, now }: Platform,
  access: Access,
  query: SourceFilter & { readonly language: Language },
): Parameters<typeof sendTable>[1] {
  const { t } = textsIn(query.language)
  const kinds = {
    name: 'text',
    kind: 'text',
    state: 'text',
    division: 'text',
    events: 'number',
    cases: 'number',
    lastEventAt: 'instant',
    createdAt: 'instant',
    createdBy: 'text',
  } as const
  async function* rows(): AsyncGenerator<readonly Cell[]> {
    let after: readonly [string, string] | undefined
    for (;;) {
      const page = await listSources(db, access, { ...query, after, limit: 200, now: now() })
      const figures = await sourceFigures(
        db,
        page.map(({ id }) => id),
      )
      for (const row of page) {
        const { events = 0, cases = 0, last_at = null } = figures.get(row.id) ?? {}
        const words = [t(`imports.sources.kinds.${row.kind}`), t(`imports.sources.states.${row.state}`)]
        yield [row.name, ...words, row.division_name, events, cases, last_at, row.created_at, row.created_by]
      }
      const last = page.at(-1)
      if (page.length < 200 || !last) return
      after = [last.name, last.id]
    }
  }
  return {
    name: 'sources',
    columns: Object.entries(kinds).map(([name, kind]) => ({ title: t(`imports.sources.columns.${name}`), kind })),
    timeZone: configuration.ZHENGFENG_TIME_ZONE,
    rows: rows(),
  }
}

/** The tokens of a source, as a file. */
export async function tokenTable(
  { db, configuration }: Platform,
  sourceId: string,
  { language, now }: { readonly language: Language; readonly now: number },
): Promise<Parameters<typeof sendTable>[1]> {
  const { t } = textsIn(language)
  const kinds = {
    name: 'text',
    prefix: 'text',
    scopes: 'text',
    quotaPerMinute: 'number',
    state: 'text',
    createdAt: 'instant',
    createdBy: 'text',
    expiresAt: 'instant',
    lastUsedAt: 'instant',
  } as const
  const tokens = await listTokens(db, sourceId, now)
  const ms = (text: string | undefined): number | undefined => (text === undefined ? undefined : Date.parse(text))
  return {
    name: 'tokens',
    columns: Object.entries(kinds).map(([name, kind]) => ({ title: t(`imports.tokens.columns.${name}`), kind })),
    timeZone: configuration.ZHENGFENG_TIME_ZONE,
    rows: tokens.map(({ name, prefix, scopes, quotaPerMinute, state, createdAt, createdBy, expiresAt, lastUsedAt }) => [
      ...[name, prefix, scopes.join(', '), quotaPerMinute, t(`imports.tokens.states.${state}`)],
      ...[ms(createdAt), createdBy, ms(expiresAt), ms(lastUsedAt)],
    ]),
  }
}
