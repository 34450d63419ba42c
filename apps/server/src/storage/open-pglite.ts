import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { FastifyBaseLogger } from 'fastify'
import pg from 'pg'
import { builtFile } from './built-file.ts'
import { type CopyRows, poolValues, surviveBreaks } from './connections.ts'
import { copyChunks } from './copy-chunks.ts'
import { lockFolder } from './folder-lock.ts'
import { keepHouse } from './pglite-housekeeping.ts'
import { runInProcess } from './pglite-in-process.ts'
import { runInWorker } from './pglite-in-worker.ts'
import type { PgliteLink } from './pglite-link.ts'
import { PgliteStream } from './pglite-stream.ts'
import { createPooledDatabase, type OwnedDatabase } from './pooled-database.ts'
import { asStorageError } from './storage-error.ts'

export interface PgliteOptions {
  /** Absent: in memory, in this thread. */
  readonly folder?: string
  /** A dumped database to begin with; in memory only. */
  readonly snapshot?: Uint8Array
  readonly statementTimeoutMs: number
  readonly log: FastifyBaseLogger
}

export interface PgliteDatabase extends OwnedDatabase {
  /** The whole database as a tar archive that `snapshot` takes. */
  dump(): Promise<Uint8Array>
}

/**
 * Opens the embedded database.
 *
 * @throws StorageError `storageLocked` where another process has the folder open
 */
export async function openEmbedded(options: PgliteOptions): Promise<PgliteDatabase> {
  const { statementTimeoutMs, log } = options
  const home = options.folder === undefined ? memory(options.snapshot) : await inFolder(options.folder, log)
  const pool = new pg.Pool({
    user: 'postgres',
    database: 'postgres',
    max: 1,
    // One statement at a time: whoever waits, waits for others' statements too.
    connectionTimeoutMillis: statementTimeoutMs,
    idleTimeoutMillis: 0,
    ...(options.folder === undefined ? {} : { query_timeout: statementTimeoutMs }),
    stream: () => new PgliteStream(home.link) as never,
    types: poolValues,
  })
  surviveBreaks(pool, log)
  const database = createPooledDatabase({
    kind: 'pglite',
    pool,
    statementTimeoutMs,
    copy: copyThrough(home.link),
    end: home.close,
  })
  const dump = async (): Promise<Uint8Array> => (await home.link()).dump()
  if (options.folder === undefined) return { ...database, dump }
  const stopHousekeeping = keepHouse(database, log)
  return { ...database, dump, close: () => stopHousekeeping().then(database.close) }
}

interface Home {
  /** The running PGlite, started again where it has ended. */
  readonly link: () => Promise<PgliteLink>
  readonly close: () => Promise<void>
}

function memory(snapshot: Uint8Array | undefined): Home {
  const running = runInProcess({ snapshot })
  return { link: () => running, close: async () => (await running).close() }
}

async function inFolder(folder: string, log: FastifyBaseLogger): Promise<Home> {
  const database = join(folder, 'database')
  const unlock = lockFolder(database)
  try {
    if (!existsSync(database)) await create(database, log)
    const server = keepRunning(() => runInWorker({ folder: database }))
    await server.link()
    return { link: server.link, close: () => server.close().finally(unlock) }
  } catch (error) {
    unlock()
    throw asStorageError(error)
  }
}

/** Starts a PGlite again that has ended, but only once it has ended altogether. */
function keepRunning(start: () => Promise<PgliteLink>): Home {
  let running: Promise<PgliteLink> | undefined
  let ending: Promise<void> = Promise.resolve()

  return {
    link: () => {
      running ??= ending.then(start).then(watched, (error: unknown) => {
        running = undefined
        throw error
      })
      return running
    },
    close: async () => {
      await ending
      await (await running)?.close()
    },
  }

  function watched(link: PgliteLink): PgliteLink {
    const kill = (reason: Error): Promise<void> => {
      running = undefined
      ending = link.kill(reason)
      return ending
    }
    const exchange = (message: Uint8Array): Promise<Uint8Array> =>
      link.exchange(message).catch(async (error: Error) => {
        await kill(error)
        throw error
      })
    return { ...link, exchange, kill }
  }
}

/** A database that was only half made when the power went must not be taken for a whole one. */
async function create(database: string, log: FastifyBaseLogger): Promise<void> {
  const draft = `${database}.draft`
  rmSync(draft, { recursive: true, force: true })
  mkdirSync(draft, { recursive: true, mode: 0o700 })
  log.info({ folder: database }, 'creating the embedded database')
  await promisify(execFile)(process.execPath, [fileURLToPath(builtFile('storage/pglite-create.js')), draft])
  renameSync(draft, database)
}

const chunkLength = 1_000_000

function copyThrough(link: () => Promise<PgliteLink>): CopyRows {
  return async (client, { into, rows, role }) => {
    // PGlite reads from a file of its own, for which PostgreSQL wants the owner's rights.
    const back = role === undefined ? 'none' : pg.escapeIdentifier(role)
    const running = await link()
    let count = 0
    for await (const chunk of copyChunks(rows, chunkLength)) {
      try {
        await running.attach(chunk)
        const results = await client.query(`set local role none; copy ${into} from '/dev/blob'; set local role ${back}`)
        count += (results as unknown as pg.QueryResult[])[1]!.rowCount!
      } catch (error) {
        throw asStorageError(error)
      }
    }
    return count
  }
}
