import type { Trial } from '@zhengfeng/contract'
import {
  canonicalActivities,
  type EventLog,
  type Profile,
  readNdjson,
  serviceEventColumns,
  valueAt,
} from '@zhengfeng/eventlog'
import { overdueCases, readService, readSteps, type ServiceLog } from '@zhengfeng/mining'
import { profileInForce } from '@zhengfeng/monitor'
import { ProblemError } from '../http/problem-error.ts'
import type { IncomingEvent } from '../ingest/incoming-event.ts'
import { isFault, readEvent } from '../ingest/read-event.ts'

const mostLines = 1000

interface Tried {
  readonly line: number
  readonly event: IncomingEvent
}

/** Reads sample events as ingestion would, and shows how they fold. Nothing is stored. */
export async function tryEvents(
  text: string,
  { profile, division, now }: { readonly profile: Profile; readonly division: string; readonly now: number },
): Promise<Trial> {
  const lines = linesOf(text)
  const tried: Tried[] = []
  const stepOf = stepsByName(profileInForce(profile))
  const told = lines.map(({ line, raw }): Trial['lines'][number] => {
    const read = readEvent(raw, division)
    if (isFault(read)) {
      const value = read.value === undefined ? undefined : shown(read.value)
      return { line, accepted: false, field: read.field, reason: read.code, ...(value !== undefined && { value }) }
    }
    tried.push({ line, event: read })
    const step = stepOf.get(read.activity)
    return { line, accepted: true, caseNo: read.caseNo, activity: read.activity, ...(step !== undefined && { step }) }
  })
  const unmapped = Array.from(new Set(tried.map(({ event }) => event.activity))).filter((name) => !stepOf.has(name))
  if (tried.length === 0) return { lines: told, cases: [], unmapped, notices: [] }
  const { service, notices } = await fold(tried, profileInForce(profile), now)
  return { lines: told, cases: casesOf(service), unmapped, notices }
}

interface Line {
  readonly line: number
  /** Undefined where the line is no JSON. */
  readonly raw: unknown
}

/** One event a line, or a JSON array. */
function linesOf(text: string): readonly Line[] {
  const whole = text.trimStart().startsWith('[') ? parsed(text) : undefined
  const lines = Array.isArray(whole)
    ? whole.map((raw: unknown, index) => ({ line: index + 1, raw }))
    : text.split('\n').flatMap((each, index) => (each.trim() === '' ? [] : [{ line: index + 1, raw: parsed(each) }]))
  if (lines.length === 0) throw new ProblemError('invalid', {}, { fields: [{ field: 'events', message: 'required' }] })
  if (lines.length > mostLines)
    throw new ProblemError(
      'tooLarge',
      {},
      { fields: [{ field: 'events', value: lines.length, message: `≤ ${mostLines}` }] },
    )
  return lines
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function shown(value: unknown): string {
  // Lists and objects may be too deep to be written out.
  const text = typeof value !== 'object' || value === null ? String(value) : Array.isArray(value) ? '[…]' : '{…}'
  return text.length > 100 ? `${text.slice(0, 100)}…` : text
}

async function fold(
  tried: readonly Tried[],
  profile: Profile,
  now: number,
): Promise<{ service: ServiceLog; notices: Trial['notices'] }> {
  const text = tried.map(({ event }) => `${JSON.stringify(wireEvent(event))}\n`).join('')
  const reader = { ...profile, columns: { ...profile.columns, ...fieldColumns } }
  const { log, report } = await readNdjson([Buffer.from(text)], reader, { source: 'events', now })
  return {
    service: readService(log, profile, { until: now }),
    notices: report.notices.map(({ kind, count, column }) => ({
      kind,
      count,
      ...(column !== undefined && { column }),
    })),
  }
}

/** Our own events always have these fields. */
const fieldColumns = {
  case: serviceEventColumns.case,
  activity: serviceEventColumns.activity,
  time: serviceEventColumns.time,
  office: serviceEventColumns.office,
}

function wireEvent({ people: _, occurrence: _occurrence, occurredAt, recordedAt, ...rest }: IncomingEvent): object {
  return {
    ...rest,
    occurredAt: iso(occurredAt),
    ...(recordedAt !== undefined && { recordedAt: iso(recordedAt) }),
  }
}

function stepsByName({ activities }: Profile): ReadonlyMap<string, string> {
  const steps = new Map<string, string>()
  for (const [step, names] of Object.entries(activities))
    for (const name of names) if (!steps.has(name)) steps.set(name, step)
  return steps
}

function casesOf(service: ServiceLog): Trial['cases'] {
  const { log, clock, milestones } = service
  const late = [overdueCases(service, 'statutory'), overdueCases(service, 'promised')]
  return log.caseIds.map((caseNo, c) => ({
    caseNo,
    division: String(valueAt(service.office, c) ?? ''),
    item: String(valueAt(service.item, c) ?? ''),
    events: eventsOf(service, c),
    ...instants({
      submittedAt: milestones.submit[c]!,
      acceptedAt: milestones.accept[c]!,
      decidedAt: milestones.decide[c]!,
      closedAt: clock.to[c]!,
      statutoryDue: clock.statutoryDue[c]!,
      promisedDue: clock.promisedDue[c]!,
    }),
    ...(!Number.isNaN(clock.officialMs[c]!) && { officialMs: clock.officialMs[c]! }),
    livedMs: clock.livedMs[c]!,
    overdue: late.some((each) => each[c] === 1),
  }))
}

function eventsOf({ log, profile }: ServiceLog, c: number): Trial['cases'][number]['events'] {
  const { ofActivity } = readSteps(log, profile)
  const events: Trial['cases'][number]['events'] = []
  for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
    const code = log.activity.codes[e]!
    const step = canonicalActivities[ofActivity[code]!]
    const [actor, department] = [textAt(log.resource, e), textAt(log.department, e)]
    events.push({
      ...{ at: iso(log.time[e]!), activity: log.activity.values[code]! },
      ...(step !== undefined && { step }),
      ...(actor !== undefined && { actor }),
      ...(department !== undefined && { department }),
    })
  }
  return events
}

function textAt(column: EventLog['resource'], row: number): string | undefined {
  const code = column?.codes[row] ?? -1
  return code < 0 ? undefined : column!.values[code]
}

function instants<Name extends string>(times: Readonly<Record<Name, number>>): Partial<Record<Name, string>> {
  const known = Object.entries<number>(times).filter(([, at]) => !Number.isNaN(at))
  return Object.fromEntries(known.map(([name, at]) => [name, iso(at)])) as Partial<Record<Name, string>>
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
