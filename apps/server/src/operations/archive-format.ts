import { z } from 'zod'

/**
 * An archive is gzipped text, the same for every engine:
 *
 *   a header (JSON), then for each table a heading (JSON), its rows as `copy … (format text)` writes them, and a line `\.`; at the end the
 *   totals (JSON). Every value is PostgreSQL's own text of it, with instants in UTC.
 */
export const ArchiveHeader = z.object({
  format: z.literal('zhengfeng-backup'),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  program: z.string(),
  engine: z.enum(['pglite', 'postgresql', 'citus']),
  /** What made the tables, in order. */
  migrations: z.array(z.object({ number: z.int(), name: z.string(), digest: z.string() })),
  /** Names the key with which personal data and secrets are sealed; the key itself is never in an archive. */
  keyId: z.string().optional(),
  /** When the oldest event was recorded, for the partitions. */
  eventsFrom: z.iso.datetime().optional(),
})
export type ArchiveHeader = z.infer<typeof ArchiveHeader>

export const ArchiveHeading = z.object({ table: z.string(), columns: z.array(z.string()).min(1) })
export type ArchiveHeading = z.infer<typeof ArchiveHeading>

export const ArchivedTable = z.object({ name: z.string(), rows: z.int().nonnegative(), sha256: z.string() })
export type ArchivedTable = z.infer<typeof ArchivedTable>

export const ArchiveTotals = z.object({ tables: z.array(ArchivedTable) })

/** Ends the rows of a table; no row looks like it, since `copy` doubles backslashes. */
export const endOfRows = '\\.'
