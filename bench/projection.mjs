/**
 * Measures what the event writer computes for a batch of 1,000 events that fall on about 700 cases of some 8 events each: reading the
 * traces, appending, folding into projections and contributions, writing both, and the difference for the cells.
 *
 *   node bench/projection.mjs [--batches 200]
 */
import { parseArgs } from 'node:util'
import { Profile, serviceEventColumns, writeNdjson } from '../packages/eventlog/dist/index.js'
import {
  contributionDifferences,
  decodeContribution,
  decodeTrace,
  encodeContribution,
  encodeTrace,
  extendCase,
  profileInForce,
  projectCases,
  sumByDay,
} from '../packages/monitor/dist/index.js'
import { simulate } from '../packages/sandbox/dist/index.js'

const { values: options } = parseArgs({ options: { batches: { type: 'string', default: '200' } } })
const batches = Number(options.batches)

const { log, profile: input } = simulate({ cases: 4_000, seed: 1 })
const profile = profileInForce(Profile.parse({ ...input, columns: { ...input.columns, ...serviceEventColumns } }))
const until = Date.parse('2026-06-01T00:00:00Z')
const cases = caseHistories()
console.log(`${cases.length} cases, ${(cases.flat().length / cases.length).toFixed(1)} events each`)

const spent = { decode: [], extend: [], project: [], encode: [], difference: [], all: [] }
let traceBytes = 0
let events = 0
let contributionBytes = 0
for (let batch = 0; batch < batches; batch++) run(batch)
const text = (name) => `${name} ${atShare(name, 0.5)} (${atShare(name, 0.1)}) ms`
console.log(
  `per batch of 1,000 events on about 700 cases, warm, median (and tenth fastest of 100): ${Object.keys(spent).map(text).join(', ')}`,
)
console.log(
  `trace ${(traceBytes / events).toFixed(1)} bytes an event, contribution ${(contributionBytes / (batches * 700)).toFixed(0)} bytes a case`,
)

/** Rows as the database would have them before the batch, and the events that come. */
function prepare(batch) {
  const rows = Array.from({ length: 700 }, (_, i) => {
    const history = cases[(batch * 700 + i * 13) % cases.length]
    // Anywhere in the life of a case.
    const end = 1 + ((i * 7919 + batch) % history.length)
    const known = Math.max(0, end - (i < 300 ? 2 : 1))
    const options = { division: '330100', caseNo: String(i), profile }
    return { options, record: extendCase(undefined, history.slice(0, known), options), come: history.slice(known, end) }
  })
  const before = projectCases(
    rows.map(({ record }) => record),
    profile,
    { until },
  )
  return rows.map(({ options, record, come }, i) => ({
    options,
    come,
    trace: encodeTrace(record.events),
    attributes: JSON.stringify(record.attributes),
    before: record.events.length === 0 ? undefined : encodeContribution(before[i].contribution),
  }))
}

function run(batch) {
  const rows = prepare(batch)
  const start = performance.now()
  const records = rows.map(({ trace, attributes, options }) => ({
    ...options,
    profile: undefined,
    events: decodeTrace(trace),
    attributes: JSON.parse(attributes),
  }))
  const decoded = performance.now()
  const extended = rows.map(({ come, options }, i) => extendCase(records[i], come, options))
  const appended = performance.now()
  const projections = projectCases(extended, profile, { until })
  const projected = performance.now()
  const traces = extended.map((record) => encodeTrace(record.events))
  const contributions = projections.map((projection) => encodeContribution(projection.contribution))
  const encoded = performance.now()
  const steps = rows.flatMap(({ before }, i) =>
    before === contributions[i]
      ? []
      : [{ before: before && decodeContribution(before), after: projections[i].contribution }],
  )
  const changes = contributionDifferences(steps)
  sumByDay(changes)
  const end = performance.now()
  for (const [i, trace] of traces.entries()) {
    traceBytes += Buffer.byteLength(trace)
    events += extended[i].events.length
    contributionBytes += contributions[i].length
  }
  spent.decode.push(decoded - start)
  spent.extend.push(appended - decoded)
  spent.project.push(projected - appended)
  spent.encode.push(encoded - projected)
  spent.difference.push(end - encoded)
  spent.all.push(end - start)
}

/** The events of each case as they would be pushed. */
function caseHistories() {
  const byCase = new Map()
  let seq = 0
  for (const chunk of writeNdjson(log))
    for (const line of chunk.trimEnd().split('\n')) {
      const { occurredAt, recordedAt, eventId: _, division, caseNo, ...event } = JSON.parse(line)
      const key = `${division}/${caseNo}`
      if (!byCase.has(key)) byCase.set(key, [])
      byCase.get(key).push({
        ...event,
        seq: ++seq,
        occurredAt: Date.parse(occurredAt),
        ...(recordedAt && { recordedAt: Date.parse(recordedAt) }),
      })
    }
  return [...byCase.values()]
}

function atShare(name, share) {
  const warm = spent[name].slice(batches >> 2).sort((a, b) => a - b)
  return warm[Math.floor(warm.length * share)].toFixed(1)
}
