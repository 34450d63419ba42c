import { createHash } from 'node:crypto'

/**
 * Names statements by their text, so that each connection plans a text once.
 *
 * @param limit how many texts get a name; further ones (lists of a length of their own, say) are planned at each use
 */
export function createPreparedNames(limit: number): (sql: string) => string | undefined {
  const names = new Map<string, string>()
  return (sql) => {
    const known = names.get(sql)
    if (known !== undefined || names.size >= limit) return known
    const name = createHash('sha256').update(sql).digest('base64url').slice(0, 20)
    names.set(sql, name)
    return name
  }
}
