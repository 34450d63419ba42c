import type { CaseDetail } from '@zhengfeng/contract'
import type { Profile } from '@zhengfeng/eventlog'
import { overdueCases, type ServiceLog } from '@zhengfeng/mining'
import { type CaseProjection, type CaseRecord, calendarOf, projectCases, serviceOf } from '@zhengfeng/monitor'
import { workingMs } from '@zhengfeng/worktime'
import { instant } from './case-row.ts'

/** A case folded at one moment. */
export interface FoldedCase {
  readonly projection: CaseProjection
  /** The log of this one case. */
  readonly service: ServiceLog
  readonly profile: Profile
  readonly at: number
}

type Clock = CaseDetail['clock']
type Limit = NonNullable<CaseDetail['statutory']>

/** Folds a case, judged at `at` while it is open. */
export function foldCase(record: CaseRecord, profile: Profile, at: number): FoldedCase {
  return {
    projection: projectCases([record], profile, { until: at })[0]!,
    service: serviceOf([record], profile, { until: at }),
    profile,
    at,
  }
}

/** Where the official clock stands, and what it shows. */
export function clockOf({ projection, service, profile, at }: FoldedCase): Clock {
  const { clockFrom, clockTo, officialMs } = projection
  const calendar = calendarOf(profile)
  const elapsed = clockFrom === undefined ? 0 : workingMs(calendar, clockFrom, clockTo ?? at)
  return {
    state: clockState(projection),
    ...(clockFrom !== undefined && { from: instant(clockFrom) }),
    ...(clockTo !== undefined && { to: instant(clockTo) }),
    ...(officialMs !== undefined && { officialMs }),
    livedMs: projection.livedMs,
    stoppedMs: officialMs === undefined ? 0 : Math.max(0, elapsed - officialMs),
    workingDayMs: workingDayMs(service),
  }
}

export function clockState({ clockFrom, clockTo, stops }: CaseProjection): Clock['state'] {
  if (clockTo !== undefined) return 'ended'
  if (clockFrom === undefined) return 'notStarted'
  return stops.some(({ to }) => Number.isNaN(to)) ? 'stopped' : 'running'
}

/** How the case stands to one of its limits; `undefined` where there is none. */
export function limitOf(folded: FoldedCase, limit: 'statutory' | 'promised'): Limit | undefined {
  const { projection, service, at } = folded
  const due = limit === 'statutory' ? projection.statutoryDue : projection.promisedDue
  if (due === undefined) return undefined
  const late = overdueCases(service, limit)[0] === 1
  const state = clockState(projection)
  return {
    due: instant(due),
    state: late ? 'overdue' : state === 'ended' ? 'kept' : state === 'stopped' ? 'stopped' : 'running',
    remainingMs: due - (projection.clockTo ?? at),
  }
}

const everyStop: Profile['clock']['stops'] = ['suspend', 'special', 'supplement']
const withEveryStop = new WeakMap<Profile, Profile>()

/** All stops of the case in order of time, also those that by the profile do not stop its clock. */
export function stopsOf(record: CaseRecord, { profile, at }: FoldedCase): CaseDetail['stops'] {
  let wide = withEveryStop.get(profile)
  if (!wide) {
    wide = { ...profile, clock: { ...profile.clock, stops: everyStop } }
    withEveryStop.set(profile, wide)
  }
  const { stops } = serviceOf([record], wide, { until: at })
  return Array.from(stops.from, (from, s) => ({
    from: instant(from),
    ...(!Number.isNaN(stops.to[s]!) && { to: instant(stops.to[s]!) }),
    kind: stops.kind[s]!,
    ...(stops.documented[s] !== -1 && { documented: stops.documented[s] === 1 }),
    stopsClock: profile.clock.stops.includes(stops.kind[s]!),
  })).sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
}

/** The length of one office day. */
function workingDayMs({ calendar }: ServiceLog): number {
  const minutes = (text: string): number => Number(text.slice(0, 2)) * 60 + Number(text.slice(3, 5))
  return calendar.rule.hours.reduce((sum, [opens, closes]) => sum + minutes(closes) - minutes(opens), 0) * 60_000
}
