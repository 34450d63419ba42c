import { lastInTime, median, overdueCases, type ServiceLog } from '@zhengfeng/mining'
import { workingMs } from '@zhengfeng/worktime'
import type { LimitFigures } from './check-up.ts'
import { rateOf } from './measures.ts'

const dayMs = 86_400_000

/**
 * How cases stand against one limit. Overdue is closed late, or open at the end of the log and late already. Open cases whose
 * limit still runs are in neither part of the rate.
 *
 * @returns `null` where no case has that limit
 */
export function limitFiguresOf(service: ServiceLog, kind: LimitFigures['kind']): LimitFigures | null {
  const { clock, calendar } = service
  const late = overdueCases(service, kind)
  const due = lastInTime(service, kind)
  const slackDays: number[] = []
  const latenessMs: number[] = []
  let open = 0
  let overdueOpen = 0
  for (let c = 0; c < late.length; c++) {
    if (late[c] === -1) continue
    if (Number.isNaN(clock.to[c]!)) {
      open++
      if (late[c] === 1) overdueOpen++
      continue
    }
    const days = (clock.to[c]! - due[c]!) / dayMs
    // Finished after hours on the last day is in time; the drawing must not put it among the late.
    slackDays.push(late[c] === 1 ? days : Math.min(0, days))
    if (late[c] === 1) latenessMs.push(workingMs(calendar, due[c]!, clock.to[c]!))
  }
  const closed = slackDays.length
  if (closed + open === 0) return null
  return {
    kind,
    casesWithLimit: closed + open,
    closed,
    overdueClosed: latenessMs.length,
    open,
    overdueOpen,
    overdue: rateOf(latenessMs.length + overdueOpen, closed + overdueOpen),
    early: rateOf(slackDays.filter((days) => days <= -1).length, closed),
    lateMedianMs: latenessMs.length === 0 ? null : median(Float64Array.from(latenessMs)),
    slack: slackBins(Float64Array.from(slackDays)),
  }
}

/** Classes of one round width with a border at the due instant; closed on the instant is in time. First and last are open. */
function slackBins(days: Float64Array): LimitFigures['slack'] {
  if (days.length === 0) return []
  const sorted = days.sort()
  const low = sorted[Math.floor(0.02 * (sorted.length - 1))]!
  const high = sorted[Math.ceil(0.98 * (sorted.length - 1))]!
  const span = Math.max(1, Math.max(high, 0) - Math.min(low, 0))
  const width = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000].find((each) => span / each <= 36) ?? span / 36
  const first = Math.min(-1, Math.floor(low / width))
  const last = Math.max(1, Math.ceil(high / width))
  const bins = Array.from({ length: last - first }, (_, index) => ({
    fromDays: index === 0 ? null : (first + index) * width,
    toDays: first + index + 1 === last ? null : (first + index + 1) * width,
    cases: 0,
  }))
  for (const value of sorted) {
    const index = Math.ceil(value / width) - 1 - first
    bins[Math.min(bins.length - 1, Math.max(0, index))]!.cases++
  }
  return bins
}
