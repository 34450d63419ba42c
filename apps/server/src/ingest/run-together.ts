import type { Database, Queryable } from '../storage/database.ts'

/** A statement that changes one table; `$1` is its only parameter. */
export interface Change {
  readonly sql: string
  readonly parameter: string
}

/**
 * Runs changes of different tables in one round trip. They see the same state and not each other's effects.
 *
 * @param engine Citus changes several tables only one after the other
 */
export async function runTogether(
  db: Queryable,
  engine: Database['engine'],
  changes: readonly Change[],
): Promise<void> {
  if (engine === 'citus' || changes.length < 2) {
    for (const { sql, parameter } of changes) await db.query(sql, [parameter])
    return
  }
  await db.query(
    joined(changes),
    changes.map(({ parameter }) => parameter),
  )
}

const texts = new Map<string, string>()

/** The text is the same each time, so that it is planned once. */
function joined(changes: readonly Change[]): string {
  const key = changes.map(({ sql }) => sql).join('\n;\n')
  let text = texts.get(key)
  if (text === undefined) {
    const parts = changes.map(({ sql }, i) => `change_${i} as (${sql.replaceAll('$1', `$${i + 1}`)})`)
    text = `with ${parts.join(', ')}\nselect`
    texts.set(key, text)
  }
  return text
}
