import { createHash, randomBytes } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { FastifyBaseLogger } from 'fastify'
import { migrate } from './migrate.ts'
import { migrationsFolder, readMigrations } from './migration-files.ts'
import { openEmbedded } from './open-pglite.ts'
import { openPostgresql } from './open-postgresql.ts'
import { ensurePartitions } from './partitions.ts'
import type { OwnedDatabase } from './pooled-database.ts'
import { findPostgresBinaries, startTestServer } from './testing-server.ts'

/** An engine that tests can run on here. */
export interface TestEngine {
  readonly name: 'PGlite' | 'PostgreSQL' | 'Citus'
}

/**
 * The engines that are there, for `describe.each(engines)('… on $name', (engine) => …)`: PGlite always; PostgreSQL where its programs are
 * installed; Citus where CITUS_URL leads to one.
 */
export const engines: readonly TestEngine[] = findEngines()

function findEngines(): TestEngine[] {
  const found: TestEngine[] = [{ name: 'PGlite' }]
  if (findPostgresBinaries() === undefined) {
    process.stderr.write('Tests on PostgreSQL are skipped: no initdb in PATH or /usr/lib/postgresql/*/bin.\n')
  } else {
    found.push({ name: 'PostgreSQL' })
  }
  if (process.env.CITUS_URL !== undefined) found.push({ name: 'Citus' })
  return found
}

/** Opens a migrated, empty database of its own, with the application's rights. Closing it removes it. */
export async function openTestDatabase(engine: TestEngine): Promise<OwnedDatabase> {
  if (engine.name === 'PGlite') return openSnapshot()
  return engine.name === 'Citus' ? openDistributed(engine) : openCopy(engine)
}

/** Opens a database of its own without any table, with the owner's rights: for tests of migrations. */
export async function openEmptyDatabase(engine: TestEngine): Promise<OwnedDatabase> {
  if (engine.name === 'PGlite') return openEmbedded({ statementTimeoutMs: 60_000, log: silentLog })
  const url = await serverOf(engine)
  const name = newName()
  await onServer(url, (server) => server.maintain(`create database ${name}`))
  const db = await openOn(withDatabase(url, name))
  if (engine.name !== 'Citus') return dropped(db, url, name)
  await db.maintain('create extension citus')
  await db.close()
  return dropped(await openOn(withDatabase(url, name)), url, name)
}

/** A log that keeps silent. */
export const silentLog: FastifyBaseLogger = createSilentLog()

function createSilentLog(): FastifyBaseLogger {
  const nothing = (): void => {}
  const log: FastifyBaseLogger = {
    level: 'silent',
    fatal: nothing,
    error: nothing,
    warn: nothing,
    info: nothing,
    debug: nothing,
    trace: nothing,
    silent: nothing,
    child: () => log,
  }
  return log
}

async function openSnapshot(): Promise<OwnedDatabase> {
  const file = join(tmpdir(), `zhengfeng-test-${schemaDigest()}.tar`)
  if (!existsSync(file)) await writeSnapshot(file)
  const db = await openEmbedded({ snapshot: readFileSync(file), statementTimeoutMs: 60_000, log: silentLog })
  await migrate(db)
  return db
}

async function writeSnapshot(file: string): Promise<void> {
  const db = await openEmbedded({ statementTimeoutMs: 60_000, log: silentLog })
  await migrate(db)
  await ensurePartitions(db, Date.now())
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, await db.dump())
  renameSync(draft, file)
  await db.close()
  removeOld(file)
}

/** Snapshots of other schemas, once nobody is likely to run tests on them any more. */
function removeOld(current: string): void {
  const yesterday = Date.now() - 86_400_000
  for (const name of readdirSync(tmpdir())) {
    const path = join(tmpdir(), name)
    if (!/^zhengfeng-test-[0-9a-f]{16}\.tar$/.test(name) || path === current) continue
    if (statSync(path).mtimeMs < yesterday) rmSync(path, { force: true })
  }
}

/** Changes with everything that the state of a new database depends on. */
function schemaDigest(): string {
  const digest = createHash('sha256').update(new Date().toISOString().slice(0, 7))
  for (const { name, sql } of readMigrations(migrationsFolder)) digest.update(name).update(sql)
  for (const file of ['migrate.ts', 'partitions.ts', 'pglite-instance.ts']) {
    const path = new URL(`./${file}`, import.meta.url)
    if (existsSync(path)) digest.update(readFileSync(path))
  }
  digest.update(createRequire(import.meta.url).resolve('@electric-sql/pglite'))
  return digest.digest('hex').slice(0, 16)
}

async function openCopy(engine: TestEngine): Promise<OwnedDatabase> {
  const url = await serverOf(engine)
  const name = newName()
  await onServer(url, async (server) => {
    const template = await ensureTemplate(url, server)
    await server.maintain(`create database ${name} template ${template}`)
  })
  const db = await openOn(withDatabase(url, name))
  await migrate(db)
  return dropped(db, url, name)
}

async function serverOf(engine: TestEngine): Promise<string> {
  return engine.name === 'Citus' ? process.env.CITUS_URL! : startTestServer()
}

function newName(): string {
  return `test_${process.pid}_${randomBytes(5).toString('hex')}`
}

/** A distributed database cannot be a template, so it is made anew. */
async function openDistributed(engine: TestEngine): Promise<OwnedDatabase> {
  const db = await openEmptyDatabase(engine)
  await migrate(db)
  await ensurePartitions(db, Date.now())
  return db
}

/** Makes the database that the others are copies of, once per server; other test workers wait. */
async function ensureTemplate(url: string, server: OwnedDatabase): Promise<string> {
  const template = `template_${schemaDigest()}`
  if (await isThere(server, template)) return template
  await server.administer(async (tx) => {
    await tx.query('select pg_advisory_xact_lock(7263470003)')
    const [found] = await tx.query('select from pg_database where datname = $1', [template])
    if (found !== undefined) return
    const draft = `draft_${process.pid}`
    await onServer(url, (other) => other.maintain(`drop database if exists ${draft}`))
    await onServer(url, (other) => other.maintain(`create database ${draft}`))
    const db = await openOn(withDatabase(url, draft))
    await migrate(db)
    await ensurePartitions(db, Date.now())
    await db.close()
    await onServer(url, (other) => other.maintain(`alter database ${draft} rename to ${template}`))
  })
  return template
}

async function isThere(server: OwnedDatabase, name: string): Promise<boolean> {
  return (await server.query('select from pg_database where datname = $1', [name])).length > 0
}

function dropped(db: OwnedDatabase, url: string, name: string): OwnedDatabase {
  return {
    ...db,
    close: async () => {
      await db.close()
      await onServer(url, (server) => server.maintain(`drop database if exists ${name} with (force)`))
    },
  }
}

async function onServer(url: string, work: (server: OwnedDatabase) => Promise<void>): Promise<void> {
  const server = await openOn(withDatabase(url, 'postgres'))
  try {
    await work(server)
  } finally {
    await server.close()
  }
}

function openOn(url: string): Promise<OwnedDatabase> {
  return openPostgresql({ url, size: 4, statementTimeoutMs: 60_000, log: silentLog })
}

function withDatabase(url: string, name: string): string {
  const parts = new URL(url)
  parts.pathname = `/${name}`
  return parts.href
}
