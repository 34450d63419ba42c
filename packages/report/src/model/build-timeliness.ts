import { caseCount } from '@zhengfeng/eventlog'
import { overdueCases, type ServiceLog } from '@zhengfeng/mining'
import { workingDays, workingMs } from '@zhengfeng/worktime'
import { buildItems, buildMonths } from './build-groups.ts'
import type { LimitFigures, Timeliness } from './check-up.ts'
import { distributionOf } from './distribution.ts'
import { limitFiguresOf } from './limit-figures.ts'
import { overdueTrendOf, trendOf } from './trends.ts'

const dayMs = 86_400_000

/** How long people waited, and how that stands against the limits. */
export function buildTimeliness(service: ServiceLog, workingDayMs: number): Timeliness {
  const { clock } = service
  const cases = caseCount(service.log)
  const closed = Int32Array.from({ length: cases }, (_, index) => index).filter(
    (index) => !Number.isNaN(clock.to[index]!),
  )
  const take = (values: Float64Array): Float64Array =>
    Float64Array.from(closed, (index) => values[index]!).filter(isKnown)
  const statutory = limitFiguresOf(service, 'statutory')
  const promised = limitFiguresOf(service, 'promised')
  const limitUsed = choose(statutory, promised)
  return {
    closedCases: closed.length,
    openCases: cases - closed.length,
    endsKnown: service.profile.clock.to !== 'lastEvent',
    oldestOpenMs: oldestOpen(service),
    lived: distributionOf(take(clock.livedMs), dayMs),
    official: distributionOf(take(clock.officialMs), workingDayMs),
    stoppedCases: stoppedCases(service),
    statutory,
    promised,
    overdueEither: statutory && promised && overdueEitherOf(service),
    compression: compressionOf(service, workingDayMs),
    limitUsed,
    ...buildItems(service, limitUsed),
    byMonth: buildMonths(service, limitUsed),
    trend: trendOf(service),
    overdueTrend: overdueTrendOf(service, limitUsed),
  }
}

/** The law where it is known, else the promise. */
function choose(statutory: LimitFigures | null, promised: LimitFigures | null): Timeliness['limitUsed'] {
  if (statutory) return 'statutory'
  return promised ? 'promised' : null
}

function oldestOpen({ clock }: ServiceLog): number | null {
  let oldest = -1
  for (let c = 0; c < clock.to.length; c++) {
    if (Number.isNaN(clock.to[c]!) && clock.livedMs[c]! > oldest) oldest = clock.livedMs[c]!
  }
  return oldest < 0 ? null : oldest
}

function stoppedCases({ stops }: ServiceLog): number {
  let stopped = 0
  for (let c = 0; c + 1 < stops.offsets.length; c++) if (stops.offsets[c]! < stops.offsets[c + 1]!) stopped++
  return stopped
}

/** How the cases late against the law and those late against the promise overlap. */
function overdueEitherOf(service: ServiceLog): Timeliness['overdueEither'] {
  const late = { statutory: overdueCases(service, 'statutory'), promised: overdueCases(service, 'promised') }
  const found = { cases: 0, statutory: 0, promised: 0, both: 0 }
  for (let c = 0; c < late.statutory.length; c++) {
    const [statutory, promised] = [late.statutory[c] === 1, late.promised[c] === 1]
    if (statutory) found.statutory++
    if (promised) found.promised++
    if (statutory && promised) found.both++
    if (statutory || promised) found.cases++
  }
  return found
}

/**
 * 1 − Σ promised ÷ Σ statutory, over the cases that have both limits and neither a stop nor an extension: those lengthen both due
 * dates alike and say nothing of the promise. Nothing where the promise is no shorter.
 */
function compressionOf({ clock, calendar, stops }: ServiceLog, workingDayMs: number): Timeliness['compression'] {
  // Limits do not count the day they start on, so whole days are counted; one that ends on that day is counted in hours.
  const length = (from: number, due: number): number =>
    workingDays(calendar, from, due) || workingMs(calendar, from, due) / workingDayMs
  let cases = 0
  let statutory = 0
  let promised = 0
  for (let c = 0; c < clock.from.length; c++) {
    const [from, due, promisedDue] = [clock.from[c]!, clock.statutoryDue[c]!, clock.promisedDue[c]!]
    if (Number.isNaN(from + due + promisedDue)) continue
    if (clock.extended[c] === 1 || stops.offsets[c]! < stops.offsets[c + 1]!) continue
    cases++
    statutory += length(from, due)
    promised += length(from, promisedDue)
  }
  return cases === 0 || promised >= statutory ? null : { cases, share: 1 - promised / statutory }
}

function isKnown(value: number): boolean {
  return !Number.isNaN(value)
}
