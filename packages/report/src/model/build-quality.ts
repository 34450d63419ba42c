import { caseCount, eventCount, type NoticeKind, type ReadingReport, type StringColumn } from '@zhengfeng/eventlog'
import type { ServiceLog } from '@zhengfeng/mining'
import { localMs } from '@zhengfeng/worktime'
import type { Doubt, Quality, ReadingModel } from './check-up.ts'

const refusalsListed = 20
const examplesListed = 3

type Part = Doubt['weakens'][number]

/** Which parts of the report a peculiarity of the data weakens. */
const weakens: Readonly<Record<NoticeKind, readonly Part[]>> = {
  ambiguousDates: ['timeliness', 'flow', 'findings'],
  mixedZones: ['timeliness', 'findings'],
  zoneGaps: ['timeliness'],
  mixedLayouts: ['timeliness'],
  midnightOnly: ['timeliness', 'flow', 'findings'],
  duplicates: ['flow', 'handovers', 'findings'],
  outOfOrder: ['flow'],
  emptyKeys: ['timeliness', 'flow'],
  emptyCases: ['timeliness'],
  changingCaseAttribute: ['timeliness', 'offices'],
  sharedEvents: ['flow', 'handovers'],
  unrelatedEvents: ['flow'],
  unfitValues: ['timeliness', 'findings'],
  implausibleTimes: ['timeliness', 'flow', 'findings'],
  invalidText: ['flow', 'handovers'],
}

/** Peculiarities that reading puts right without loss: however frequent, they weigh nothing. */
const putRight: ReadonlySet<NoticeKind> = new Set(['mixedZones', 'mixedLayouts', 'outOfOrder'])

/** How the sources were read, and what that means for what may be concluded. */
export function buildQuality(service: ServiceLog, readings: readonly ReadingReport[]): Quality {
  const doubts = [...doubtsOfReading(readings), ...doubtsOfLog(service)]
  const order = { high: 0, medium: 1, low: 2, putRight: 3 }
  return {
    readings: readings.map(readingModel),
    doubts: doubts.sort((a, b) => order[a.weight] - order[b.weight] || b.count / b.of - a.count / a.of),
  }
}

function doubtsOfReading(readings: readonly ReadingReport[]): Doubt[] {
  const total = (count: (reading: ReadingReport) => number): number =>
    readings.reduce((sum, reading) => sum + count(reading), 0)
  const rows = total((reading) => reading.rowsRead)
  const refused = total((reading) => reading.rowsRefused)
  const doubts = refused > 0 ? [doubt('refusedRows', refused, rows, ['timeliness', 'flow', 'findings'])] : []
  const counts = new Map<NoticeKind, number>()
  for (const reading of readings)
    for (const { kind, count } of reading.notices) counts.set(kind, (counts.get(kind) ?? 0) + count)
  const kept = total((reading) => reading.rowsKept)
  // A notice may count values of several columns; a share above all rows would say nothing.
  for (const [kind, count] of counts) {
    const found = doubt(kind, count, Math.max(count, kept), weakens[kind])
    doubts.push(putRight.has(kind) ? { ...found, weight: 'putRight' } : found)
  }
  return doubts
}

/** Fewer cases than this and shares and medians say little. */
const fewCases = 30
const dayMs = 86_400_000

function doubtsOfLog(service: ServiceLog): Doubt[] {
  const { log, clock } = service
  const [cases, events] = [caseCount(log), eventCount(log)]
  const doubts: Doubt[] = []
  const note = (kind: string, count: number, of: number, parts: readonly Part[]): void => {
    if (count > 0) doubts.push(doubt(kind, count, of, parts))
  }
  doubts.push(...doubtsOfProfile(service))
  if (cases < fewCases) doubts.push(doubt('fewCases', cases, cases, ['timeliness', 'offices']))
  note('openCases', missing(clock.to), cases, ['timeliness'])
  const limit = limitUsed(service)
  if (limit) note('withoutLimit', missing(limit), cases, ['timeliness', 'findings'])
  note('noStart', missing(clock.from), cases, ['timeliness'])
  note('singleEventCases', singleEventCases(log.caseOffsets), cases, ['flow', 'timeliness'])
  note('noDepartment', unnamed(log.department, events, service.unnamedDepartment), events, ['handovers', 'findings'])
  note('noResource', unnamed(log.resource, events), events, ['handovers', 'findings'])
  return doubts
}

/** What the profile promises and the log, or the calendar, cannot keep. */
function doubtsOfProfile({ clock, profile, calendar, unusableAttributes }: ServiceLog): Doubt[] {
  const doubts: Doubt[] = []
  const names = Array.from(new Set(unusableAttributes.map(({ attribute, field }) => `${attribute} (${field})`)))
  if (names.length > 0)
    doubts.push({ ...doubt('unusableAttributes', names.length, names.length, ['timeliness', 'findings']), names })
  const limited = Array.from(clock.statutoryDue, (due, c) => latest(due, clock.promisedDue[c]!)).filter(
    (at) => at > Number.NEGATIVE_INFINITY,
  )
  if (profile.clock.to === 'lastEvent' && limited.length > 0)
    doubts.push(doubt('endUnknown', limited.length, limited.length, ['timeliness', 'findings']))
  const knownUntil = calendar.holidaysKnownUntil
  if (knownUntil === undefined) return doubts
  const end = Date.parse(knownUntil) + dayMs
  const beyond = limited.filter((at) => localMs(profile.timeZone, at) >= end).length
  if (beyond > 0)
    doubts.push({ ...doubt('beyondHolidays', beyond, limited.length, ['timeliness', 'findings']), names: [knownUntil] })
  return doubts
}

/** The later of two instants, either of which may be unknown; `-Infinity` where both are. */
function latest(a: number, b: number): number {
  return Math.max(Number.isNaN(a) ? Number.NEGATIVE_INFINITY : a, Number.isNaN(b) ? Number.NEGATIVE_INFINITY : b)
}

/** Due instants of the limit by which the report judges; `undefined` where the log has none at all. */
function limitUsed({ clock }: ServiceLog): Float64Array | undefined {
  return [clock.statutoryDue, clock.promisedDue].find((due) => due.some((at) => !Number.isNaN(at)))
}

function doubt(kind: string, count: number, of: number, parts: readonly Part[]): Doubt {
  const share = of === 0 ? 1 : count / of
  return {
    kind,
    weight: share >= 0.2 ? 'high' : share >= 0.02 ? 'medium' : 'low',
    count,
    of,
    names: [],
    weakens: [...parts],
  }
}

function missing(instants: Float64Array): number {
  return instants.reduce((sum, at) => sum + (Number.isNaN(at) ? 1 : 0), 0)
}

function singleEventCases(offsets: Int32Array): number {
  let single = 0
  for (let c = 0; c + 1 < offsets.length; c++) if (offsets[c + 1]! - offsets[c]! === 1) single++
  return single
}

/** Events without a name, or with one that stands for nobody. */
function unnamed(column: StringColumn | undefined, events: number, nobody?: Uint8Array): number {
  return column ? column.codes.reduce((sum, code) => sum + (code < 0 || nobody?.[code] === 1 ? 1 : 0), 0) : events
}

function readingModel(reading: ReadingReport): ReadingModel {
  return {
    source: reading.source,
    format: reading.format,
    rowsRead: reading.rowsRead,
    rowsKept: reading.rowsKept,
    rowsRefused: reading.rowsRefused,
    refusedByReason: { ...reading.refusedByReason },
    refusals: reading.refusals
      .slice(0, refusalsListed)
      .map(({ line, column = null, value = null, reason }) => ({ line, column, value, reason })),
    notices: reading.notices.map(({ kind, column = null, count, examples }) => ({
      kind,
      column,
      count,
      examples: examples.slice(0, examplesListed).map(({ line = null, value }) => ({ line, value })),
    })),
  }
}
