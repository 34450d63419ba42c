import { ProblemError } from '../http/problem-error.ts'
import type { Queryable } from '../storage/database.ts'
import { deepestLevel, parentNode } from './create-division.ts'
import type { DivisionNode } from './division-tree.ts'

/**
 * Puts a division, with all below it, under another one. Run it in a transaction.
 *
 * @param parent absent: it becomes a root
 * @throws ProblemError `notFound`; `invalid` where the new parent is unknown, lies below it, or the tree would be too deep
 */
export async function moveDivision(tx: Queryable, code: string, parent: string | undefined): Promise<DivisionNode> {
  // Two moves at a time could make a circle that neither of them sees.
  await tx.query('lock table division in share row exclusive mode')
  const [node] = await tx.query<DivisionNode>(
    `select code, parent, path, name, level, position
     from division
     where code = $1`,
    [code],
  )
  if (!node) throw new ProblemError('notFound')
  const above = parent === undefined ? undefined : await parentNode(tx, parent)
  if (above?.path.startsWith(node.path)) throw refused(parent!, 'belowItself')
  const levels = (above?.level ?? 0) + 1 - node.level
  await refuseTooDeep(tx, { path: node.path, levels, parent: parent ?? '' })
  await tx.query(
    `update division
     set path = $1 || substr(path, $2),
       level = level + $3,
       parent = case when code = $4 then $5 else parent end
     where path like $6`,
    [above?.path ?? '', node.path.length - code.length, levels, code, parent ?? null, `${escapeLike(node.path)}%`],
  )
  return { ...node, parent: parent ?? null, level: node.level + levels, path: `${above?.path ?? ''}${code}/` }
}

async function refuseTooDeep(
  tx: Queryable,
  { path, levels, parent }: { path: string; levels: number; parent: string },
): Promise<void> {
  const [deepest] = await tx.query<{ level: number }>(`select max(level) as level from division where path like $1`, [
    `${escapeLike(path)}%`,
  ])
  if (deepest!.level + levels > deepestLevel) throw refused(parent, 'tooDeep')
}

function refused(parent: string, message: string): ProblemError {
  return new ProblemError('invalid', {}, { fields: [{ field: 'parent', value: parent, message }] })
}

/** A text that `like` takes literally. */
export function escapeLike(text: string): string {
  return text.replace(/[\\%_]/g, '\\$&')
}
