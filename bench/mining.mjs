// Times the analyses on logs made in memory by repeating a real one under new case ids.
//   node bench/mining.mjs [receipt.csv]
// Prints one JSON document: for each size the median of 5 runs in milliseconds, and the growth from the smallest size to the
// largest as an exponent (1 is linear). Build first: npx tsc -b
import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { readCsv, shippedProfile } from '@zhengfeng/eventlog'
import {
  activityCounts,
  activityInstances,
  activityTimes,
  batches,
  caseDurations,
  compareWithPeers,
  directlyFollows,
  findDrift,
  handOvers,
  pingPong,
  queueLengths,
  spectrumSegment,
  stepDurations,
  summarise,
  temporalProfile,
  variants,
  workingClock,
  workloadEffect,
} from '@zhengfeng/mining'
import { createCalendar } from '@zhengfeng/worktime'

const runs = 5
const sizes = [250_000, 1_000_000, 4_000_000]
const source = process.argv[2] ?? fileURLToPath(new URL('../../shared/data/permits-wabo/receipt.csv', import.meta.url))

if (!existsSync(source)) {
  console.error(`No log at ${source}. Name one: node bench/mining.mjs receipt.csv`)
  process.exit(1)
}
const profile = shippedProfile('wabo')
const { log: real } = await readCsv(createReadStream(source), profile, { source })
const results = sizes.map((size) => measure(repeated(real, Math.round(size / real.time.length))))
console.log(JSON.stringify({ node: process.version, runs, results, growth: growth(results) }, null, 2))

function measure(log) {
  const clock = workingClock(createCalendar({ ...profile.calendar, timeZone: profile.timeZone }))
  const instances = activityInstances(log)
  const ms = {
    directlyFollows: time(() => directlyFollows(log)),
    variants: time(() => variants(log)),
    activityCounts: time(() => activityCounts(log)),
    stepDurationsWall: time(() => stepDurations(log)),
    stepDurationsWallAndWorking: time(() => stepDurations(log, clock)),
    caseDurations: time(() => summarise(caseDurations(log))),
    handOvers: time(() => handOvers(log, log.resource)),
    pingPong: time(() => pingPong(log, log.resource)),
    activityInstances: time(() => activityInstances(log)),
    activityTimes: time(() => activityTimes(log, instances)),
    queueLengths: time(() => queueLengths(instances, log.department)),
    batches: time(() => batches(log, instances)),
    workloadEffect: time(() => workloadEffect(log, instances)),
    temporalProfile: time(() => temporalProfile(log)),
    spectrumSegment: time(() => spectrumSegment(log, 0, 1)),
    findDrift: time(() => findDrift(log)),
    compareWithPeers: time(() => compareWithPeers(caseDurations(log), log.caseAttributes.get('group'))),
  }
  return {
    events: log.time.length,
    cases: log.caseIds.length,
    ms,
    maxRssMb: Math.round(process.resourceUsage().maxRSS / 1024),
  }
}

function time(run) {
  const taken = Array.from({ length: runs }, () => {
    const start = performance.now()
    run()
    return performance.now() - start
  }).sort((a, b) => a - b)
  return Math.round(taken[Math.floor(runs / 2)] * 10) / 10
}

function growth(results) {
  const [small, large] = [results[0], results.at(-1)]
  const ratio = Math.log(large.events / small.events)
  return Object.fromEntries(
    Object.keys(small.ms).map((name) => [
      name,
      Math.round((Math.log(large.ms[name] / small.ms[name]) / ratio) * 100) / 100,
    ]),
  )
}

/** `times` copies of a log, one after another in the same dictionaries; copies are a week apart, so that weekdays stay. */
function repeated(log, times) {
  const events = log.time.length
  const cases = log.caseIds.length
  const repeat = (values) => {
    const all = new values.constructor(values.length * times)
    for (let copy = 0; copy < times; copy++) all.set(values, copy * values.length)
    return all
  }
  const column = (found) =>
    found && ('codes' in found ? { ...found, codes: repeat(found.codes) } : { ...found, values: repeat(found.values) })
  const caseOffsets = new Int32Array(cases * times + 1)
  for (let c = 0; c < cases * times; c++)
    caseOffsets[c + 1] = log.caseOffsets[(c % cases) + 1] + Math.floor(c / cases) * events
  return {
    ...log,
    caseIds: Array.from({ length: cases * times }, (_, c) => `${log.caseIds[c % cases]}/${Math.floor(c / cases)}`),
    caseOffsets,
    activity: column(log.activity),
    resource: column(log.resource),
    department: column(log.department),
    lifecycle: column(log.lifecycle),
    sourceRow: repeat(log.sourceRow),
    time: repeat(log.time).map((at, i) => at + Math.floor(i / events) * 7 * 86_400_000),
    eventAttributes: new Map(),
    caseAttributes: new Map([['group', column(log.caseAttributes.get('group'))]]),
  }
}
