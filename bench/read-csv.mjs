// Reads a CSV log of about a million events, made by repeating a real one under new case ids, in a process of its own, and
// prints what it took as JSON. Run `npm run build` first: it measures the built package.
//
//   node bench/read-csv.mjs <log.csv> [events=1000000]
import { spawnSync } from 'node:child_process'
import { createReadStream, createWriteStream, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'

const wabo = {
  timeZone: 'Europe/Amsterdam',
  columns: {
    case: 'case:concept:name',
    activity: 'concept:name',
    time: 'time:timestamp',
    lifecycle: 'lifecycle:transition',
    resource: 'org:resource',
    department: 'org:group',
  },
}

const [path, events = '1000000', role] = process.argv.slice(2)
if (!path) {
  console.error('usage: node bench/read-csv.mjs <log.csv> [events]')
  process.exit(2)
}
if (role === 'reader') await measure(path)
else await repeatAndMeasure(path, Number(events))

async function repeatAndMeasure(source, wantedEvents) {
  const folder = mkdtempSync(join(tmpdir(), 'read-csv-'))
  try {
    const repeated = join(folder, 'repeated.csv')
    await pipeline(Readable.from(repetitions(source, wantedEvents)), createWriteStream(repeated))
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [fileURLToPath(import.meta.url), repeated, String(wantedEvents), 'reader'],
      { encoding: 'utf8' },
    )
    process.stdout.write(stdout)
    process.stderr.write(stderr)
    process.exitCode = status ?? 1
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** The lines of the log, again and again; each time the case ids, task ids and the minutes of the times are new. */
function* repetitions(source, wantedEvents) {
  const [header, ...rows] = readFileSync(source, 'utf8').trimEnd().split('\n')
  yield `${header}\n`
  for (let round = 0, written = 0; written < wantedEvents; round++) {
    const block = rows.slice(0, wantedEvents - written)
    const shifted = block.map((row) =>
      row
        .replace(/,(case|task)-(\d+)/g, `,$1-$2-${round}`)
        .replace(/\.(\d{6})(\+\d\d:\d\d\r?)$/, (_, micro, offset) => {
          return `.${String((Number(micro) + round * 1009) % 1_000_000).padStart(6, '0')}${offset}`
        }),
    )
    yield `${shifted.join('\n')}\n`
    written += block.length
  }
}

async function measure(repeated) {
  const { caseCount, eventCount, Profile, readCsv } = await import('@zhengfeng/eventlog')
  const start = performance.now()
  const source = createReadStream(repeated, { highWaterMark: 1 << 20 })
  const { log, report } = await readCsv(source, Profile.parse(wabo), { source: repeated })
  const seconds = (performance.now() - start) / 1000
  const megabytes = statSync(repeated).size / 1e6
  console.log(
    JSON.stringify({
      bench: 'read-csv',
      events: eventCount(log),
      cases: caseCount(log),
      refused: report.rowsRefused,
      megabytes: Number(megabytes.toFixed(1)),
      seconds: Number(seconds.toFixed(3)),
      eventsPerSecond: Math.round(eventCount(log) / seconds),
      megabytesPerSecond: Number((megabytes / seconds).toFixed(1)),
      peakMegabytes: Math.round(process.resourceUsage().maxRSS / 1024),
      node: process.version,
    }),
  )
}
