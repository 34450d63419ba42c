/** A running PGlite that speaks PostgreSQL's wire protocol, one message at a time. */
export interface PgliteLink {
  /** Sends frontend messages and returns what the backend answers. */
  exchange(message: Uint8Array): Promise<Uint8Array>
  /** What the next `copy … from '/dev/blob'` reads. */
  attach(bytes: Uint8Array): Promise<void>
  /** The whole database as an uncompressed tar archive. */
  dump(): Promise<Uint8Array>
  close(): Promise<void>
  /** Ends it at once, as a crash would. What was committed is kept where it has a folder. */
  kill(reason: Error): Promise<void>
}

/** What a PGlite is opened on: a folder, or memory, there perhaps with a dumped database. */
export type PgliteHome = { readonly folder: string } | { readonly snapshot: Uint8Array | undefined }
