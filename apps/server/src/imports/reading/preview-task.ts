import { createWriteStream } from 'node:fs'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ImportPreview } from '@zhengfeng/contract'
import { detectors, thresholdsOf } from '@zhengfeng/detectors'
import {
  canonicalActivities,
  type EventLog,
  formatProfile,
  formatReader,
  type Preview,
  type Profile,
  parseProfile,
  type ReadingReport,
  UnfinishedProposal,
  valueAt,
} from '@zhengfeng/eventlog'
import { overdueCases, quantile, readService, type ServiceLog } from '@zhengfeng/mining'
import { checkStorable } from './check-storable.ts'
import { canBeMended, codedFailure } from './failures.ts'
import { personalColumns } from './personal-columns.ts'
import { openStored, profileName, readFiles } from './read-files.ts'
import { storedProfile } from './stored-profile.ts'
import type { CodedFailure, PreviewResult, PreviewTask } from './task.ts'
import type { ThreadWorld } from './thread.ts'

type Reading = NonNullable<ImportPreview['reading']>

/** Files in the folder of an import that the preview leaves for later questions. */
export const caseFile = 'cases.ndjson'
export const problemFile = 'problems.ndjson'

const shown = { rows: 20, columns: 500, examples: 5, textLength: 200, refusals: 100, activities: 2000 } as const

/** Reads the files as they would be imported, and says what they hold. Nothing is thrown that a person can mend. */
export async function preview(task: PreviewTask, world: ThreadWorld): Promise<PreviewResult> {
  const { choice } = task
  // A profile that is wrong is told before minutes are spent on reading.
  const wrong = choice.profileText === undefined ? undefined : wrongProfile(choice.profileText)
  const sample = await tableOf(task).catch(chooseObjects)
  const table = 'code' in sample ? noTable : sample
  const early = wrong ?? ('code' in sample ? sample : undefined)
  if (early) return { ...unread(table, choice.profileText ?? '', early), missing: [] }
  try {
    return { ...table, ...(await readAll(task, world)) }
  } catch (error) {
    const failure = mendable(error)
    if (!(error instanceof UnfinishedProposal)) return unread(table, choice.profileText ?? '', failure)
    const { proposal } = error
    return {
      ...unread(table, formatProfile(proposal.profile), failure),
      ...{ reasons: [...proposal.reasons], missing: [...proposal.missing], proposed: true },
    }
  }
}

type Table = Pick<PreviewResult, 'columns' | 'rows'>
const noTable: Table = { columns: [], rows: [] }

function unread(table: Table, profileText: string, failure: CodedFailure): PreviewResult {
  const types = failure.code === 'objectTypeMissing' ? String(failure.values.detail ?? '').split(', ') : []
  const objectTypes = types.map((type) => type.replace(/ \(\d+\)$/, '')).filter((type) => type !== '')
  return { ...table, profileText, proposed: false, reasons: [], missing: [], objectTypes, failure }
}

/** @throws what no choice of a person can mend */
function mendable(error: unknown): CodedFailure {
  const failure = codedFailure(error)
  if (failure && canBeMended(failure)) return failure
  throw error
}

/** @throws what is not about the type of objects: a file that shows no row at all is no log */
function chooseObjects(error: unknown): CodedFailure {
  const failure = codedFailure(error)
  if (failure?.code === 'objectTypeMissing' || failure?.code === 'eventsShared') return failure
  throw error
}

function wrongProfile(text: string): CodedFailure | undefined {
  try {
    thresholdsOf(detectors, parseProfile(text, profileName).detectors)
    return undefined
  } catch (error) {
    return mendable(error)
  }
}

/** The first rows as they stand in the first file. */
async function tableOf({ files, choice: { objectType } }: PreviewTask): Promise<Table> {
  const source = await openStored(files[0]!)
  const beginning = await formatReader(source.format).preview(source, objectType === undefined ? {} : { objectType })
  return tableOfPreview(beginning)
}

function tableOfPreview({ columns, rows }: Preview): Table {
  const kept = columns.slice(0, shown.columns)
  return {
    columns: kept.map(({ name, scope, declared, texts }) => ({
      ...{ name: cut(name), scope, examples: examplesOf(texts) },
      ...(declared && { type: declared }),
    })),
    rows: Array.from({ length: Math.min(rows, shown.rows) }, (_, row) =>
      kept.map(({ texts }) => cut(texts[row] ?? '')),
    ),
  }
}

function examplesOf(texts: readonly string[]): string[] {
  const found = new Set<string>()
  for (const text of texts) {
    if (text.trim() !== '') found.add(cut(text))
    if (found.size === shown.examples) break
  }
  return Array.from(found)
}

async function readAll(task: PreviewTask, world: ThreadWorld): Promise<Omit<PreviewResult, 'columns' | 'rows'>> {
  const { log, profile, profileText, proposals, readings } = await readFiles(task, world)
  const total = log.caseIds.length
  world.progress({ stage: 'checking', done: 0, total })
  checkStorable(log, profile)
  thresholdsOf(detectors, profile.detectors)
  const service = readService(log, profile, { until: task.now })
  world.checkMemory()
  await writeLines(join(task.folder, caseFile), caseLines(log))
  await writeLines(join(task.folder, problemFile), problemLines(readings))
  world.progress({ stage: 'checking', done: total, total })
  return {
    profileText,
    proposed: proposals !== undefined,
    reasons: [...(proposals?.[0]?.reasons ?? [])],
    missing: [],
    objectTypes: [],
    readings: readings.map((report) => ({ ...report, refusals: report.refusals.slice(0, shown.refusals) })),
    storedProfile: storedProfile(log, profile),
    reading: {
      files: readings.map(fileReading),
      activities: activitiesOf(log, profile),
      offices: officesOf(service),
      personalColumns: [...personalColumns(log, profile)],
      figures: figuresOf(service),
    },
  }
}

function fileReading(report: ReadingReport): Reading['files'][number] {
  const { source, format, rowsRead, rowsKept, rowsRefused, refusedByReason, refusals, notices } = report
  return {
    ...{ name: source, format, rowsRead, rowsKept, rowsRefused, refusedByReason: { ...refusedByReason } },
    refusals: refusals.slice(0, shown.refusals).map((refusal) => ({
      ...refusal,
      ...(refusal.value !== undefined && { value: cut(refusal.value) }),
    })),
    notices: notices.map(({ kind, column, count, examples }) => ({
      ...{ kind, count, ...(column !== undefined && { column }) },
      examples: examples.map(({ line, value }) => ({ ...(line !== undefined && { line }), value: cut(value) })),
    })),
  }
}

function activitiesOf({ activity }: EventLog, { activities }: Profile): Reading['activities'] {
  const counts = new Int32Array(activity.values.length)
  for (const code of activity.codes) counts[code]!++
  const stepOf = new Map<string, string>(canonicalActivities.map((step) => [step, step]))
  for (const [step, names] of Object.entries(activities)) for (const name of names) stepOf.set(name, step)
  return activity.values
    .map((name, code) => ({ name, events: counts[code]!, ...(stepOf.has(name) && { step: stepOf.get(name)! }) }))
    .filter(({ events }) => events > 0)
    .sort((a, b) => b.events - a.events)
    .slice(0, shown.activities)
}

/** Until when each office is seen is when its open cases are judged, as `zhengfeng inspect` does. */
function officesOf({ log, office, observedUntil }: ServiceLog): Reading['offices'] {
  const found = new Map<string, { cases: number; lastEventAt: string }>()
  for (let c = 0; c < log.caseIds.length; c++) {
    const name = valueAt(office, c)?.toString() ?? ''
    const known = found.get(name)
    if (known) known.cases++
    else found.set(name, { cases: 1, lastEventAt: new Date(observedUntil[c]!).toISOString() })
  }
  return Array.from(found, ([name, { cases, lastEventAt }]) => ({ office: name, cases, lastEventAt }))
}

function figuresOf(service: ServiceLog): Reading['figures'] {
  const { log, clock } = service
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const at of log.time) {
    if (at < from) from = at
    if (at > to) to = at
  }
  const closed = clock.livedMs.filter((_, c) => !Number.isNaN(clock.to[c]!)).sort()
  const statutory = limitOf(service, 'statutory')
  const promised = limitOf(service, 'promised')
  return {
    cases: log.caseIds.length,
    openCases: log.caseIds.length - closed.length,
    events: log.time.length,
    from: new Date(from).toISOString(),
    to: new Date(to).toISOString(),
    ...(statutory && { statutory }),
    ...(promised && { promised }),
    ...(closed.length > 0 && { livedMedianMs: quantile(closed, 0.5) }),
  }
}

/** Overdue closed and overdue open, over closed and overdue open, as everywhere. */
function limitOf(service: ServiceLog, kind: 'statutory' | 'promised'): { judged: number; overdue: number } | undefined {
  const late = overdueCases(service, kind)
  if (late.every((each) => each === -1)) return undefined
  let judged = 0
  let overdue = 0
  for (let c = 0; c < late.length; c++) {
    if (late[c] === -1) continue
    if (late[c] === 1) overdue++
    if (late[c] === 1 || !Number.isNaN(service.clock.to[c]!)) judged++
  }
  return { judged, overdue }
}

/** One line per case: its office and its number. */
function* caseLines({ caseIds, caseOffice }: EventLog): Generator<string> {
  for (const [c, caseNo] of caseIds.entries())
    yield `${JSON.stringify([caseOffice ? (valueAt(caseOffice, c) ?? '') : '', caseNo])}\n`
}

/** One line per row that could not be read, as far as the reports list them. */
function* problemLines(readings: readonly ReadingReport[]): Generator<string> {
  for (const { source, refusals } of readings)
    for (const refusal of refusals) yield `${JSON.stringify({ file: source, ...refusal })}\n`
}

async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  await pipeline(Readable.from(inPieces(lines)), createWriteStream(path))
}

function* inPieces(lines: Iterable<string>): Generator<string> {
  let piece = ''
  for (const line of lines) {
    piece += line
    if (piece.length < 1 << 16) continue
    yield piece
    piece = ''
  }
  if (piece !== '') yield piece
}

function cut(text: string): string {
  return text.length > shown.textLength ? `${text.slice(0, shown.textLength)}…` : text
}
