import type { IndicatorDescription, Overview } from '@zhengfeng/contract'
import type { Catalogue } from '../../components/indicators.ts'

type Child = Overview['children'][number]

/** A part of the service that is worse than the whole, with confidence, and in which figure most of all. */
export interface NeedsAttention {
  readonly child: Child
  readonly indicator: IndicatorDescription
  readonly value: number
  readonly overall: number
  readonly interval: readonly [number, number]
  /** How many times as far from the whole as chance would take it: distance over half the interval. */
  readonly strength: number
}

/**
 * Finds the parts that are worse than the whole. Only a figure whose interval leaves the value of the whole out, on the worse side,
 * counts: small offices are not named for what chance does. Each part is told once, by its strongest figure.
 */
export function findAttention(overview: Overview, catalogue: Catalogue, atMost = 5): readonly NeedsAttention[] {
  const overall = new Map(overview.headline.map(({ indicator, value }) => [indicator, value]))
  return overview.children
    .flatMap((child) => {
      const worst = child.figures
        .flatMap((figure) => judge(child, figure, catalogue.find(figure.indicator), overall.get(figure.indicator)))
        .sort((a, b) => b.strength - a.strength)
      return worst.slice(0, 1)
    })
    .sort((a, b) => b.strength - a.strength)
    .slice(0, atMost)
}

function judge(
  child: Child,
  figure: Child['figures'][number],
  indicator: IndicatorDescription | undefined,
  overall: number | undefined,
): readonly NeedsAttention[] {
  const { value, interval } = figure
  if (!indicator || indicator.direction === 'none' || !interval) return []
  if (value === undefined || overall === undefined) return []
  const [low, high] = interval
  const worse = indicator.direction === 'lower' ? low > overall : high < overall
  if (!worse) return []
  const strength = Math.abs(value - overall) / Math.max((high - low) / 2, Number.EPSILON)
  return [{ child, indicator, value, overall, interval, strength }]
}
