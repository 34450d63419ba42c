import { count, mean, share } from './flow-of-cases.ts'
import type { FlowIndicator, Terms } from './indicator.ts'

const rule = 'stateCouncil2019No51'
const closed: Terms = { closed: 1 }
const satisfied: Terms = { ratedVerySatisfied: 1, ratedSatisfied: 1, ratedBasicallySatisfied: 1 }
const bad: Terms = { ratedDissatisfied: 1, ratedVeryDissatisfied: 1 }
/** Ratings that people gave themselves. */
const active: Terms = { ...satisfied, ...bad }
const ratings: Terms = { ...active, ratedByDefault: 1 }
/** A share of cases of the same days; on a quiet day ratings of the days before would be many times its cases. */
const ofSameDays = { unit: 'share', minimumSample: 30, seenBy: ratings, source: rule } as const
const stars: Terms = {
  ratedVerySatisfied: 5,
  ratedSatisfied: 4,
  ratedBasicallySatisfied: 3,
  ratedDissatisfied: 2,
  ratedVeryDissatisfied: 1,
}

/** What people say of the service. Ratings that the system filled in never count as given by people. */
export const voices: readonly FlowIndicator[] = [
  count('activeRatings', active, { source: rule }),
  // Ratings and cases of the same days are not the same cases, so this may pass 1 and has no interval.
  mean('activeRatingShare', [active, closed], { ...ofSameDays, direction: 'higher', headline: true }),
  mean('defaultRatingShare', [{ ratedByDefault: 1 }, closed], ofSameDays),
  share('satisfactionShare', [satisfied, active], {
    direction: 'higher',
    headline: true,
    toldOf: closed,
    source: rule,
  }),
  share('badRatingShare', [bad, active], { direction: 'lower', toldOf: closed, source: rule }),
  mean('satisfactionScore', [stars, active], {
    unit: 'score',
    direction: 'higher',
    per: 2,
    rankable: false,
    toldOf: closed,
    source: rule,
  }),
  share('badRatingsRectifiedShare', [{ badRatingsRectified: 1 }, { badRatingsDue: 1 }], {
    direction: 'higher',
    target: 1,
    source: rule,
  }),
  share('badRatingsRectifiedOnTimeShare', [{ badRatingsRectifiedOnTime: 1 }, { badRatingsDue: 1 }], {
    direction: 'higher',
    headline: true,
    target: 1,
    source: rule,
  }),
  {
    id: 'complaintsPerThousand',
    grain: 'flow',
    unit: 'perThousand',
    direction: 'lower',
    headline: true,
    rankable: true,
    numerator: { complaints: 1 },
    denominator: { submitted: 1 },
    per: 1000,
    seenBy: { ...ratings, complaints: 1 },
    interval: 'poisson',
    source: 'practice',
    minimumSample: 100,
  },
]
