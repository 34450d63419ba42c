// Speed and memory of readXes on about a million events: the receipt log repeated under new case ids.
// usage: node bench/read-xes.mjs [million events, default 1] [path of a receipt.xes.gz]
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { gunzipSync } from 'node:zlib'
import { Profile, readXes } from '@zhengfeng/eventlog'

const eventsOfSource = 8577
const millions = Number(process.argv[2] ?? 1)
const source =
  process.argv[3] ?? fileURLToPath(new URL('../../shared/data/permits-wabo/receipt.xes.gz', import.meta.url))
const profile = Profile.parse({
  timeZone: 'Europe/Amsterdam',
  columns: {
    case: 'case:concept:name',
    activity: 'concept:name',
    time: 'time:timestamp',
    resource: 'org:resource',
    department: 'org:group',
    lifecycle: 'lifecycle:transition',
  },
})

if (process.argv[4] === 'read') await measure(process.argv[3])
else await generateAndMeasure()

async function generateAndMeasure() {
  const folder = await mkdtemp(join(tmpdir(), 'read-xes-'))
  try {
    const file = join(folder, 'log.xes')
    await writeRepeated(file, Math.round((millions * 1e6) / eventsOfSource))
    const { spawnSync } = await import('node:child_process')
    // A process of its own, so that peak memory is that of reading alone.
    const run = [fileURLToPath(import.meta.url), String(millions), file, 'read']
    process.exitCode = spawnSync(process.execPath, run, { stdio: 'inherit' }).status ?? 1
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Indentation is left out, as most exporters leave it out. */
async function writeRepeated(file, copies) {
  const text = gunzipSync(await readFile(source))
    .toString('utf8')
    .replace(/^\t+/gm, '')
  const from = text.indexOf('<trace>')
  const to = text.lastIndexOf('</trace>') + '</trace>'.length
  const traces = text.slice(from, to)
  const out = createWriteStream(file)
  out.write(text.slice(0, from))
  for (let copy = 0; copy < copies; copy++) {
    const renamed = traces.replace(/(<string key="concept:name" value="case-)/g, `$1${copy}-`)
    if (!out.write(`${renamed}\n`)) await new Promise((resolve) => out.once('drain', resolve))
  }
  out.end(text.slice(to))
  await finished(out)
}

async function measure(file) {
  const { size } = await stat(file)
  const started = performance.now()
  const { log, report } = await readXes(createReadStream(file, { highWaterMark: 1 << 18 }), profile, { source: file })
  const seconds = (performance.now() - started) / 1000
  const events = log.time.length
  const figures = {
    bench: 'read-xes',
    node: process.version,
    events,
    cases: log.caseIds.length,
    refused: report.rowsRefused,
    megabytes: Math.round(size / 1e6),
    seconds: Number(seconds.toFixed(2)),
    eventsPerSecond: Math.round(events / seconds),
    megabytesPerSecond: Math.round(size / 1e6 / seconds),
    peakRssMegabytes: Math.round(process.resourceUsage().maxRSS / 1000),
  }
  process.stdout.write(`${JSON.stringify(figures)}\n`)
}
