// Measures one thing in a process of its own, so that peak memory is its own, and prints it as one line of JSON.
//   node bench/measure.mjs csv|xes|mining|inspect|papaparse|saxes|bytes FILE
import { createReadStream, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const [what, file] = process.argv.slice(2)
const measures = { csv, xes, mining, inspect, papaparse, saxes, bytes }
const figures = await measures[what](file)
console.log(JSON.stringify({ what, ...figures, peakMb: Math.round(process.resourceUsage().maxRSS / 1024) }))

async function csv(path) {
  const { eventCount, readCsv, shippedProfile } = await import('@zhengfeng/eventlog')
  const profile = leanProfile(shippedProfile('wabo'))
  return timed(async () => eventCount((await readCsv(chunksOf(path), profile, { source: path })).log))
}

/** The lean logs have no attributes of cases. */
function leanProfile(profile) {
  const { channel: _, ...columns } = profile.columns
  return { ...profile, columns, clock: { from: 'firstEvent', to: 'lastEvent', stops: [] } }
}

async function xes(path) {
  const { eventCount, readXes, shippedProfile } = await import('@zhengfeng/eventlog')
  const profile = leanProfile(shippedProfile('wabo'))
  return timed(async () => eventCount((await readXes(chunksOf(path), profile, { source: path })).log))
}

/** The same steps as `zhengfeng inspect FILE --profile wabo`, files written and all. */
async function inspect(path) {
  const { run } = await import('../apps/cli/dist/main.js')
  const out = mkdtempSync(join(tmpdir(), 'zhengfeng-bench-'))
  let printed = ''
  const world = { print: (text) => (printed = text), note: () => undefined }
  try {
    return await timed(async () => {
      const code = await run(['inspect', path, '--profile', 'wabo', '--out', out, '--json'], world)
      if (code !== 0) throw new Error(`inspect ended with ${code}`)
      return JSON.parse(printed).counts.events
    })
  } finally {
    rmSync(out, { recursive: true })
  }
}

/** Each analysis on a log in memory: the median of five runs. */
async function mining(path) {
  const { readXes, shippedProfile } = await import('@zhengfeng/eventlog')
  const { discoverTree, directlyFollows, handOvers, readService, stepDurations, variants, workingClock } = await import(
    '@zhengfeng/mining'
  )
  const { runDetectors } = await import('@zhengfeng/detectors')
  const profile = shippedProfile('wabo')
  const { log } = await readXes(chunksOf(path), profile, { source: path })
  const service = readService(log, profile)
  const work = {
    passOverEvents: () => onePass(log.activity.codes),
    directlyFollows: () => directlyFollows(log),
    variants: () => variants(log),
    stepDurations: () => stepDurations(log, workingClock(service.calendar)),
    handOvers: () => handOvers(log, log.department),
    readService: () => readService(log, profile),
    detectors: () => runDetectors(readService(log, profile)),
    discoverTree: () => discoverTree(log, { noise: 0.2 }),
  }
  return {
    events: log.time.length,
    ms: Object.fromEntries(Object.entries(work).map(([name, run]) => [name, median(run)])),
  }
}

/** The least that any analysis can cost: to touch every event once. */
function onePass(codes) {
  let sum = 0
  for (let i = 0; i < codes.length; i++) sum += codes[i]
  return sum
}

/** A general CSV parser, streaming, that makes a string of every cell; nothing is done with them. */
async function papaparse(path) {
  const { default: Papa } = await import('papaparse')
  return timed(
    () =>
      new Promise((resolve, reject) => {
        let events = -1
        Papa.parse(createReadStream(path), { step: () => events++, complete: () => resolve(events), error: reject })
      }),
  )
}

/** A general XML parser, streaming; events are counted and nothing else is done. */
async function saxes(path) {
  const { SaxesParser } = await import('saxes')
  return timed(async () => {
    let events = 0
    const parser = new SaxesParser()
    parser.on('opentag', ({ name }) => {
      if (name === 'event') events++
    })
    const decoder = new TextDecoder()
    for await (const chunk of chunksOf(path)) parser.write(decoder.decode(chunk, { stream: true }))
    parser.close()
    return events
  })
}

/** The least that any reader can cost: to bring the bytes into memory and look at each. */
async function bytes(path) {
  return timed(async () => {
    let lines = 0
    for await (const chunk of chunksOf(path)) for (let i = 0; i < chunk.length; i++) if (chunk[i] === 10) lines++
    return lines
  })
}

function chunksOf(path) {
  return createReadStream(path, { highWaterMark: 1 << 20 })
}

async function timed(run) {
  const start = performance.now()
  const events = await run()
  return { events, seconds: (performance.now() - start) / 1000 }
}

function median(run) {
  const taken = Array.from({ length: 5 }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  })
  return taken.sort((a, b) => a - b)[2]
}
