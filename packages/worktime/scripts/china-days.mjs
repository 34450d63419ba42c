/**
 * Writes src/china-days.ts, the days off and make-up working days of China, from the data package `chinese-days`.
 * `npm run china-days` after that package has been updated (each November, when the State Council publishes the next year);
 * `--check` compares instead of writing and fails where they differ.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)
const target = new URL('../src/china-days.ts', import.meta.url)

const source = require('chinese-days/dist/chinese-days.json')
const { version } = require('chinese-days/package.json')
const work = Object.keys(source.workdays).sort()
const off = withoutGaps(Object.keys(source.holidays))
const text = render(off, work)

if (!process.argv.includes('--check')) writeFileSync(target, text)
else if (readFileSync(target, 'utf8') !== text) {
  process.stderr.write(
    'src/china-days.ts differs from the data package; run `npm run china-days` and look at the change\n',
  )
  process.exitCode = 1
}

/** A weekend day between two days off is off as well; the package leaves three such days out (2011, 2012, 2015). */
function withoutGaps(days) {
  const known = new Set(days)
  const between = days.map((day) => plus(day, 1)).filter((day) => known.has(plus(day, 1)) && !work.includes(day))
  return [...new Set([...days, ...between])].sort()
}

function plus(day, days) {
  return new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)
}

function render(off, work) {
  const years = [...new Set(off.map((day) => day.slice(0, 4)))]
  const rows = years.map((year) => {
    const of = (days) => ranges(days.filter((day) => day.startsWith(year))).join(' ')
    return `  '${year} ${of(off)} | ${of(work)}',`
  })
  return `/**
 * Statutory days off and make-up working days (调休) of China, as the State Council's General Office announces them each year.
 * Copied from the data package chinese-days ${version} (MIT, © 2024 Yawei Sun) by scripts/china-days.mjs; do not edit by hand.
 * Each row: the year, its days off, a bar, its make-up working days; \`MM-DD\` or \`MM-DD..MM-DD\`.
 */
export const chinaDays: readonly string[] = [
${rows.join('\n')}
]

/** SHA-256 over all days in order, \`-YYYY-MM-DD\` for a day off and \`+YYYY-MM-DD\` for a make-up working day, one per line. */
export const chinaDaysDigest = '${digest(off, work)}'
`
}

/** Neighbouring days of one year as \`MM-DD..MM-DD\`. */
function ranges(days) {
  const found = []
  for (const day of days) {
    const last = found.at(-1)
    if (last && Date.parse(day) - Date.parse(last[1]) === 86_400_000) last[1] = day
    else found.push([day, day])
  }
  return found.map(([from, to]) => (from === to ? from.slice(5) : `${from.slice(5)}..${to.slice(5)}`))
}

function digest(off, work) {
  const lines = [...off.map((day) => `-${day}`), ...work.map((day) => `+${day}`)].sort((a, b) =>
    a.slice(1) < b.slice(1) ? -1 : 1,
  )
  return createHash('sha256').update(lines.join('\n')).digest('hex')
}
