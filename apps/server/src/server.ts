import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import type { FastifyBaseLogger, FastifyInstance } from 'fastify'
import { createChangeBus } from './change-bus.ts'
import type { Configuration } from './configuration.ts'
import { createLog } from './create-log.ts'
import { buildServer } from './http/build-server.ts'
import { endEventStreams } from './http/event-streams.ts'
import { loggable } from './http/request-log.ts'
import { answerStarting } from './http/starting.ts'
import { disableSandboxAccounts, ensureSandboxAccounts } from './identity/sandbox-accounts.ts'
import { isSetupNeeded, setupToken } from './identity/setup-token.ts'
import { createJobRunner } from './jobs/create-job-runner.ts'
import type { Job } from './jobs/job.ts'
import { checkKeyFits, loadKeys } from './master-key.ts'
import { operationsRoutes } from './operations/operations-routes.ts'
import type { Platform } from './platform.ts'
import { answerLoading } from './sandbox/answer-loading.ts'
import type { Sandbox } from './sandbox/sandbox.ts'
import { sandboxRoutesOf } from './sandbox/sandbox-routes.ts'
import { assembleStages, type Stages } from './stages.ts'
import { migrate } from './storage/migrate.ts'
import { openDatabase } from './storage/open-database.ts'
import { ensurePartitions } from './storage/partitions.ts'
import type { OwnedDatabase } from './storage/pooled-database.ts'
import { StorageError } from './storage/storage-error.ts'

export interface RunningServer {
  /** Where it listens. */
  readonly url: string
  /** Ends when requests are answered; fails where the server could not start, and has closed itself then. */
  readonly ready: Promise<Platform>
  /** Finishes the requests under way, ends streams and jobs, closes the database. Safe to call twice. */
  close(): Promise<void>
}

export interface StartOptions {
  readonly log?: FastifyBaseLogger
  /** The platform's time; default: that of the sandbox, else the wall clock. */
  readonly now?: () => number
  /** Loaded before requests are answered, with the database migrated; it lives until the server closes. */
  readonly sandbox?: Sandbox
  /** Told what must be typed in to make the first administrator. */
  readonly onSetupNeeded?: (token: string) => void
}

/** How long a shutdown waits for requests under way. */
const finishWithinMs = 20_000

/**
 * Starts the server. It can be reached at once, and answers `starting` until the database is open and prepared.
 *
 * @throws Error where it cannot listen at the configured address
 */
export async function startServer(configuration: Configuration, options: StartOptions = {}): Promise<RunningServer> {
  const log = options.log ?? createLog(configuration)
  const inner: Inner = { handler: options.sandbox ? answerLoading(options.sandbox) : answerStarting, closing: false }
  const http = createHttpServer((request, response) => inner.handler(request, response))
  const url = await listen(http, configuration)
  let closed: Promise<void> | undefined
  const close = (): Promise<void> => {
    inner.closing = true
    closed ??= shutDown(http, inner, log)
    return closed
  }
  inner.starting = bringUp({ configuration, log, http, inner, options })
  const ready = inner.starting.catch(async (error: unknown) => {
    // That a folder is in use is no fault: whoever waits tells it in words.
    if (!isLocked(error)) log.fatal(loggable(error), 'the server could not start')
    await close()
    throw error
  })
  // Whoever does not wait for it learns it from the log.
  ready.catch(() => undefined)
  return { url, ready, close }
}

function isLocked(error: unknown): boolean {
  return error instanceof StorageError && error.code === 'storageLocked'
}

/** What is there of a server so far. */
interface Inner {
  handler: RequestListener
  closing: boolean
  starting?: Promise<Platform>
  db?: OwnedDatabase
  app?: FastifyInstance
  stages?: Stages
  stopJobs?: () => Promise<void>
  sandbox?: Sandbox
}

interface BringUp {
  readonly configuration: Configuration
  readonly log: FastifyBaseLogger
  readonly http: Server
  readonly inner: Inner
  readonly options: StartOptions
}

async function bringUp({ configuration, log, http, inner, options }: BringUp): Promise<Platform> {
  const keys = await loadKeys(configuration)
  const folder = join(resolve(configuration.ZHENGFENG_DATA), 'database')
  const db = await openDatabase({ url: configuration.DATABASE_URL, folder, log })
  inner.db = db
  const ran = await migrate(db)
  if (ran.length > 0) log.info({ migrations: ran }, 'the database was migrated')
  const { sandbox } = options
  const now = options.now ?? sandbox?.now ?? Date.now
  await ensurePartitions(db, now())
  await checkKeyFits(db, keys)
  const bus = createChangeBus((error) => log.error(loggable(error), 'a listener failed'))
  const platform: Platform = { db, now, configuration, keys, bus, log }
  const stages = assembleStages(platform)
  inner.stages = stages
  await sandbox?.prepare(platform, db)
  await prepareAccounts(platform, options)
  const runner = createJobRunner(platform, [...stages.jobs, partitionJob(db, now)])
  const operations = operationsRoutes(platform, { startedAt: Date.now(), status: () => runner.status() })
  let answer: RequestListener | undefined
  inner.app = await buildServer(platform, [...stages.implementations, ...operations, ...sandboxRoutesOf(sandbox)], {
    readiness: () => !inner.closing,
    serverFactory: (handler) => {
      answer = handler as RequestListener
      return http
    },
  })
  await inner.app.ready()
  if (inner.closing || !answer) throw new Error('the server was closed while it started')
  inner.handler = answer
  inner.stopJobs = () => runner.stop()
  runner.start()
  if (sandbox) {
    inner.sandbox = sandbox
    sandbox.live(platform, stages.writer)
  }
  return platform
}

function partitionJob(db: OwnedDatabase, now: () => number): Job {
  const run = async (): Promise<void> => {
    await ensurePartitions(db, now())
  }
  return { name: 'storage.partitions', everyMs: 43_200_000, run }
}

async function prepareAccounts(platform: Platform, { onSetupNeeded }: StartOptions): Promise<void> {
  if (platform.configuration.ZHENGFENG_SANDBOX) await ensureSandboxAccounts(platform)
  else await disableSandboxAccounts(platform)
  if (await isSetupNeeded(platform)) onSetupNeeded?.(await setupToken(platform))
}

/** Limits for callers that hold connections without using them. */
function createHttpServer(handler: RequestListener): Server {
  const http = createServer(
    { headersTimeout: 15_000, requestTimeout: 600_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 5_000 },
    handler,
  )
  // Streams of events are written to every some seconds; what is silent for longer is dead.
  http.timeout = 120_000
  http.maxHeadersCount = 100
  return http
}

async function listen(http: Server, { ZHENGFENG_HOST: host, ZHENGFENG_PORT: port }: Configuration): Promise<string> {
  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen({ host, port }, () => {
      http.off('error', reject)
      resolve()
    })
  })
  const { port: taken } = http.address() as AddressInfo
  return `http://${host.includes(':') ? `[${host}]` : host}:${taken}`
}

/** New connections first, then requests, then what runs by itself, then the database: each needs those after it. */
async function shutDown(http: Server, inner: Inner, log: FastifyBaseLogger): Promise<void> {
  log.info('closing')
  await inner.starting?.catch(() => undefined)
  const drained = closeConnections(http)
  if (inner.app) endEventStreams(inner.app)
  const jobs = inner.stopJobs?.().catch((error: unknown) => log.error(loggable(error), 'a job could not be ended'))
  await drained
  await jobs
  await inner.sandbox?.stop()
  await inner.stages?.stop()
  await inner.app?.close()
  await inner.db?.close()
  log.info('closed')
}

async function closeConnections(http: Server): Promise<void> {
  const closed = new Promise<void>((resolve) => http.close(() => resolve()))
  // Connections that fall idle only now have to be closed, too.
  const sweep = setInterval(() => http.closeIdleConnections(), 100)
  const force = setTimeout(() => http.closeAllConnections(), finishWithinMs)
  http.closeIdleConnections()
  await closed
  clearInterval(sweep)
  clearTimeout(force)
}
