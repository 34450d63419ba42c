// Measures speed, memory and growth, and writes the tables of bench/README.md.
//   npm run bench            all sizes; takes some minutes and 2.5 GB of temporary files
//   npm run bench -- 0.25 1  only logs of so many million events
// Needs the WABO log (see bench/README.md) and a built workspace. Nothing else should run on the machine meanwhile.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeRepeatedCsv, writeRepeatedXes } from './repeat-log.mjs'

const wabo = fileURLToPath(new URL('../../shared/data/permits-wabo/', import.meta.url))
const readme = fileURLToPath(new URL('README.md', import.meta.url))
const sizes = process.argv.length > 2 ? process.argv.slice(2).map(Number) : [0.25, 1, 4]
/** Large logs take long and vary little. */
const repetitionsOf = (millions) => (millions > 1 ? 1 : 3)

if (!existsSync(wabo)) {
  console.error(`The WABO log is not in ${wabo}; see bench/README.md`)
  process.exit(1)
}
const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-bench-'))
try {
  const results = []
  for (const millions of sizes) results.push(await measureSize(millions))
  const tables = [sizeTable(results), analysisTable(results), growthTable(results)].filter(Boolean).join('\n\n')
  const text = readFileSync(readme, 'utf8')
  const machine = `Node ${process.version.slice(1)}, ${cpus().length} cores of ${cpus()[0].model.trim()}.`
  writeFileSync(
    readme,
    text.replace(/<!-- begin -->[\s\S]*<!-- end -->/, `<!-- begin -->\n${machine}\n\n${tables}\n<!-- end -->`),
  )
  console.log(tables)
} finally {
  rmSync(folder, { recursive: true })
}

async function measureSize(millions) {
  const events = millions * 1e6
  const csv = join(folder, 'log.csv')
  const wide = join(folder, 'wide.csv')
  const xes = join(folder, 'log.xes')
  const wideXes = join(folder, 'wide.xes')
  await writeRepeatedCsv(join(wabo, 'receipt.csv'), csv, { events, lean: true })
  await writeRepeatedCsv(join(wabo, 'receipt.csv'), wide, { events, lean: false })
  await writeRepeatedXes(join(wabo, 'receipt.xes.gz'), xes, { events, lean: true })
  await writeRepeatedXes(join(wabo, 'receipt.xes.gz'), wideXes, { events, lean: false })
  const row = (label, what, file) => ({
    label,
    megabytes: statSync(file).size / 1e6,
    ...best(what, file, repetitionsOf(millions)),
  })
  const rows = [
    row('CSV, 6 columns: bytes only', 'bytes', csv),
    row('CSV, 6 columns: papaparse, no work', 'papaparse', csv),
    row('CSV, 6 columns: readCsv', 'csv', csv),
    row('CSV, 15 columns: readCsv', 'csv', wide),
    row('XES, 5 attributes: bytes only', 'bytes', xes),
    row('XES, 5 attributes: saxes, no work', 'saxes', xes),
    row('XES, 5 attributes: readXes', 'xes', xes),
    row('XES, 15 attributes: readXes', 'xes', wideXes),
    row('inspect, from XES, 15 attributes', 'inspect', wideXes),
    row('inspect, from CSV, 15 columns', 'inspect', wide),
  ]
  return { millions, rows, mining: best('mining', wideXes, repetitionsOf(millions)) }
}

/** The fastest of a few runs: whatever else the machine does only ever adds time. */
function best(what, file, repetitions) {
  const runs = Array.from({ length: repetitions }, () => measureOnce(what, file))
  const cost = (run) => run.seconds ?? Object.values(run.ms).reduce((a, b) => a + b)
  return runs.reduce((a, b) => (cost(b) < cost(a) ? b : a))
}

function measureOnce(what, file) {
  const script = fileURLToPath(new URL('measure.mjs', import.meta.url))
  const { stdout, stderr, status } = spawnSync(process.execPath, [script, what, file], {
    encoding: 'utf8',
    maxBuffer: 1 << 26,
  })
  if (status !== 0) throw new Error(`${what} failed: ${stderr}`)
  const figures = JSON.parse(stdout.trim().split('\n').at(-1))
  process.stderr.write(`${what} ${JSON.stringify(figures)}\n`)
  return figures
}

function sizeTable(results) {
  const one = results.find(({ millions }) => millions === 1) ?? results[0]
  const events = one.rows.at(-1).events
  const baseline = { CSV: one.rows[1].seconds, XES: one.rows[5].seconds }
  const lines = one.rows.map(({ label, megabytes, seconds, peakMb }) => {
    const ratio =
      baseline[label.slice(0, 3)] && !label.includes('15') ? (baseline[label.slice(0, 3)] / seconds).toFixed(1) : ''
    return `| ${label} | ${megabytes.toFixed(0)} | ${seconds.toFixed(2)} | ${thousands(events / seconds)} | ${ratio} | ${peakMb} |`
  })
  return [
    `Reading and inspecting ${one.millions} million events (best of ${repetitionsOf(one.millions)} runs; the ratio is to the general parser that does no work):`,
    '',
    '| what | MB | seconds | events/s | ratio | peak MB |',
    '| --- | ---: | ---: | ---: | ---: | ---: |',
    ...lines,
  ].join('\n')
}

function analysisTable(results) {
  const one = results.find(({ millions }) => millions === 1) ?? results[0]
  const { ms } = one.mining
  const lines = Object.entries(ms).map(
    ([name, value]) => `| ${name} | ${value.toFixed(1)} | ${(value / ms.passOverEvents).toFixed(0)} |`,
  )
  return [
    `Analyses of ${one.millions} million events in memory (median of 5 runs; the ratio is to one pass over an integer column):`,
    '',
    '| what | ms | ratio |',
    '| --- | ---: | ---: |',
    ...lines,
  ].join('\n')
}

/** Exponent 1 is linear: twice the events, twice the time. */
function growthTable(results) {
  if (results.length < 2) return ''
  const [small, large] = [results[0], results.at(-1)]
  const exponent = (a, b) => (Math.log(b / a) / Math.log(large.millions / small.millions)).toFixed(2)
  const labels = ['readCsv', 'readXes', 'inspect']
  const rows = small.rows.map((each, i) => [each, large.rows[i], results.map(({ rows: all }) => all[i])])
  const lines = rows
    .filter(([{ label }]) => labels.some((name) => label.includes(name)))
    .map(
      ([a, b, all]) =>
        `| ${a.label} | ${all.map(({ seconds }) => seconds.toFixed(2)).join(' · ')} | ${exponent(a.seconds, b.seconds)} | ${all.map(({ peakMb }) => peakMb).join(' · ')} | ${exponent(a.peakMb, b.peakMb)} |`,
    )
  const analyses = Object.keys(small.mining.ms).map(
    (name) =>
      `| ${name} | ${results.map(({ mining }) => (mining.ms[name] / 1000).toFixed(3)).join(' · ')} | ${exponent(small.mining.ms[name], large.mining.ms[name])} | | |`,
  )
  return [
    `Growth over ${sizes.join(' · ')} million events:`,
    '',
    '| what | seconds | exponent | peak MB | exponent |',
    '| --- | --- | ---: | --- | ---: |',
    ...lines,
    ...analyses,
  ].join('\n')
}

function thousands(value) {
  return `${Math.round(value / 1000).toLocaleString('en')} k`
}
