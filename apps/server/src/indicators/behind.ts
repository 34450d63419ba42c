import {
  type Contribution,
  type Indicator,
  type Measure,
  measures,
  quantileClocks,
  type Terms,
} from '@zhengfeng/monitor'

/** The cases behind a part of a figure, as lists that follow one another. */
export type Behind =
  | { readonly kind: 'open' | 'openOverdue' }
  | { readonly kind: 'findings'; readonly detector: string }
  | {
      readonly kind: 'cells'
      /** Whether all that counts is the day of closing, so that cases can be sought by it. */
      readonly closing: boolean
      readonly counts: (contribution: Contribution, isWithin: (day: number) => boolean) => boolean
      /** What every case that counts fulfils at least, as a condition on `c`: few cases then need a closer look. */
      readonly atLeast?: string
    }

/** Where the cases of a part are to be found; empty where there are none to be listed. */
export function casesBehind(indicator: Indicator, part: 'numerator' | 'denominator'): readonly Behind[] {
  switch (indicator.grain) {
    case 'index':
      return []
    case 'findings':
      return [part === 'numerator' ? { kind: 'findings', detector: indicator.kind ?? 'any' } : cellsOf({ closed: 1 })]
    case 'quantile':
      return part === 'numerator' ? [bucketsOf(indicator.clock)] : []
    default: {
      const terms = part === 'numerator' ? indicator.numerator : indicator.denominator
      return terms ? behindTerms(terms) : []
    }
  }
}

/** The parts of an indicator whose cases can be listed. */
export function drillsTo(indicator: Indicator): ('numerator' | 'denominator')[] {
  return (['numerator', 'denominator'] as const).filter((part) => casesBehind(indicator, part).length > 0)
}

/** Open cases first, then those of the days. */
function behindTerms(terms: Terms): readonly Behind[] {
  const { open, openOverdue, ...ofDays } = terms
  const found: Behind[] = []
  if (open) found.push({ kind: 'open' })
  if (openOverdue) found.push({ kind: 'openOverdue' })
  if (Object.keys(ofDays).length > 0) found.push(cellsOf(ofDays))
  return found
}

/** Conditions without which a case adds nothing to a measure. Late needs a closer look: a due instant may stand for its whole day. */
const conditions: Readonly<Partial<Record<Measure, string>>> = {
  refused: `c.status = 'refused'`,
  withdrawn: `c.status = 'withdrawn'`,
  statutoryOverdue: 'c.closed_at > c.statutory_due',
  promisedOverdue: 'c.closed_at > c.promised_due',
  overdue: 'c.closed_at > least(c.statutory_due, c.promised_due)',
}

const [firstClosing, lastClosing] = [measures.indexOf('closed'), measures.indexOf('oneVisit')]

function cellsOf(terms: Terms): Behind {
  const factors = Object.entries(terms).map(([name, factor]) => ({ place: measures.indexOf(name as Measure), factor }))
  const needed = Object.keys(terms).map((name) => conditions[name as Measure])
  const atLeast = needed.every((condition) => condition !== undefined)
    ? needed.map((each) => `(${each})`).join(' or ')
    : undefined
  return {
    kind: 'cells',
    ...(atLeast !== undefined && { atLeast: `(${atLeast})` }),
    closing: factors.every(({ place }) => place >= firstClosing && place <= lastClosing),
    counts: ({ days }, isWithin) => {
      let sum = 0
      for (const { day, values } of days)
        if (isWithin(day)) for (const { place, factor } of factors) sum += factor * values[place]!
      return sum !== 0
    },
  }
}

function bucketsOf(clock: keyof typeof quantileClocks): Behind {
  return {
    kind: 'cells',
    closing: clock === 'official' || clock === 'lived',
    counts: ({ days }, isWithin) =>
      days.some(
        ({ day, buckets }) => isWithin(day) && buckets.some((bucket) => bucket.clock === quantileClocks[clock]),
      ),
  }
}
