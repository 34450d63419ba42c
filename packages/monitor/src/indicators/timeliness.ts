import { mean, share } from './flow-of-cases.ts'
import type { FlowIndicator, Indicator, IndicatorSource, QuantileIndicator, Terms } from './indicator.ts'
import type { QuantileClock } from './measures.ts'

const closed: Terms = { closed: 1 }
const queueSource = 'serviceHall'

function quantile(
  id: string,
  [clock, at]: readonly [QuantileClock, number],
  more: Partial<Omit<QuantileIndicator, 'id'>> = {},
): QuantileIndicator {
  return {
    id,
    grain: 'quantile',
    unit: 'ms',
    direction: 'lower',
    clock,
    quantile: at,
    source: 'practice',
    minimumSample: 5,
    ...more,
  }
}

/** Sums of limits say nothing where there is one case more or less, so the cases are what is counted. */
function compression(
  id: string,
  numerator: Terms,
  more: { readonly source: IndicatorSource; readonly target?: number },
): FlowIndicator {
  return {
    id,
    grain: 'flow',
    unit: 'share',
    direction: 'higher',
    numerator,
    denominator: { statutoryLimitMs: 1 },
    sample: { bothLimited: 1 },
    toldOf: closed,
    minimumSample: 5,
    ...more,
  }
}

/** How long people wait, and how that stands against the limits. */
export const timeliness: readonly Indicator[] = [
  share(
    'overdueRate',
    [
      { overdue: 1, openOverdue: 1 },
      { limited: 1, openOverdue: 1 },
    ],
    {
      grain: 'stock',
      direction: 'lower',
      headline: true,
      toldOf: closed,
      source: 'practice',
    },
  ),
  share('onTimeShare', [{ limited: 1, overdue: -1 }, { limited: 1 }], {
    direction: 'higher',
    headline: true,
    toldOf: closed,
    source: 'practice',
  }),
  share('statutoryOverdueShare', [{ statutoryOverdue: 1 }, { statutoryLimited: 1 }], {
    direction: 'lower',
    target: 0,
    toldOf: closed,
    source: 'licensingLaw42',
  }),
  share('promisedOverdueShare', [{ promisedOverdue: 1 }, { promisedLimited: 1 }], {
    direction: 'lower',
    toldOf: closed,
    source: 'promise',
  }),
  share('earlyShare', [{ promisedEarly: 1 }, { promisedLimited: 1 }], {
    direction: 'higher',
    rankable: false,
    toldOf: closed,
    source: 'promise',
  }),
  share('statutoryEarlyShare', [{ statutoryEarly: 1 }, { statutoryLimited: 1 }], {
    direction: 'higher',
    rankable: false,
    toldOf: closed,
    source: 'licensingLaw42',
  }),
  share('instantShare', [{ instant: 1 }, { clocked: 1 }], { direction: 'higher', toldOf: closed, source: 'practice' }),
  quantile('officialMedian', ['official', 0.5], { headline: true, toldOf: closed }),
  quantile('officialP90', ['official', 0.9], { toldOf: closed }),
  quantile('livedMedian', ['lived', 0.5], { headline: true }),
  quantile('livedP90', ['lived', 0.9], { headline: true }),
  mean('officialMean', [{ officialMs: 1 }, { clocked: 1 }], {
    unit: 'ms',
    direction: 'lower',
    rankable: true,
    toldOf: closed,
  }),
  mean('livedMean', [{ livedMs: 1 }, closed], { unit: 'ms', direction: 'lower', rankable: true }),
  compression('promiseCompression', { statutoryLimitMs: 1, promisedLimitMs: -1 }, { source: 'promise', target: 0.4 }),
  compression('actualCompression', { statutoryLimitMs: 1, bothLimitedOfficialMs: -1 }, { source: 'promise' }),
  quantile('acceptanceWaitMedian', ['acceptanceWait', 0.5], { toldOf: { accepted: 1 } }),
  quantile('acceptanceWaitP90', ['acceptanceWait', 0.9], { toldOf: { accepted: 1 } }),
  mean('acceptanceWaitMean', [{ acceptanceWaitMs: 1 }, { acceptanceWaited: 1 }], {
    unit: 'ms',
    direction: 'lower',
    rankable: true,
    toldOf: { accepted: 1 },
  }),
  share('acceptedLateShare', [{ acceptedLate: 1 }, { acceptanceWaited: 1 }], {
    direction: 'lower',
    headline: true,
    target: 0,
    toldOf: { accepted: 1 },
    source: 'licensingLaw32',
  }),
  quantile('queueMedian', ['queue', 0.5], { source: queueSource }),
  quantile('queueP90', ['queue', 0.9], { source: queueSource }),
  mean('queueMean', [{ queueMs: 1 }, { queued: 1 }], {
    unit: 'ms',
    direction: 'lower',
    target: 15 * 60_000,
    toldOf: { submitted: 1 },
    source: queueSource,
  }),
  share('longQueueShare', [{ queuedOver20Min: 1 }, { queued: 1 }], {
    direction: 'lower',
    toldOf: { submitted: 1 },
    source: queueSource,
  }),
]
