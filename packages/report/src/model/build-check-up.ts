import type { Detection } from '@zhengfeng/detectors'
import { caseCount, type EventLog, eventCount, type ReadingReport } from '@zhengfeng/eventlog'
import type { ServiceLog } from '@zhengfeng/mining'
import { buildComparison } from './build-comparison.ts'
import { buildFindings } from './build-findings.ts'
import { buildFlow } from './build-flow.ts'
import { buildHandOvers } from './build-hand-overs.ts'
import { buildQuality } from './build-quality.ts'
import { buildTimeliness } from './build-timeliness.ts'
import type { CheckUp, Method } from './check-up.ts'
import { isoInstant } from './measures.ts'
import { buildPlainFigures } from './plain-figures.ts'

/** What a check-up is made of. */
export interface CheckUpInput {
  readonly service: ServiceLog
  readonly detections: readonly Detection[]
  /** One per source. */
  readonly readings: readonly ReadingReport[]
  /** The sources as the user named them, with the SHA-256 of their bytes in hexadecimal. */
  readonly inputs: readonly { readonly path: string; readonly sha256: string }[]
  /** The profile as YAML. */
  readonly profileText: string
  /** SHA-256 of that text in hexadecimal. */
  readonly profileSha256: string
  /** Now, UTC milliseconds. */
  readonly generatedAt: number
  /** Version of ZhengFeng. */
  readonly version: string
}

/**
 * Brings everything that is known of a log into one model, from which every form of the report is drawn.
 *
 * @param input the log read as service, what the detectors said of it, how it was read, and what identifies it
 * @returns plain data that `JSON.stringify` writes as `check-up.json` (see `check-up.schema.json`)
 */
export function buildCheckUp(input: CheckUpInput): CheckUp {
  const { service } = input
  const { log } = service
  const workingDayMs = workingDayLength(service)
  return {
    format: 'zhengfeng-check-up',
    formatVersion: 1,
    version: input.version,
    generatedAt: isoInstant(input.generatedAt),
    timeZone: log.timeZone,
    period: periodOf(log),
    counts: {
      cases: caseCount(log),
      events: eventCount(log),
      activities: used(log.activity.codes, log.activity.values.length),
      offices: used(service.office.codes, service.office.values.length),
      items: used(service.item.codes, service.item.values.length),
      departments: log.department ? used(log.department.codes, log.department.values.length) : null,
      people: log.resource ? used(log.resource.codes, log.resource.values.length) : null,
    },
    offices: officesOf(service),
    timeliness: buildTimeliness(service, workingDayMs),
    flow: buildFlow(service),
    handOvers: buildHandOvers(service),
    ...buildFindings(service, input.detections),
    comparison: buildComparison(service),
    quality: buildQuality(service, input.readings),
    plain: buildPlainFigures(service),
    method: methodOf(input, workingDayMs),
  }
}

function periodOf(log: EventLog): CheckUp['period'] {
  let from = Number.POSITIVE_INFINITY
  let to = Number.NEGATIVE_INFINITY
  for (const at of log.time) {
    if (at < from) from = at
    if (at > to) to = at
  }
  return from <= to ? { from: isoInstant(from), to: isoInstant(to) } : null
}

/** How many entries of a dictionary occur; a selection of a log keeps the dictionary of the whole. */
function used(codes: Int32Array, width: number): number {
  const seen = new Uint8Array(width)
  let count = 0
  for (const code of codes) {
    if (code < 0 || seen[code] === 1) continue
    seen[code] = 1
    count++
  }
  return count
}

function officesOf({ log, office }: ServiceLog): CheckUp['offices'] {
  const cases = new Int32Array(office.values.length + 1)
  const events = new Int32Array(office.values.length + 1)
  for (let c = 0; c < caseCount(log); c++) {
    const code = office.codes[c]! < 0 ? office.values.length : office.codes[c]!
    cases[code]!++
    events[code]! += log.caseOffsets[c + 1]! - log.caseOffsets[c]!
  }
  return Array.from(cases, (count, code) => ({ name: office.values[code] ?? '', cases: count, events: events[code]! }))
    .filter((each) => each.cases > 0)
    .sort((a, b) => b.cases - a.cases)
}

function workingDayLength({ calendar }: ServiceLog): number {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  return calendar.rule.hours.reduce((sum, [opens, closes]) => sum + minutes(closes) - minutes(opens), 0) * 60_000
}

/** A path as one word of a shell. */
function quoted(path: string): string {
  return /^[\w./-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`
}

function methodOf(input: CheckUpInput, workingDayMs: number): Method {
  const { profile, calendar } = input.service
  const milestone = (from: typeof profile.clock.from): string => (typeof from === 'string' ? from : from.attribute)
  return {
    calendar: {
      timeZone: calendar.rule.timeZone,
      holidays: calendar.rule.holidays,
      weekend: [...calendar.rule.weekend],
      hours: calendar.rule.hours.map(([opens, closes]) => [opens, closes]),
      workingDayMs,
    },
    clock: { from: milestone(profile.clock.from), to: milestone(profile.clock.to), stops: [...profile.clock.stops] },
    profile: { name: profile.name, sha256: input.profileSha256, text: input.profileText },
    inputs: input.inputs.map(({ path, sha256 }) => ({ name: path, sha256 })),
    command: `npx zhengfeng inspect ${input.inputs.map(({ path }) => quoted(path)).join(' ')} --profile profile.yaml`,
  }
}
