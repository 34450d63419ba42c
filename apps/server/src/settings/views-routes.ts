import { randomUUID } from 'node:crypto'
import { viewsRoutes as routes, type View } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { type Implementation, implement } from '../http/implement.ts'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'

interface ViewRow {
  readonly id: string
  readonly owner_id: string
  readonly owner_login: string
  readonly name: string
  readonly page: View['page']
  readonly query: Record<string, string>
  readonly shared: boolean
  readonly version: number
  readonly changed_at: number
}

const columns = 'id, owner_id, owner_login, name, page, query, shared, version, changed_at'
const mostViews = 200

/** The handlers of saved views. A view holds what was asked, never what was answered: whoever opens it sees what they may. */
export function viewRoutes(platform: Platform): readonly Implementation[] {
  const { db } = platform
  return [
    implement(routes.list, async ({ access, query }) => {
      const rows = await db.query<ViewRow>(
        `select ${columns}
         from saved_view
         where owner_id = $1 and ($2::text is null or page = $2)
         order by name, id`,
        [personId(access), query.page ?? null],
      )
      return { items: rows.map((row) => told(row, access)) }
    }),
    implement(routes.get, async ({ access, params }) => {
      const [row] = await db.query<ViewRow>(
        `select ${columns}
         from saved_view
         where id = $1 and (owner_id = $2 or shared)`,
        [params.id, personId(access)],
      )
      if (!row) throw new ProblemError('notFound')
      return told(row, access)
    }),
    implement(routes.create, async ({ access, body }) => {
      const { id, login } = person(access)
      const [row] = await db.query<ViewRow>(
        `insert into saved_view (id, owner_id, owner_login, name, page, query, shared, changed_at)
         select $1::uuid, $2::text, $3::text, $4::text, $5::text, $6::text::jsonb, $7::boolean, $8::timestamptz
         where (select count(*) from saved_view where owner_id = $2::text) < $9
         returning ${columns}`,
        [
          randomUUID(),
          id,
          login,
          body.name,
          body.page,
          JSON.stringify(body.query),
          body.shared,
          new Date(platform.now()),
          mostViews,
        ],
      )
      if (!row) throw new ProblemError('quotaExceeded', { reason: 'views', most: mostViews })
      return told(row, access)
    }),
    implement(routes.change, async ({ access, params, body }) => {
      const [row] = await db.query<ViewRow>(
        `update saved_view
         set name = $3, page = $4, query = $5::text::jsonb, shared = $6, version = version + 1, changed_at = $7
         where id = $1 and owner_id = $2 and version = $8
         returning ${columns}`,
        [
          params.id,
          personId(access),
          body.name,
          body.page,
          JSON.stringify(body.query),
          body.shared,
          new Date(platform.now()),
          body.version,
        ],
      )
      if (!row) throw await refusal(platform, params.id, personId(access))
      return told(row, access)
    }),
    implement(routes.remove, async ({ access, params }) => {
      const rows = await db.query(`delete from saved_view where id = $1 and owner_id = $2 returning id`, [
        params.id,
        personId(access),
      ])
      if (rows.length === 0) throw new ProblemError('notFound')
    }),
  ]
}

/** Why a view could not be changed: it is not there (for this person), or another change came between. */
async function refusal({ db }: Platform, id: string, owner: string): Promise<ProblemError> {
  const [row] = await db.query<{ version: number }>(`select version from saved_view where id = $1 and owner_id = $2`, [
    id,
    owner,
  ])
  return row ? new ProblemError('conflict', { reason: 'view', version: row.version }) : new ProblemError('notFound')
}

function personId(access: Access): string {
  return person(access).id
}

function person({ who }: Access): { readonly id: string; readonly login: string } {
  if (who.kind !== 'account') throw new ProblemError('forbidden')
  return who
}

function told(row: ViewRow, access: Access): View {
  return {
    id: row.id,
    owner: row.owner_login,
    mine: row.owner_id === personId(access),
    name: row.name,
    page: row.page,
    query: row.query,
    shared: row.shared,
    version: row.version,
    changedAt: new Date(row.changed_at).toISOString(),
  }
}
