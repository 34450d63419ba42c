import type { Column, StringColumn } from '@zhengfeng/eventlog'
import { lastInTime, overdueCases, readSteps, type ServiceLog, type Steps } from '@zhengfeng/mining'
import { localMs } from '@zhengfeng/worktime'
import { defaultMonitorRules, type MonitorRules } from './monitor-rules.ts'
import { bareName } from './reading-plan.ts'

/** A service log with what every case of it is asked for, computed once. */
export interface Reading {
  readonly service: ServiceLog
  readonly rules: MonitorRules
  readonly steps: Steps
  /** Per limit and case: 1 late, 0 in time, -1 nothing is due; and the last instant in time. */
  readonly late: { readonly statutory: Int8Array; readonly promised: Int8Array }
  readonly due: { readonly statutory: Float64Array; readonly promised: Float64Array }
  readonly workingDayMs: number
  /** Channels that count as online, in lower case. */
  readonly onlineChannels: ReadonlySet<string>
  /** Local day of an instant, counted from 1970-01-01. */
  readonly dayOf: (instant: number) => number
  /** One row per event. */
  readonly channel: StringColumn | undefined
  readonly visits: readonly StringColumn[]
  readonly satisfaction: readonly StringColumn[]
  readonly defaultRating: readonly StringColumn[]
  readonly followUpRating: readonly StringColumn[]
  /** One row per case; the first that has a value counts. */
  readonly ofCase: {
    readonly channel: readonly StringColumn[]
    readonly applicantGroup: readonly StringColumn[]
    readonly department: readonly StringColumn[]
    readonly visits: readonly StringColumn[]
    readonly applicant: readonly StringColumn[]
    readonly agent: readonly StringColumn[]
  }
}

const readings = new WeakMap<ServiceLog, Reading>()

/** The reading of a service log; made once for the rules that were asked for last. */
export function readingOf(service: ServiceLog, rules: MonitorRules = defaultMonitorRules): Reading {
  const known = readings.get(service)
  if (known && known.rules === rules) return known
  const reading = makeReading(service, rules)
  readings.set(service, reading)
  return reading
}

function makeReading(service: ServiceLog, rules: MonitorRules): Reading {
  const { log, profile } = service
  const names = rules.attributes
  const { columns } = profile
  const found = (attributes: ReadonlyMap<string, Column>, wanted: readonly (string | undefined)[]): StringColumn[] =>
    wanted
      .flatMap((name) => (name === undefined ? [] : [attributes.get(bareName(name))]))
      .filter((column) => column?.kind === 'string')
  const ofEvents = (wanted: readonly string[]): StringColumn[] => found(log.eventAttributes, wanted)
  const ofCases = (wanted: readonly (string | undefined)[]): StringColumn[] => found(log.caseAttributes, wanted)
  return {
    service,
    rules,
    steps: readSteps(log, profile),
    late: { statutory: overdueCases(service, 'statutory'), promised: overdueCases(service, 'promised') },
    due: { statutory: lastInTime(service, 'statutory'), promised: lastInTime(service, 'promised') },
    workingDayMs: workingDayLength(service),
    onlineChannels: new Set(rules.onlineChannels.map((name) => name.toLowerCase())),
    dayOf: (instant) => Math.floor(localMs(profile.timeZone, instant) / 86_400_000),
    channel: ofEvents(['channel'])[0],
    visits: ofEvents(names.visits),
    satisfaction: ofEvents(names.satisfaction),
    defaultRating: ofEvents(names.defaultRating),
    followUpRating: ofEvents(names.followUpRating),
    ofCase: {
      channel: ofCases([columns.channel]),
      applicantGroup: ofCases(names.applicantGroup),
      department: ofCases(names.department),
      visits: ofCases(names.visits),
      applicant: ofCases([columns.applicant]),
      agent: ofCases([columns.agent]),
    },
  }
}

function workingDayLength({ calendar }: ServiceLog): number {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  return calendar.rule.hours.reduce((sum, [opens, closes]) => sum + minutes(closes) - minutes(opens), 0) * 60_000
}
