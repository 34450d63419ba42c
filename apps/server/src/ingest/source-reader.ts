import { ProblemError } from '../http/problem-error.ts'
import type { Queryable } from '../storage/database.ts'

/** What has to be known of a source before its events are read. */
export interface SendingSource {
  readonly division: string
  readonly state: 'active' | 'paused' | 'undone'
}

export interface SourceReader {
  /** @throws ProblemError `gone` where there is no such source any more, `forbidden` where it is paused */
  activeSource(id: string): Promise<SendingSource>
}

/** How long a source that was paused may still send. */
const freshMs = 2000

/** Remembers sources for two seconds. */
export function createSourceReader(db: Queryable): SourceReader {
  const kept = new Map<string, { readonly readAt: number; readonly source: Promise<SendingSource | undefined> }>()
  return {
    activeSource: async (id) => {
      let known = kept.get(id)
      if (!known || performance.now() - known.readAt > freshMs) {
        known = { readAt: performance.now(), source: readSource(db, id) }
        known.source.catch(() => kept.delete(id))
        kept.set(id, known)
      }
      const source = await known.source
      if (!source || source.state === 'undone') throw new ProblemError('gone', { reason: 'source' })
      if (source.state === 'paused') throw new ProblemError('forbidden', { reason: 'sourcePaused', needed: '' })
      return source
    },
  }
}

async function readSource(db: Queryable, id: string): Promise<SendingSource | undefined> {
  const [row] = await db.query<SendingSource>(
    `select division, state
     from source
     where id = $1`,
    [id],
  )
  return row
}
