/**
 * Measures every detector on sandbox logs whose misconduct is known: precision and recall by case or officer, and false
 * accusations on clean logs.
 *
 *   node bench/detectors.mjs --seeds 1,2,3 --cases 20000          prints the table
 *   node bench/detectors.mjs --seeds 1 --show deadline-rush       prints misses and false alarms with their timelines
 *   node bench/detectors.mjs --seeds … --clean-seeds … --write    writes docs/detectors.md between its markers
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { createTranslator } from '../locales/dist/index.js'
import { detectors, examplesOf, runDetectors } from '../packages/detectors/dist/index.js'
import { Profile } from '../packages/eventlog/dist/index.js'
import { readService } from '../packages/mining/dist/index.js'
import { misconductKinds, officerKinds, simulate } from '../packages/sandbox/dist/index.js'

const { values: options } = parseArgs({
  options: {
    seeds: { type: 'string', default: '1,2,3' },
    'clean-seeds': { type: 'string', default: '' },
    cases: { type: 'string', default: '20000' },
    rate: { type: 'string', default: '0.01' },
    'officer-rate': { type: 'string', default: '0.05' },
    show: { type: 'string', default: '' },
    limit: { type: 'string', default: '6' },
    write: { type: 'boolean', default: false },
  },
})
const seeds = numbers(options.seeds)
const cleanSeeds = numbers(options['clean-seeds'])
/** A habit that shows in fewer cases than this can hardly be told from chance. */
const clearHabit = 30

const rates = Object.fromEntries(
  misconductKinds.map((kind) => [kind, Number(officerKinds.includes(kind) ? options['officer-rate'] : options.rate)]),
)
const dirty = seeds.map((seed) => scored(seed, rates))
const clean = cleanSeeds.map((seed) => scored(seed, {}))
const table = tableOf(dirty, clean)
console.log(table)
if (options.write) writeDocs(table)

function numbers(text) {
  return text.split(',').filter(Boolean).map(Number)
}

/** The score of each detector on one log. */
function scored(seed, misconduct) {
  const nothing = () => ({ hits: 0, wrong: 0, missed: 0, clear: 0, clearHits: 0 })
  const scores = Object.fromEntries(detectors.map(({ name }) => [name, nothing()]))
  score(run(seed, misconduct), scores)
  return scores
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
    if (detection.status !== 'ran') throw new Error(`${kind} lacks ${detection.missing}`)
    const truth = truthOf(labels, kind)
    const found = new Set(detection.findings.flatMap((finding) => namesOf(service, finding)))
    for (const name of found) into[kind][truth.has(name) ? 'hits' : 'wrong']++
    for (const [name, cases] of truth) {
      if (!found.has(name)) into[kind].missed++
      if (cases < clearHabit) continue
      into[kind].clear++
      if (found.has(name)) into[kind].clearHits++
    }
    if (options.show === kind) show({ service, labels, detection, truth, found })
  }
}

/** The cases or officers of which a kind of misconduct is true, with the number of cases that show an officer's habit. */
function truthOf(labels, kind) {
  if (!officerKinds.includes(kind))
    return new Map(labels.cases.filter((label) => label.kind === kind).map((label) => [label.caseId, 1]))
  const officers = labels.officers.filter((label) => label.kind === kind)
  return new Map(officers.map((label) => [`${label.office} ${label.officer}`, label.cases]))
}

function namesOf(service, finding) {
  if (finding.subject.kind === 'officer') return [`${finding.office} ${finding.subject.officer}`]
  if (finding.subject.kind === 'case') return [finding.subject.caseId]
  return [...finding.evidence.map((each) => each.case), ...(finding.furtherCases ?? [])].map(
    (c) => service.log.caseIds[c],
  )
}

function tableOf(dirty, clean) {
  const percent = (share) => `${(share * 100).toFixed(1)}%`
  const total = (logs, name, field) => logs.reduce((sum, scores) => sum + scores[name][field], 0)
  /** Over all logs, and on the worst and the best of them: cases of one log depend on each other, logs do not. */
  const shareOf = (name, part, rest) => {
    const shares = dirty
      .map((scores) => scores[name])
      .filter((each) => each[part] + each[rest] > 0)
      .map((each) => each[part] / (each[part] + each[rest]))
    if (shares.length === 0) return '–'
    const pooled = total(dirty, name, part) / (total(dirty, name, part) + total(dirty, name, rest))
    return `${percent(pooled)} (${percent(Math.min(...shares))} – ${percent(Math.max(...shares))})`
  }
  const rows = detectors.map(({ name, level }) => {
    const count = (field) => total(dirty, name, field)
    const habit = level === 'officer' ? `${count('clearHits')} of ${count('clear')}` : ''
    const cells = [shareOf(name, 'hits', 'wrong'), shareOf(name, 'hits', 'missed')]
    const falseOnClean = clean.length > 0 ? ((total(clean, name, 'wrong') * 10) / clean.length).toFixed(1) : '–'
    return `| [${name}](#${name}) | ${level} | ${count('hits') + count('missed')} | ${count('hits')} | ${count('wrong')} | ${cells.join(' | ')} | ${habit} | ${falseOnClean} |`
  })
  return [
    '| detector | about | true | found | wrong | precision (worst – best log) | recall (worst – best log) | clear habits found | false per 10 clean logs |',
    '|---|---|---:|---:|---:|---|---|---|---:|',
    ...rows,
  ].join('\n')
}

function writeDocs(table) {
  const file = new URL('../docs/detectors.md', import.meta.url)
  const text = readFileSync(file, 'utf8')
  const part = (content, name, inner) =>
    content.replace(
      new RegExp(`(<!-- ${name} -->)[^]*?(<!-- /${name} -->)`),
      (_, from, to) => `${from}\n${inner}\n${to}`,
    )
  const command = `node bench/detectors.mjs --seeds ${options.seeds} --clean-seeds ${options['clean-seeds']} --cases ${options.cases} --rate ${options.rate} --officer-rate ${options['officer-rate']} --write`
  const measured = `${table}\n\nMade by:\n\n    ${command}`
  writeFileSync(file, part(part(text, 'measured', measured), 'detectors', sections()))
}

/** What each detector is, its thresholds and the names of its examples: the same texts that people see. */
function sections() {
  const zh = createTranslator('zh-CN')
  const en = createTranslator('en')
  return detectors.map((detector) => sectionOf(detector, { zh, en })).join('\n\n')
}

function sectionOf({ name, parameters }, { zh, en }) {
  const rows = Object.entries(parameters).map(([parameter, { default: value, unit, range }]) => {
    const label = `detectors.parameters.${name}.${parameter}`
    return `| \`${parameter}\` | ${en.t(label)} · ${zh.t(label)} | ${value} | ${unit} | ${range[0]} … ${range[1]} |`
  })
  const examples = examplesOf[name].map(
    ({ name: text, finds }) => `- ${finds.length > 0 ? '**found**' : 'not found'}: ${text}`,
  )
  return `## ${name}

**${en.t(`detectors.names.${name}`)} · ${zh.t(`detectors.names.${name}`)}.** ${en.t(`detectors.descriptions.${name}`)}
[Definition, source, limits](../packages/detectors/src/${name}/README.md)

| parameter | meaning | default | unit | range |
|---|---|---:|---|---|
${rows.join('\n')}

${examples.join('\n')}`
}

function show({ service, labels, detection, truth, found }) {
  const wrong = [...found].filter((name) => !truth.has(name))
  const missed = [...truth.keys()].filter((name) => !found.has(name))
  for (const [title, list] of Object.entries({ WRONG: wrong, MISSED: missed })) {
    for (const name of list.slice(0, Number(options.limit))) {
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
  const at = (time) => (Number.isNaN(time) ? '-' : new Date(time + 8 * 3_600_000).toISOString().slice(0, 16))
  console.log(item.values[item.codes[c]], 'promised', at(clock.promisedDue[c]), 'statutory', at(clock.statutoryDue[c]))
  for (let e = log.caseOffsets[c]; e < log.caseOffsets[c + 1]; e++) {
    const text = (column) => column?.values[column.codes[e]] ?? ''
    const who = [
      text(log.activity),
      text(log.resource),
      text(log.department),
      text(log.eventAttributes.get('stopDocument')),
    ]
    console.log(' ', at(log.startTime[e]), at(log.time[e]), 'recorded', at(log.recordedAt[e]), ...who)
  }
}
