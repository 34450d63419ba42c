// The server that bench/ingest.mjs measures; told by its parent what to prepare and to report.

import { readConfiguration } from '../apps/server/dist/configuration.js'
import { startServer } from '../apps/server/dist/server.js'
import { addCities, addSupervisor } from './grow-database.mjs'

const plan = await new Promise((resolve) => process.once('message', resolve))
const configuration = readConfiguration(process.env)
const { db, url, close } = await (plan.ingestionOnly ? startIngestion() : startWhole())
await prepare(db)
const answers = {
  copy,
  report,
  cpu: async () => ({ cpuMs: (process.cpuUsage().user + process.cpuUsage().system) / 1000 }),
  grow: async ({ from, to }) => {
    const numbers = Array.from({ length: to - from + 1 }, (_, i) => from + i)
    await addCities(db, { divisions: plan.divisions, numbers })
    await db.maintain('vacuum (analyze)')
    return counts()
  },
  supervisor: async (account) => addSupervisor(db, account),
  sample: async ({ count }) =>
    db.query(`select division, case_no from service_case tablesample system (1) order by random() limit $1`, [count]),
}
process.on('message', (what) => {
  const { ask, ...given } = typeof what === 'string' ? { ask: what } : what
  answers[ask](given).then((answer) => process.send(answer ?? null))
})
process.on('SIGTERM', () => close().then(() => process.exit(0)))
process.send({ port: Number(new URL(url).port) })

async function startWhole() {
  const server = await startServer(configuration)
  const { db } = await server.ready
  return { db, url: server.url, close: server.close }
}

/** The routes of events alone, without the detectors and warnings that follow them in the same process. */
async function startIngestion() {
  const from = (path) => import(`../apps/server/dist/${path}`)
  const [{ createLog }, { openDatabase }, { migrate }] = await Promise.all(
    ['create-log.js', 'storage/open-database.js', 'storage/migrate.js'].map(from),
  )
  const [{ ensurePartitions }, { createChangeBus }, { loadKeys }] = await Promise.all(
    ['storage/partitions.js', 'change-bus.js', 'master-key.js'].map(from),
  )
  const [{ buildServer }, { createEventWriter }, { ingestRoutes }] = await Promise.all(
    ['http/build-server.js', 'ingest/event-writer.js', 'ingest/routes.js'].map(from),
  )
  const log = createLog(configuration)
  const folder = `${configuration.ZHENGFENG_DATA}/database`
  const db = await openDatabase({ url: configuration.DATABASE_URL, folder, log })
  await migrate(db)
  await ensurePartitions(db, Date.now())
  const keys = await loadKeys(configuration)
  const bus = createChangeBus((error) => log.error(error))
  const platform = { db, now: Date.now, configuration, keys, bus, log }
  const writer = createEventWriter(platform)
  const app = await buildServer(platform, ingestRoutes(platform, writer))
  const url = await app.listen({ port: 0, host: '127.0.0.1' })
  return {
    db,
    url,
    close: async () => {
      await app.close()
      await writer.stop()
      await db.close()
    },
  }
}

async function prepare(database) {
  const addDivision = 'insert into division (code, parent, path, name, level) values ($1, $2, $3, $1, $4)'
  await database.query(addDivision, ['44', null, '44/', 1])
  for (const code of plan.divisions) await database.query(addDivision, [code, '44', `44/${code}/`, 2])
  await database.query(
    `insert into source (id, name, kind, division, profile, profile_text, created_at, created_by)
     values ($1, 'bench', 'push', '44', $2, '', now(), 'bench')`,
    [plan.source, plan.profile],
  )
  await database.query(
    `insert into api_token (id, source_id, name, digest, prefix, scopes, quota_per_minute, created_at, created_by)
     values ($1, $2, 'bench', $3, 'zf_', $4, 100000000, now(), 'bench')`,
    [plan.token, plan.source, Buffer.from(plan.digest, 'hex'), ['events.write']],
  )
}

/** Copies the events that were stored into a table like theirs, with its indexes and nothing that follows from them. */
async function copy() {
  if (db.engine === 'pglite') return null
  const lines = await db.query(
    `select concat_ws(E'\\t', division, seq, recorded_at, source_id, coalesce(event_id, E'\\\\N'), case_no, type, activity, occurred_at,
       coalesce(source_recorded_at::text, E'\\\\N'), coalesce(actor, E'\\\\N'), coalesce(department, E'\\\\N'), coalesce(channel, E'\\\\N'),
       coalesce(replace(attributes::text, E'\\\\', E'\\\\\\\\'), E'\\\\N'), flags) as line
     from event
     order by division, seq`,
  )
  const columns =
    'division seq recorded_at source_id event_id case_no type activity occurred_at source_recorded_at actor department channel attributes flags'
  await db.administer((tx) => tx.script('create table bare_event (like event including all)'))
  const began = performance.now()
  for (let i = 0; i < lines.length; i += 1000) {
    const text = lines
      .slice(i, i + 1000)
      .map(({ line }) => `${line}\n`)
      .join('')
    await db.administer((tx) => tx.copy('bare_event', columns.split(' '), [text]))
  }
  const seconds = (performance.now() - began) / 1000
  await db.administer((tx) => tx.script('drop table bare_event'))
  return { seconds, perSecond: Math.round(lines.length / seconds) }
}

async function report() {
  const [row] = await db.query(
    `select (select count(*) from event) as events, (select count(*) from service_case) as cases, (select count(*) from indicator_cell) as cells`,
  )
  console.log(
    `stored: ${row.events} events, ${row.cases} cases, ${row.cells} cells; server ${Math.round(process.resourceUsage().maxRSS / 1024)} MB at most`,
  )
  return row
}

async function counts() {
  const [row] = await db.query(
    `select (select coalesce(sum(last_seq), 0)::bigint from division_sequence) as events,
            (select count(*) from service_case) as cases,
            (select count(*) from division) as divisions,
            pg_database_size(current_database()) as bytes`,
  )
  return row
}
