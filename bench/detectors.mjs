/**
 * Measures every detector on sandbox logs whose misconduct is known: precision and recall by case or officer, and false
 * accusations on clean logs.
 *
 *   node bench/detectors.mjs --seeds 1,2,3 --cases 20000            prints the table
 *   node bench/detectors.mjs --seeds 1 --show deadline-rush         prints misses and false alarms with their timelines
 */
import { parseArgs } from 'node:util'
import { detectors, runDetectors } from '../packages/detectors/dist/index.js'
import { Profile } from '../packages/eventlog/dist/index.js'
import { readService, wilsonInterval } from '../packages/mining/dist/index.js'
import { misconductKinds, officerKinds, simulate } from '../packages/sandbox/dist/index.js'

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    'clean-seeds': { type: 'string', default: '' },
    cases: { type: 'string', default: '20000' },
    rate: { type: 'string', default: '0.02' },
    'officer-rate': { type: 'string', default: '0.05' },
    only: { type: 'string', default: '' },
    show: { type: 'string', default: '' },
    limit: { type: 'string', default: '6' },
  },
})
const numbers = (text) => text.split(',').filter(Boolean).map(Number)
const kinds = options.only ? options.only.split(',') : misconductKinds
const rates = Object.fromEntries(
  kinds.map((kind) => [kind, Number(officerKinds.includes(kind) ? options['officer-rate'] : options.rate)]),
)
const byName = Object.fromEntries(detectors.map((detector) => [detector.name, detector]))
const tally = Object.fromEntries(misconductKinds.map((kind) => [kind, { hits: 0, wrong: 0, missed: 0 }]))

for (const seed of numbers(options.seeds)) score(run(seed, rates), tally)
const clean = Object.fromEntries(misconductKinds.map((kind) => [kind, { hits: 0, wrong: 0, missed: 0 }]))
for (const seed of numbers(options['clean-seeds'])) score(run(seed, {}), clean)

const percent = ({ low, high }) => `${(low * 100).toFixed(1)}–${(high * 100).toFixed(1)}%`
for (const kind of misconductKinds) {
  const { hits, wrong, missed } = tally[kind]
  const p = hits / (hits + wrong)
  const r = hits / (hits + missed)
  const c = clean[kind]
  console.log(
    kind.padEnd(22),
    byName[kind].level.padEnd(8),
    `P ${p.toFixed(3)} (${percent(wilsonInterval(hits, hits + wrong))})`.padEnd(28),
    `R ${r.toFixed(3)} (${percent(wilsonInterval(hits, hits + missed))})`.padEnd(28),
    `hits ${hits} wrong ${wrong} missed ${missed}`.padEnd(36),
    options['clean-seeds'] ? `clean: hits ${c.hits} wrong ${c.wrong}` : '',
  )
}

function run(seed, misconduct) {
  const { log, labels, profile } = simulate({ cases: Number(options.cases), seed, misconduct })
  const service = readService(log, Profile.parse(profile))
  const started = performance.now()
  const detections = runDetectors(service)
  console.error(`seed ${seed}: ${log.time.length} events, detectors ${(performance.now() - started).toFixed(0)} ms`)
  return { service, labels, detections }
}

function score({ service, labels, detections }, into) {
  for (const detection of detections) {
    const kind = detection.detector
    if (detection.status !== 'ran') {
      console.error(kind, 'not applicable', detection.missing)
      continue
    }
    const officer = officerKinds.includes(kind)
    const truth = new Set(
      officer
        ? labels.officers.filter((label) => label.kind === kind).map((label) => `${label.office} ${label.officer}`)
        : labels.cases.filter((label) => label.kind === kind).map((label) => label.caseId),
    )
    const found = new Set(detection.findings.flatMap((finding) => namesOf(service, finding)))
    for (const name of found) into[kind][truth.has(name) ? 'hits' : 'wrong']++
    for (const name of truth) if (!found.has(name)) into[kind].missed++
    if (options.show === kind) show({ service, labels, detection, truth, found })
  }
}

function namesOf(service, finding) {
  if (finding.subject.kind === 'officer') return [`${finding.office} ${finding.subject.officer}`]
  if (finding.subject.kind === 'case') return [finding.subject.caseId]
  return [...finding.evidence.map((each) => each.case), ...(finding.furtherCases ?? [])].map(
    (c) => service.log.caseIds[c],
  )
}

if (process.env.QJ) {
}
function show({ service, labels, detection, truth, found }) {
  const limit = Number(options.limit)
  const wrong = [...found].filter((name) => !truth.has(name))
  const missed = [...truth].filter((name) => !found.has(name))
  for (const [title, list] of [
    ['WRONG', wrong],
    ['MISSED', missed],
  ]) {
    for (const name of list.slice(0, limit)) {
      console.log(`\n${title} ${name}`, JSON.stringify(labels.cases.filter((label) => label.caseId === name)))
      const finding = detection.findings.find((each) => namesOf(service, each).includes(name))
      if (finding) console.log(JSON.stringify(finding.strength), JSON.stringify(finding.explanation.values))
      else console.log(JSON.stringify(labels.officers.find((label) => `${label.office} ${label.officer}` === name)))
      timeline(service, name)
    }
  }
}

function timeline({ log, item, clock }, name) {
  const c = log.caseIds.indexOf(name)
  if (c < 0) return
  const at = (t) => (Number.isNaN(t) ? '-' : new Date(t + 8 * 3600e3).toISOString().slice(0, 16))
  console.log(item.values[item.codes[c]], 'promised', at(clock.promisedDue[c]), 'statutory', at(clock.statutoryDue[c]))
  for (let e = log.caseOffsets[c]; e < log.caseOffsets[c + 1]; e++) {
    const text = (column) => column?.values[column.codes[e]] ?? ''
    console.log(
      ' ',
      at(log.startTime[e]),
      at(log.time[e]),
      'rec',
      at(log.recordedAt[e]),
      text(log.activity),
      text(log.resource),
      text(log.department),
      text(log.eventAttributes.get('stopDocument')),
    )
  }
}
