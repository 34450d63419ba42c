import { compareMix, mannWhitney, median, overdueCases, type ServiceLog } from '@zhengfeng/mining'
import type { Timeliness } from './check-up.ts'
import { rateOf } from './measures.ts'

/** Fewer cases than this on either side and no direction is given. */
const trendMinimum = 30
/** A direction is named where chance alone would make so great a difference more rarely than this. */
const chance = 0.01

/** Lived time of the earlier half of the closed cases, by time of closing, against that of the later half. */
export function trendOf({ clock }: ServiceLog, closed: Int32Array): Timeliness['trend'] {
  const halves = halvesOf(
    closed.filter((index) => !Number.isNaN(clock.livedMs[index]!)),
    clock.to,
  )
  if (!halves) return null
  const [earlier, later] = halves.map((half) => Float64Array.from(half, (index) => clock.livedMs[index]!))
  const { pValue, superiority } = mannWhitney(later!, earlier!)
  const [earlierMedianMs, laterMedianMs] = [median(earlier!), median(later!)]
  return {
    earlierCases: earlier!.length,
    laterCases: later!.length,
    earlierMedianMs,
    laterMedianMs,
    direction: directionOf({ pValue, superiority, earlierMedianMs, laterMedianMs }),
    pValue,
  }
}

/** The share of late among the earlier half of the closed cases with a limit against that among the later half. */
export function overdueTrendOf(
  service: ServiceLog,
  closed: Int32Array,
  limit: Timeliness['limitUsed'],
): Timeliness['overdueTrend'] {
  if (!limit) return null
  const late = overdueCases(service, limit)
  const halves = halvesOf(
    closed.filter((index) => late[index]! >= 0),
    service.clock.to,
  )
  if (!halves) return null
  const [earlier, later] = halves.map((half) => rateOf(half.filter((index) => late[index] === 1).length, half.length))
  const { pValue } = compareMix(
    [earlier!.numerator, earlier!.denominator - earlier!.numerator],
    [later!.numerator, later!.denominator - later!.numerator],
  )
  const direction = pValue >= chance ? 'same' : later!.share! > earlier!.share! ? 'more' : 'fewer'
  return { earlier: earlier!, later: later!, direction, pValue }
}

function halvesOf(cases: Int32Array, at: Float64Array): readonly [Int32Array, Int32Array] | undefined {
  const inOrder = cases.slice().sort((a, b) => at[a]! - at[b]! || a - b)
  const half = Math.floor(inOrder.length / 2)
  return half < trendMinimum ? undefined : [inOrder.subarray(0, half), inOrder.subarray(half)]
}

/** A direction is named where chance is unlikely and the medians agree and differ by at least a twentieth. */
function directionOf(found: {
  readonly pValue: number
  readonly superiority: number
  readonly earlierMedianMs: number
  readonly laterMedianMs: number
}): 'longer' | 'shorter' | 'same' {
  const change = found.laterMedianMs - found.earlierMedianMs
  if (!(found.pValue < chance) || Math.abs(change) < 0.05 * found.earlierMedianMs) return 'same'
  if (change > 0 && found.superiority > 0.5) return 'longer'
  return change < 0 && found.superiority < 0.5 ? 'shorter' : 'same'
}
