// Measures the platform on one machine, and writes bench/platform.md:
//   npm run bench:platform                 everything, up to 10 million events; some 15 minutes and 15 GB of temporary files
//   npm run bench:platform -- --quick      everything with small numbers, to see that it works; its figures mean nothing
//   npm run bench:platform -- --load=1     1 million events at most
// PostgreSQL is one of its own (Debian's programs), with fsync on. Server and client are processes of this machine, and share its
// cores. Nothing else should run meanwhile.
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import autocannon from 'autocannon'
import { startBenchServer } from './bench-server.mjs'
import { startPostgres } from './postgres.mjs'
import { sandboxEvents, sandboxProfile } from './sandbox-events.mjs'

const { values: options } = parseArgs({
  options: { quick: { type: 'boolean' }, load: { type: 'string' }, 'load-only': { type: 'boolean' } },
})
const quick = options.quick ?? false
const millions = Number(options.load ?? (quick ? 0.02 : 10))
const sizes = {
  events: quick ? 4_000 : 300_000,
  pgliteEvents: quick ? 2_000 : 60_000,
  singleSeconds: quick ? 1 : 15,
  /** Taken in as they are; the rest is copies of them. */
  base: quick ? 5_000 : Math.min(250_000, millions * 1e6),
  probe: quick ? 2_000 : 60_000,
  readSeconds: quick ? 1 : 15,
}
const lines = []
const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-bench-'))
const began = performance.now()
try {
  if (!options['load-only']) {
    tell('## Taking in events\n')
    ingest('PostgreSQL', [`--events=${sizes.events}`, `--single-seconds=${sizes.singleSeconds}`])
    ingest('embedded database (PGlite)', ['--pglite', '--batches-only', `--events=${sizes.pgliteEvents}`])
  }
  if (millions > 0) await measureLoaded()
  const minutes = ((performance.now() - began) / 60_000).toFixed(1)
  const head = `# The platform, measured\n\nWritten by \`npm run bench:platform${quick ? ' -- --quick' : ''}\` in ${minutes} minutes. Node ${process.versions.node}, ${cpus().length} cores of ${cpus()[0].model.trim()}.\n${quick ? '\nSmall numbers, only to see that everything works: these figures mean nothing.\n' : ''}`
  const file = quick
    ? join(tmpdir(), 'zhengfeng-platform-quick.md')
    : fileURLToPath(new URL('platform.md', import.meta.url))
  writeFileSync(file, `${head}\n${lines.join('\n')}\n`)
  console.log(`written to ${file}`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function tell(line) {
  lines.push(line)
  console.log(line)
}

function ingest(name, words) {
  const program = fileURLToPath(new URL('ingest.mjs', import.meta.url))
  const text = execFileSync(process.execPath, [program, ...words], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  tell(`### ${name}\n`)
  // The first line names the machine; statistics of the database are for whoever runs bench/ingest.mjs itself.
  for (const line of text.trim().split('\n').slice(1)) if (!line.startsWith('[')) tell(`- ${line.trim()}`)
  tell('')
}

async function measureLoaded() {
  const postgres = await startPostgres(folder)
  let server
  try {
    const { events, divisions } = sandboxEvents(sizes.base, { offices: 10 })
    const token = `zf_${randomBytes(32).toString('base64url')}`
    server = await startBenchServer({ url: postgres.url, folder, divisions, profile: sandboxProfile(), token })
    const memory = watchMemory(server.pid)
    tell(`## With ${millions} million events\n`)
    const loading = performance.now()
    await sendBatches(server, events, token)
    const account = { login: 'bench', password: randomBytes(12).toString('base64url') }
    await server.ask({ ask: 'supervisor', ...account })
    const cookie = await signIn(server, account)
    const probes = sandboxEvents(2 * sizes.probe, { offices: 10, seed: 2 }).events
    const steps = millions > 1 ? [1, millions] : [millions]
    let cities = 0
    const rates = []
    for (const [index, step] of steps.entries()) {
      const wanted = Math.max(1, Math.round((step * 1e6) / sizes.base) - 1)
      const counts = await server.ask({ ask: 'grow', from: cities + 1, to: wanted })
      cities = wanted
      const seconds = Math.round((performance.now() - loading) / 1000)
      tell(
        `### ${counts.events} events, ${counts.cases} cases, ${counts.divisions} divisions, ${(counts.bytes / 1e9).toFixed(1)} GB (after ${seconds} s)\n`,
      )
      await measureReading(server, cookie, cities)
      rates.push(
        await measureRate(server, {
          token,
          cities,
          probes: probes.slice(index * sizes.probe, (index + 1) * sizes.probe),
        }),
      )
    }
    if (rates.length > 1)
      tell(
        `- ingestion with ${steps[1]} million events runs at ${Math.round((100 * rates[1]) / rates[0])}% of its rate with ${steps[0]} million`,
      )
    tell(`- memory of the server, from start to end: ${memory.stop()} MB at most`)
  } finally {
    await server?.stop()
    await postgres.stop()
  }
}

/** Batches of 1,000 over 4 connections; returns events a second. */
async function sendBatches(server, events, token) {
  const bodies = []
  for (let i = 0; i < events.length; i += 1000) bodies.push(JSON.stringify(events.slice(i, i + 1000)))
  const start = performance.now()
  let next = 0
  const send = async () => {
    while (next < bodies.length) {
      const response = await fetch(`${server.url}/api/v1/events`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: bodies[next++],
      })
      const answer = await response.json()
      if (response.status !== 200 || answer.rejectedCount > 0)
        throw new Error(`${response.status}: ${JSON.stringify(answer).slice(0, 500)}`)
    }
  }
  await Promise.all(Array.from({ length: 4 }, send))
  return events.length / ((performance.now() - start) / 1000)
}

/** Events of cases that are not there yet, over all cities. */
async function measureRate(server, { token, cities, probes }) {
  const placed = probes.map((event, i) => ({
    ...event,
    division: `${event.division}-${1 + (hash(event.caseNo) % cities)}`,
    eventId: `${event.eventId}-${i}`,
  }))
  const rate = await sendBatches(server, placed, token)
  tell(`- events in batches of 1,000, spread over all divisions: ${Math.round(rate)} a second`)
  return rate
}

function hash(text) {
  let value = 7
  for (let i = 0; i < text.length; i++) value = (value * 31 + text.charCodeAt(i)) >>> 0
  return value
}

async function measureReading(server, cookie, cities) {
  const overviews = ['44', ...Array.from({ length: Math.min(cities, 20) }, (_, i) => `44c${i + 1}`)].map(
    (code) => `/api/v1/overview?division=${code}`,
  )
  await load(server, { title: 'overview, 50 users at once', paths: overviews, connections: 50, cookie })
  await load(server, {
    title: 'overview of the whole province, 50 users at once',
    paths: overviews.slice(0, 1),
    connections: 50,
    cookie,
  })
  const cases = await server.ask({ ask: 'sample', count: 500 })
  const paths = cases.map(({ division, case_no }) => `/api/v1/cases/${division}/${encodeURIComponent(case_no)}`)
  await load(server, { title: 'case page, one after the other', paths, connections: 1, cookie })
}

async function load(server, { title, paths, connections, cookie }) {
  const latencies = []
  const run = autocannon({
    url: server.url,
    connections,
    duration: sizes.readSeconds,
    headers: { cookie },
    requests: paths.map((path) => ({ path })),
  })
  run.on('response', (_client, _status, _bytes, ms) => latencies.push(ms))
  const result = await run
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${title}: ${result.non2xx} refusals, ${result.errors} errors`)
  latencies.sort((a, b) => a - b)
  const at = (share) => latencies[Math.floor(latencies.length * share)].toFixed(1)
  tell(`- ${title}: p50 ${at(0.5)} ms, p99 ${at(0.99)} ms (${latencies.length} requests in ${sizes.readSeconds} s)`)
}

async function signIn(server, { login, password }) {
  const response = await fetch(`${server.url}/api/v1/session`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ login, password }),
  })
  if (response.status !== 200) throw new Error(`${response.status}: ${await response.text()}`)
  return response.headers
    .getSetCookie()
    .map((one) => one.split(';', 1)[0])
    .join('; ')
}

/** Looks twice a second how much memory a process has. */
function watchMemory(pid) {
  let most = 0
  const timer = setInterval(() => {
    const kilobytes = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0)
    most = Math.max(most, Math.round(kilobytes / 1024))
  }, 500)
  return {
    stop: () => {
      clearInterval(timer)
      return most
    },
  }
}
