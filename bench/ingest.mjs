// Measures how fast events get in over HTTP, with cases and indicators, and how that compares to a bare COPY of the same rows.
//   node bench/ingest.mjs                  on a PostgreSQL of its own (Debian's programs), fsync on
//   node bench/ingest.mjs --pglite         on the embedded database
//   DATABASE_URL=… node bench/ingest.mjs   on an empty database that is there
// Options: --events=300000 --single-seconds=15 --batch=1000 --connections=4 --single-connections=32 --batches-only
//   --ingestion-only                       without the detectors and warnings that follow events in the same process
// The server runs in a process of its own, the sender in this one. Nothing else should run on the machine meanwhile.
import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { startBenchServer } from './bench-server.mjs'
import { startPostgres } from './postgres.mjs'
import { sandboxEvents, sandboxProfile } from './sandbox-events.mjs'

const { values: options } = parseArgs({
  options: {
    pglite: { type: 'boolean' },
    events: { type: 'string', default: '300000' },
    batch: { type: 'string', default: '1000' },
    connections: { type: 'string', default: '4' },
    'single-connections': { type: 'string', default: '32' },
    'single-seconds': { type: 'string', default: '15' },
    'batches-only': { type: 'boolean' },
    'ingestion-only': { type: 'boolean' },
  },
})
const wanted = Number(options.events)
const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-bench-'))
const postgres = options.pglite || process.env.DATABASE_URL ? undefined : await startPostgres(folder)
const url = options.pglite ? undefined : (process.env.DATABASE_URL ?? postgres.url)
let server
try {
  console.log(
    `Node ${process.version}, ${cpus().length} × ${cpus()[0].model.trim()}, ${options.pglite ? 'PGlite' : 'PostgreSQL'}`,
  )
  // So many that the sender does not run out of them.
  const singles = options['batches-only'] ? 0 : 4000 * Number(options['single-seconds'])
  const { events, divisions } = sandboxEvents(wanted + singles)
  const token = `zf_${randomBytes(32).toString('base64url')}`
  server = await startBenchServer({
    url,
    folder,
    divisions,
    profile: sandboxProfile(),
    token,
    ingestionOnly: options['ingestion-only'] ?? false,
  })
  // Before the batches: detectors run behind them for a while, in the same process.
  if (singles > 0) await measureSingles(events.slice(0, singles), token)
  await measureBatches(events.slice(singles), token)
  await server.ask('report')
} finally {
  await server?.stop()
  await postgres?.stop()
  rmSync(folder, { recursive: true, force: true })
}

async function measureBatches(events, token) {
  const size = Number(options.batch)
  const bodies = []
  for (let i = 0; i < events.length; i += size)
    bodies.push(
      Buffer.from(
        `${events
          .slice(i, i + size)
          .map((event) => JSON.stringify(event))
          .join('\n')}\n`,
      ),
    )
  const bytes = bodies.reduce((sum, body) => sum + body.length, 0)
  const requests = bodies.map((body) => requestOf(body, 'application/x-ndjson', token))
  let stored = 0
  let next = 0
  const cpu = await cpuClock()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: Number(options.connections) }, async () => {
      const sender = await openSender(server.port)
      while (next < requests.length) {
        const answer = await sender.send(requests[next++])
        stored += JSON.parse(answer.body).accepted ?? fail(answer)
      }
      sender.close()
    }),
  )
  const seconds = (performance.now() - began) / 1000
  if (stored !== events.length) throw new Error(`${stored} of ${events.length} events were stored`)
  console.log(
    `batches of ${size}: ${Math.round(stored / seconds)} events/s (${stored} events, ${(bytes / 1e6).toFixed(0)} MB, ${seconds.toFixed(1)} s, ${options.connections} connections)`,
  )
  console.log(await cpu(stored))
  const copied = await server.ask('copy')
  if (copied)
    console.log(
      `bare COPY of the same rows: ${copied.perSecond} events/s; HTTP takes ${(seconds / copied.seconds).toFixed(1)} times as long`,
    )
}

async function measureSingles(events, token) {
  const until = performance.now() + Number(options['single-seconds']) * 1000
  const latencies = []
  let next = 0
  const cpu = await cpuClock()
  const began = performance.now()
  await Promise.all(
    Array.from({ length: Number(options['single-connections']) }, async () => {
      const sender = await openSender(server.port)
      while (next < events.length && performance.now() < until) {
        const request = requestOf(Buffer.from(JSON.stringify([events[next++]])), 'application/json', token)
        const sent = performance.now()
        const answer = await sender.send(request)
        latencies.push(performance.now() - sent)
        if (JSON.parse(answer.body).accepted !== 1) fail(answer)
      }
      sender.close()
    }),
  )
  const seconds = (performance.now() - began) / 1000
  latencies.sort((a, b) => a - b)
  const at = (q) => latencies[Math.floor(latencies.length * q)].toFixed(1)
  console.log(
    `one event a request: ${Math.round(latencies.length / seconds)} requests/s, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, p99.9 ${at(0.999)} ms (${options['single-connections']} connections)`,
  )
  console.log(await cpu(latencies.length))
}

/** Processor time does not depend on what else the machine does. */
async function cpuClock() {
  const read = async () => ({ server: (await server.ask('cpu')).cpuMs, postgres: postgres?.cpuMs() ?? 0 })
  const before = await read()
  return async (count) => {
    const after = await read()
    const each = (what) => `${(((after[what] - before[what]) * 1000) / count).toFixed(0)} µs`
    return `  processor time: ${each('server')} an event in the server${postgres ? `, ${each('postgres')} in PostgreSQL` : ''}`
  }
}

function fail({ status, body }) {
  throw new Error(`${status}: ${body.slice(0, 500)}`)
}

function requestOf(body, type, token) {
  const head = `POST /api/v1/events HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\ncontent-type: ${type}\r\ncontent-length: ${body.length}\r\n\r\n`
  return Buffer.concat([Buffer.from(head), body])
}

/** A client that does as little as possible, since it shares the machine with the server. */
async function openSender(port) {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true })
  await new Promise((resolve, reject) => socket.once('connect', resolve).once('error', reject))
  let received = ''
  let waiting
  socket.on('data', (chunk) => {
    received += chunk.toString('latin1')
    const end = received.indexOf('\r\n\r\n')
    if (end < 0) return
    const length = Number(/content-length: (\d+)/i.exec(received)[1])
    if (received.length < end + 4 + length) return
    const answer = { status: Number(received.slice(9, 12)), body: received.slice(end + 4, end + 4 + length) }
    received = ''
    waiting(answer)
  })
  return {
    send: (request) =>
      new Promise((resolve) => {
        waiting = resolve
        socket.write(request)
      }),
    close: () => socket.destroy(),
  }
}
