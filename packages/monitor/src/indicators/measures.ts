/**
 * What is added up in an indicator cell. Each is a whole number: a count of cases, or milliseconds. The day to which a case adds
 * it is named first. A column of the tables `indicator_cell` and `indicator_day` bears its name in snake case.
 */
export const measures = [
  // The day of submitting.
  'submitted',
  'submittedOnline',
  'submittedWithChannel',
  // The day of accepting.
  'accepted',
  'acceptanceWaited',
  'acceptanceWaitMs',
  'acceptedLate',
  // The day of closing.
  'closed',
  'refused',
  'withdrawn',
  // With a limit of either kind; late by either.
  'limited',
  'overdue',
  'statutoryLimited',
  'statutoryOverdue',
  'statutoryEarly',
  'promisedLimited',
  'promisedOverdue',
  'promisedEarly',
  'instant',
  'clocked',
  'officialMs',
  'livedMs',
  'bothLimited',
  'statutoryLimitMs',
  'promisedLimitMs',
  'bothLimitedOfficialMs',
  'supplemented',
  'supplementRounds',
  'supplementRepeated',
  'suspended',
  'stoppedMs',
  'extended',
  'handOvers',
  'handedOver',
  'visitsKnown',
  'visits',
  'oneVisit',
  // The day of being called to the window.
  'queued',
  'queueMs',
  'queuedOver20Min',
  // The day of rating.
  'ratedVerySatisfied',
  'ratedSatisfied',
  'ratedBasicallySatisfied',
  'ratedDissatisfied',
  'ratedVeryDissatisfied',
  'ratedByDefault',
  // The day after the one by which a bad rating was to be put right.
  'badRatingsDue',
  'badRatingsRectified',
  'badRatingsRectifiedOnTime',
  // The day of complaining.
  'complaints',
] as const
export type Measure = (typeof measures)[number]

/** Durations of which quantiles are kept, by their number in the tables `indicator_bucket` and `indicator_day_bucket`. */
export const quantileClocks = { official: 1, lived: 2, acceptanceWait: 3, queue: 4 } as const
export type QuantileClock = keyof typeof quantileClocks
