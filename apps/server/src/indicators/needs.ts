import { type Indicator, type Measure, measures, type QuantileClock } from '@zhengfeng/monitor'

/** What indicators are computed from. */
export interface Needs {
  readonly measures: readonly Measure[]
  readonly clocks: readonly QuantileClock[]
  readonly stock: boolean
  readonly findings: boolean
}

/** What these indicators need, so that nothing else is read. */
export function needsOf(indicators: readonly Indicator[]): Needs {
  const named = new Set<string>()
  const clocks = new Set<QuantileClock>()
  let findings = false
  for (const indicator of indicators) {
    if (indicator.grain === 'quantile') clocks.add(indicator.clock)
    if (indicator.grain === 'findings') {
      findings = true
      named.add('closed')
    }
    for (const name of termNames(indicator)) named.add(name)
  }
  return {
    measures: measures.filter((measure) => named.has(measure)),
    clocks: [...clocks],
    stock: named.has('open') || named.has('openOverdue'),
    findings,
  }
}

function termNames(indicator: Indicator): readonly string[] {
  if (indicator.grain === 'findings' || indicator.grain === 'index') return []
  const toldOf = Object.keys(indicator.toldOf ?? {})
  if (indicator.grain === 'quantile') return toldOf
  const { numerator, denominator, sample, seenBy } = indicator
  return [...toldOf, ...[numerator, denominator, sample, seenBy].flatMap((terms) => Object.keys(terms ?? {}))]
}
