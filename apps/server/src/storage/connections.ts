import type { FastifyBaseLogger } from 'fastify'
import pg from 'pg'
import { createPreparedNames } from './prepared-names.ts'
import { asStorageError, StorageError } from './storage-error.ts'
import { type Decode, decoderOf } from './values.ts'

/** One engine's connections: how rows are copied in and how it ends are its own. */
export interface Engine {
  readonly kind: 'pglite' | 'postgresql' | 'citus'
  readonly pool: pg.Pool
  readonly copy: CopyRows
  /** Called when the last connection has ended. */
  readonly end: () => Promise<void>
  readonly statementTimeoutMs: number
}

export interface CopyTarget {
  /** Table and columns, quoted: `"event" ("division", "seq")`. */
  readonly into: string
  readonly rows: AsyncIterable<string> | Iterable<string>
  /** Whose rights the transaction has now. */
  readonly role: string | undefined
}

export type CopyRows = (client: pg.PoolClient, target: CopyTarget) => Promise<number>

/** Values are read alike whatever the engine. */
export const poolValues: pg.CustomTypesConfig = { getTypeParser: ((type: number) => cachedDecoder(type)) as never }

const decoders = new Map<number, Decode>()

function cachedDecoder(type: number): Decode {
  const known = decoders.get(type)
  if (known !== undefined) return known
  const decoder = decoderOf(type)
  decoders.set(type, decoder)
  return decoder
}

/** A connection that breaks while nobody waits for it must not end the process. To be called before the first connection is made. */
export function surviveBreaks(pool: pg.Pool, log: FastifyBaseLogger): void {
  const heard = (error: Error): void => log.warn({ error: error.message }, 'a connection to the database has ended')
  pool.on('error', heard)
  pool.on('connect', (client) => client.on('error', heard))
}

/** Hands out connections whose session is as this program expects it. */
export interface Connections {
  /** Whose rights ordinary statements have; undefined is the user who logged in. */
  role: string | undefined
  /** @throws StorageError */
  use<T>(role: string | undefined, work: (client: pg.PoolClient) => Promise<T>): Promise<T>
  run<Row extends object>(client: pg.PoolClient, sql: string, values: readonly unknown[]): Promise<Row[]>
}

export function createConnections(engine: Engine): Connections {
  const { pool } = engine
  const roles = new WeakMap<pg.PoolClient, string>()
  const nameOf = createPreparedNames(1000)
  return { role: undefined, use, run }

  async function use<T>(role: string | undefined, work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
    const client = await pool.connect().catch((error: unknown) => Promise.reject(asStorageError(error)))
    let broken = false
    try {
      await prepare(client, role)
      return await work(client)
    } catch (error) {
      broken = leavesConnectionUnsure(error)
      throw error
    } finally {
      client.release(broken)
    }
  }

  async function prepare(client: pg.PoolClient, role: string | undefined): Promise<void> {
    const wanted = role ?? 'none'
    const now = roles.get(client)
    if (now === wanted) return
    const settings = now === undefined ? sessionSettings(engine) : ''
    try {
      if (now === undefined && engine.kind === 'pglite') await clearSession(client)
      await client.query(`${settings}set role ${role === undefined ? 'none' : pg.escapeIdentifier(role)}`)
    } catch (error) {
      throw asStorageError(error)
    }
    roles.set(client, wanted)
  }

  async function run<Row extends object>(
    client: pg.PoolClient,
    sql: string,
    values: readonly unknown[],
  ): Promise<Row[]> {
    const name = nameOf(sql)
    try {
      const result = await client.query<Row>({
        text: sql,
        values: values as unknown[],
        ...(name === undefined ? {} : { name }),
      })
      return result.rows
    } catch (error) {
      throw asStorageError(error)
    }
  }
}

/** PGlite has one session for ever; what an earlier connection left in it must not be met again. */
async function clearSession(client: pg.PoolClient): Promise<void> {
  await client.query('rollback')
  await client.query('discard all')
}

function sessionSettings({ statementTimeoutMs }: Engine): string {
  return `set timezone = 'UTC'; set datestyle = 'ISO, YMD'; set intervalstyle = 'iso_8601'; set statement_timeout = ${statementTimeoutMs}; `
}

/** After a refusal by the server a connection can be used again; after anything else it is not known what it is doing. */
function leavesConnectionUnsure(error: unknown): boolean {
  if (!(error instanceof StorageError) || error.cause === undefined) return false
  if (error.code === 'storageUnavailable') return true
  // The plans of this connection were made before the tables were changed.
  if (isPlanOutdated(error)) return true
  return error.sqlState === undefined && error.code !== 'storageRefused'
}

/** A statement was planned before the tables that it reads were changed. */
export function isPlanOutdated(error: StorageError): boolean {
  return error.sqlState === '0A000' && error.message.includes('cached plan')
}
