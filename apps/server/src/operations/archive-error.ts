/** Why an archive could not be written or taken; texts are in the locale files under `cli.archive.failures`. */
export type ArchiveCode =
  /** A file of that name is there already; `path`. */
  | 'archiveExists'
  /** The file is not one of this program; `path`. */
  | 'archiveUnknown'
  /** Cut off or altered; `path`, `place`. */
  | 'archiveDamaged'
  /** Made by a later version of this program; `value`, `expected`. */
  | 'archiveNewer'
  /** Rows are there already; `table`. */
  | 'databaseNotEmpty'
  /** The tables of the database are of another version than the archive; `value`, `expected`. */
  | 'databaseDiffers'
  /** The key here is not the one of the archive; `value`, `expected`. */
  | 'keyDiffers'
  /** Not all rows arrived; `table`, `value`, `expected`. */
  | 'rowsMissing'

/** A backup or a restore was refused; nothing was changed. */
export class ArchiveError extends Error {
  override readonly name = 'ArchiveError'
  readonly code: ArchiveCode
  readonly values: Readonly<Record<string, string | number>>

  constructor(code: ArchiveCode, values: Readonly<Record<string, string | number>>, cause?: unknown) {
    super(`${code} ${JSON.stringify(values)}`, { cause })
    this.code = code
    this.values = values
  }
}
