import { ProblemError } from '../http/problem-error.ts'
import type { Queryable } from '../storage/database.ts'
import type { DivisionNode } from './division-tree.ts'

export interface NewNode {
  readonly code: string
  readonly name: string
  readonly parent?: string | undefined
  readonly position?: number | undefined
}

/** The deepest level that the tree may have. */
export const deepestLevel = 9

/**
 * Adds a division. Afterwards, once committed, tell the bus `{ kind: 'setting', name: 'divisions' }`.
 *
 * @throws ProblemError `conflict` where the code is taken, `invalid` where there is no such parent or the tree would be too deep
 */
export async function createDivision(
  tx: Queryable,
  { code, name, parent, position = 0 }: NewNode,
): Promise<DivisionNode> {
  const above = parent === undefined ? undefined : await parentNode(tx, parent)
  const path = `${above?.path ?? ''}${code}/`
  const rows = await tx.query<DivisionNode>(
    `insert into division (code, parent, path, name, level, position)
     values ($1, $2, $3, $4, $5, $6)
     on conflict do nothing
     returning code, parent, path, name, level, position`,
    [code, parent ?? null, path, name, (above?.level ?? 0) + 1, position],
  )
  if (rows.length === 0)
    throw new ProblemError('conflict', {}, { fields: [{ field: 'code', value: code, message: 'taken' }] })
  return rows[0]!
}

/** The division under which another is to be put. */
export async function parentNode(tx: Queryable, parent: string): Promise<DivisionNode> {
  const [above] = await tx.query<DivisionNode>(
    `select code, parent, path, name, level, position
     from division
     where code = $1
     for share`,
    [parent],
  )
  if (!above)
    throw new ProblemError('invalid', {}, { fields: [{ field: 'parent', value: parent, message: 'unknownDivision' }] })
  if (above.level >= deepestLevel)
    throw new ProblemError('invalid', {}, { fields: [{ field: 'parent', value: parent, message: 'tooDeep' }] })
  return above
}
