import { type Assignee, type Permission, roles } from '@zhengfeng/contract'
import type { DivisionTree } from '../settings/division-tree.ts'
import type { Queryable } from '../storage/database.ts'

/** Active accounts that may comment on findings of all of a division, by name: findings can be given to them. */
export async function assigneesOf(db: Queryable, tree: DivisionTree, division: string): Promise<Assignee[]> {
  const above = [...tree.ancestors(division).map(({ code }) => code), division]
  return db.query<Assignee>(
    `select distinct a.id::text as id, a.name
     from account a
     join account_grant g on g.account_id = a.id
     where a.state = 'active'
       and g.role = any($1::text[])
       and (g.division is null or g.division = any($2::text[]))
       and g.department is null
     order by a.name, id
     limit 500`,
    [rolesWith('finding.comment'), above],
  )
}

function rolesWith(permission: Permission): string[] {
  return Object.entries(roles).flatMap(([role, may]) =>
    (may as readonly Permission[]).includes(permission) ? [role] : [],
  )
}
