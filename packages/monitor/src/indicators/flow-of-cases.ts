import type { FlowIndicator, Terms } from './indicator.ts'

/** How many cases a share or mean is told from. */
const usualSample = 5

type More = Partial<Omit<FlowIndicator, 'id' | 'numerator' | 'denominator'>>

/** A count of cases or events. */
export function count(id: string, numerator: Terms, more: More = {}): FlowIndicator {
  return {
    id,
    grain: 'flow',
    unit: 'count',
    direction: 'none',
    numerator,
    source: 'practice',
    minimumSample: 0,
    ...more,
  }
}

/** A part of a whole, both counted in cases. */
export function share(id: string, [numerator, denominator]: readonly [Terms, Terms], more: More = {}): FlowIndicator {
  return {
    id,
    grain: 'flow',
    unit: 'share',
    direction: 'none',
    numerator,
    denominator,
    interval: 'wilson',
    rankable: more.direction !== undefined && more.direction !== 'none',
    source: 'practice',
    minimumSample: usualSample,
    ...more,
  }
}

/** A sum by a number of cases. */
export function mean(id: string, [numerator, denominator]: readonly [Terms, Terms], more: More = {}): FlowIndicator {
  return {
    id,
    grain: 'flow',
    unit: 'mean',
    direction: 'none',
    numerator,
    denominator,
    source: 'practice',
    minimumSample: usualSample,
    ...more,
  }
}

const closed: Terms = { closed: 1 }

/** How much there is to do, and how cases come through. */
export const flowOfCases: readonly FlowIndicator[] = [
  count('submitted', { submitted: 1 }, { headline: true }),
  count('accepted', { accepted: 1 }),
  count('closed', closed, { headline: true }),
  count('open', { open: 1 }, { grain: 'stock', headline: true }),
  count('openOverdue', { openOverdue: 1 }, { grain: 'stock', direction: 'lower', headline: true }),
  share('onlineShare', [{ submittedOnline: 1 }, { submittedWithChannel: 1 }], {
    direction: 'higher',
    headline: true,
    rankable: false,
    target: 0.98,
    toldOf: { submitted: 1 },
    source: 'practice',
  }),
  share('refusedShare', [{ refused: 1 }, closed], { source: 'licensingLaw32' }),
  share('withdrawnShare', [{ withdrawn: 1 }, closed]),
  share('supplementShare', [{ supplemented: 1 }, closed], {
    direction: 'lower',
    headline: true,
    source: 'licensingLaw32',
  }),
  share('supplementRepeatedShare', [{ supplementRepeated: 1 }, closed], {
    direction: 'lower',
    source: 'licensingLaw32',
  }),
  mean('supplementRoundsMean', [{ supplementRounds: 1 }, closed], { direction: 'lower', source: 'licensingLaw32' }),
  share('suspendedShare', [{ suspended: 1 }, closed], { source: 'licensingLaw45' }),
  mean('stoppedTimeShare', [{ stoppedMs: 1 }, { livedMs: 1 }], {
    unit: 'share',
    direction: 'lower',
    sample: closed,
    source: 'licensingLaw45',
  }),
  share('extendedShare', [{ extended: 1 }, closed], { direction: 'lower', source: 'licensingLaw42' }),
  mean('handOversMean', [{ handOvers: 1 }, closed], { direction: 'lower' }),
  share('handedOverShare', [{ handedOver: 1 }, closed], { rankable: false }),
  share('oneVisitShare', [{ oneVisit: 1 }, { visitsKnown: 1 }], {
    direction: 'higher',
    headline: true,
    toldOf: closed,
    source: 'oneVisit',
  }),
  mean('visitsMean', [{ visits: 1 }, { visitsKnown: 1 }], {
    direction: 'lower',
    toldOf: closed,
    source: 'oneVisit',
  }),
]
