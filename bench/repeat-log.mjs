// Makes logs of any size by repeating a real one under new case ids. Each round is a week later, so that weekdays and office
// hours stay what they are and rounds do not pile up on the same instants.
import { createWriteStream, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { gunzipSync } from 'node:zlib'

const weekMs = 7 * 86_400_000

/** The columns that a lean export has; with all 15 columns a million events take 270 MB. */
const leanColumns = [
  'case:concept:name',
  'concept:name',
  'lifecycle:transition',
  'org:group',
  'org:resource',
  'time:timestamp',
]

/** Writes a CSV of about `events` events; `lean` keeps six of the columns. */
export async function writeRepeatedCsv(source, target, { events, lean }) {
  const [header, ...rows] = readFileSync(source, 'utf8').trimEnd().split(/\r?\n/)
  const names = header.split(',')
  const kept = lean ? leanColumns.map((name) => names.indexOf(name)) : names.map((_, i) => i)
  const cells = rows.map((row) => row.split(','))
  function* rounds() {
    yield `${kept.map((i) => names[i]).join(',')}\n`
    for (let round = 0, written = 0; written < events; round++) {
      const lines = cells.slice(0, events - written).map((row) => kept.map((i) => shifted(row[i], round)).join(','))
      written += lines.length
      yield `${lines.join('\n')}\n`
    }
  }
  await pipeline(Readable.from(rounds()), createWriteStream(target))
}

/** Attributes that a lean XES leaves out: those of the case but its id, and the instance of the task. */
const leanLeftOut =
  /<\w+ key="(startdate|responsible|enddate_planned|department|group|deadline|channel|enddate|concept:instance)"[^\n]*\n/g

/** Writes an XES of about `events` events without indentation; `lean` keeps five attributes of events and the id of cases. */
export async function writeRepeatedXes(source, target, { events, lean }) {
  const text = gunzipSync(readFileSync(source)).toString('utf8')
  const from = text.indexOf('<trace>')
  const to = text.lastIndexOf('</trace>') + '</trace>'.length
  const unindented = text.slice(from, to).replace(/^\t+/gm, '')
  const traces = lean ? unindented.replace(leanLeftOut, '') : unindented
  const perRound = traces.split('<event>').length - 1
  function* rounds() {
    yield text.slice(0, from)
    for (let round = 0; round < Math.round(events / perRound); round++) {
      yield `${traces
        .replace(/(<string key="concept:name" value="case-\d+)"/g, `$1-${round}"`)
        .replace(/(<date key="[^"]*" value=")([^"]+)"/g, (_, start, time) => `${start}${shifted(time, round)}"`)}\n`
    }
    yield text.slice(to)
  }
  await pipeline(Readable.from(rounds()), createWriteStream(target))
}

const timePattern = /^(\d{4}-\d\d-\d\d)([T ])(\d\d:\d\d:\d\d)(.*)$/

/** A cell in its n-th round: case ids get a suffix, times move on by weeks, everything else stays. */
function shifted(cell, round) {
  if (round === 0) return cell
  if (cell.startsWith('case-')) return `${cell}-${round}`
  const time = timePattern.exec(cell)
  if (!time) return cell
  const [, date, separator, clock, rest] = time
  const later = new Date(Date.parse(`${date}T${clock}Z`) + (round % 500) * weekMs).toISOString()
  return `${later.slice(0, 10)}${separator}${clock}${rest}`
}
