import { detectorNames, type IndicatorDescription } from '@zhengfeng/contract'
import { findIndicator, findingsIndicator, type Indicator, indicators } from '@zhengfeng/monitor'
import { ProblemError } from '../http/problem-error.ts'
import { drillsTo } from './behind.ts'

/** An indicator as the API names it: findings of one kind have an id of their own. */
export interface NamedIndicator {
  readonly indicator: Indicator
  readonly detector?: (typeof detectorNames)[number]
}

const ofKinds: ReadonlyMap<string, NamedIndicator> = new Map(
  detectorNames.map((detector) => {
    const id = `findings${camel(detector)}`
    return [id, { indicator: { ...findingsIndicator(detector), id }, detector }]
  }),
)

/** The catalogue with the findings of each kind. */
export const namedIndicators: readonly NamedIndicator[] = [
  ...indicators.map((indicator) => ({ indicator })),
  ...ofKinds.values(),
]

/**
 * The indicator of an id.
 *
 * @throws ProblemError `invalid` where there is none
 */
export function knownIndicator(id: string, field = 'indicators'): Indicator {
  const found = ofKinds.get(id)?.indicator ?? findIndicator(id)
  if (found) return found
  throw new ProblemError('invalid', {}, { fields: [{ field, value: id, message: 'unknownIndicator' }] })
}

export interface DescribeOptions {
  readonly targets: Readonly<Record<string, number>>
  /** Length of an office day by the calendar in force. */
  readonly workingDayMs: number
}

const everyGroup = ['division', 'department', 'item', 'channel', 'applicantGroup', 'day', 'week', 'month']
const withoutDays = everyGroup.slice(0, 5)
/** Durations on the official clock are working time, all others what a watch shows. */
const workingTime: ReadonlySet<string> = new Set(['officialMedian', 'officialP90', 'officialMean'])

/** What the catalogue tells of an indicator. */
export function describeIndicator(
  { indicator, detector }: NamedIndicator,
  { targets, workingDayMs }: DescribeOptions,
): IndicatorDescription {
  const { id, unit, direction, grain, headline = false, rankable = false, source } = indicator
  const target = targets[id] ?? indicator.target
  return {
    id,
    unit,
    ...(workingTime.has(id) && { workingDayMs }),
    direction,
    grain,
    ...(detector !== undefined && { detector }),
    headline,
    rankable: rankable && grain !== 'index',
    drillsTo: drillsTo(indicator),
    ...(target !== undefined && { target }),
    source,
    groups: grain === 'index' ? ['division'] : grain === 'stock' ? withoutDays : everyGroup,
  }
}

/** `queue-jumping` → `QueueJumping`. */
function camel(name: string): string {
  return name.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase())
}
