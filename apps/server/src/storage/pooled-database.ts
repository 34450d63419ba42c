import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { createConnections, type Engine, isPlanOutdated } from './connections.ts'
import type { Database, Parameter, Transaction } from './database.ts'
import { wireParameters } from './parameters.ts'
import { asStorageError, StorageError } from './storage-error.ts'

/** A database together with what only its owner may do: migrations, partitions, maintenance. */
export interface OwnedDatabase extends Database {
  /** Runs `work` in one transaction with the rights of the user who logged in. */
  administer<T>(work: (tx: OwnerTransaction) => Promise<T>): Promise<T>
  /** Runs one statement outside a transaction with the rights of the user who logged in, such as `vacuum`. */
  maintain(statement: string): Promise<void>
  /** From now on ordinary statements have the rights of `role` only. */
  restrict(role: string): void
}

export interface OwnerTransaction extends Transaction {
  /** Runs a script of several statements. */
  script(sql: string): Promise<void>
}

const attempts = 6

/** For what an owner runs: a migration may take as long as it needs. */
const aDayMs = 86_400_000

/** A database over a pool of connections, whichever engine they lead to. */
export function createPooledDatabase(engine: Engine): OwnedDatabase {
  const connections = createConnections(engine)
  const inside = new AsyncLocalStorage<{ open: boolean }>()
  let closing: Promise<void> | undefined

  return {
    engine: engine.kind,
    query: async (sql, parameters = []) => {
      check()
      const values = wireParameters(parameters)
      return connections.use(connections.role, (client) => connections.run(client, sql, values))
    },
    transaction: (work) => repeat(() => once(connections.role, work)),
    administer: (work) => repeat(() => once(undefined, work)),
    maintain: async (statement) => {
      check()
      await connections.use(undefined, async (client) => {
        await client.query('set statement_timeout = 0')
        await client
          .query({ text: statement, query_timeout: aDayMs } as pg.QueryConfig)
          .catch((error: unknown) => Promise.reject(asStorageError(error)))
          .finally(() => client.query(`set statement_timeout = ${engine.statementTimeoutMs}`))
      })
    },
    restrict: (role) => {
      connections.role = role
    },
    close: () => {
      closing ??= engine.pool.end().then(() => engine.end())
      return closing
    },
  }

  function check(): void {
    if (closing !== undefined)
      throw new StorageError('storageClosed', 'the database was closed; open it again to use it')
    if (inside.getStore()?.open === true) {
      throw new StorageError(
        'storageRefused',
        'inside a transaction use its own query; one transaction cannot hold another',
      )
    }
  }

  async function repeat<T>(run: () => Promise<T>): Promise<T> {
    check()
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await run()
      } catch (error) {
        if (attempt === attempts || !mayBeRepeated(error)) throw error
        // Those that met must not meet again: a random wait, longer each time.
        await delay(Math.random() * 10 * 2 ** attempt)
      }
    }
  }

  function once<T>(role: string | undefined, work: (tx: OwnerTransaction) => Promise<T>): Promise<T> {
    return connections.use(role, async (client) => {
      const state = { open: true }
      await control(client, 'begin')
      try {
        const result = await inside.run(state, () => work(transactionOn(client, role, state)))
        state.open = false
        await commit(client)
        return result
      } catch (error) {
        state.open = false
        if (!(error instanceof StorageError && error.code === 'storageUnavailable')) await control(client, 'rollback')
        throw error
      }
    })
  }

  function transactionOn(
    client: pg.PoolClient,
    role: string | undefined,
    state: { readonly open: boolean },
  ): OwnerTransaction {
    const stillOpen = (): void => {
      if (!state.open)
        throw new StorageError('storageRefused', 'the transaction has ended; nothing more can be run in it')
    }
    return {
      query: async (sql, parameters: readonly Parameter[] = []) => {
        stillOpen()
        return connections.run(client, sql, wireParameters(parameters))
      },
      copy: async (table, columns, rows) => {
        stillOpen()
        const into = `${pg.escapeIdentifier(table)} (${columns.map(pg.escapeIdentifier).join(', ')})`
        return engine.copy(client, { into, rows, role })
      },
      script: async (sql) => {
        stillOpen()
        await control(client, sql, aDayMs)
      },
    }
  }
}

async function control(client: pg.PoolClient, text: string, timeoutMs?: number): Promise<void> {
  const statement = { text, ...(timeoutMs === undefined ? {} : { query_timeout: timeoutMs }) } as pg.QueryConfig
  await client.query(statement).catch((error: unknown) => Promise.reject(asStorageError(error)))
}

async function commit(client: pg.PoolClient): Promise<void> {
  const result = await client.query('commit').catch((error: unknown) => Promise.reject(asStorageError(error)))
  // PostgreSQL answers a commit of a failed transaction with ROLLBACK, and no error.
  if (result.command === 'ROLLBACK') {
    throw new StorageError('storageRefused', 'a statement of the transaction failed, so nothing of it was kept')
  }
}

const repeatable = new Set(['40001', '40P01'])

function mayBeRepeated(error: unknown): boolean {
  if (!(error instanceof StorageError) || error.sqlState === undefined) return false
  return repeatable.has(error.sqlState) || isPlanOutdated(error)
}
