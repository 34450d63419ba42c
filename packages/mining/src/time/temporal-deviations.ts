import { type EventLog, GrowableFloat64, GrowableInt32 } from '@zhengfeng/eventlog'
import { PairIndex } from '../flow/pair-index.ts'
import { eachFollowing, type TemporalProfile } from './temporal-profile.ts'

/** Pairs of events whose distance in time is unusual; parallel arrays in the order of the log. */
export interface TemporalDeviations {
  readonly firstEvent: Int32Array
  readonly secondEvent: Int32Array
  /** Index into the arrays of the profile. */
  readonly pair: Int32Array
  /** How many (robust) standard deviations it lies from the centre; negative where it was too fast. */
  readonly score: Float64Array
}

export interface TemporalDeviationOptions {
  /** Deviation from which a distance is unusual, 6 unless told (Stertz et al.). */
  readonly zeta?: number
  /** Mean and standard deviation, or median and scaled median absolute deviation (unless told). */
  readonly measure?: 'classic' | 'robust'
  /** Pairs that were seen less often teach nothing; 30 unless told. */
  readonly minCount?: number
  /** As for the profile. */
  readonly maxSteps?: number
}

/** Makes the median absolute deviation of normal data equal to their standard deviation. */
const madToSd = 1.4826

/**
 * Finds pairs of events whose distance in time is unusual for their activities.
 *
 * @param log the log to judge; the same dictionary of activities as the log that the profile was learnt from
 * @param profile as `temporalProfile` gives it
 * @returns deviations; pairs without any spread are never judged
 */
export function temporalDeviations(
  log: EventLog,
  profile: TemporalProfile,
  options: TemporalDeviationOptions = {},
): TemporalDeviations {
  const { zeta = 6, measure = 'robust', minCount = 30, maxSteps = 200 } = options
  const index = new PairIndex(log.activity.values.length)
  for (let pair = 0; pair < profile.from.length; pair++) index.add(profile.from[pair]!, profile.to[pair]!)
  const center = measure === 'robust' ? profile.medianMs : profile.meanMs
  const spread = measure === 'robust' ? profile.madMs.map((mad) => mad * madToSd) : profile.sdMs
  const found = { first: new GrowableInt32(), second: new GrowableInt32(), pair: new GrowableInt32() }
  const score = new GrowableFloat64()
  eachFollowing(log, maxSteps, (i, j) => {
    const pair = index.get(log.activity.codes[i]!, log.activity.codes[j]!)
    if (pair < 0 || profile.count[pair]! < minCount || !(spread[pair]! > 0)) return
    const deviation = (log.time[j]! - log.time[i]! - center[pair]!) / spread[pair]!
    if (Math.abs(deviation) <= zeta) return
    found.first.push(i)
    found.second.push(j)
    found.pair.push(pair)
    score.push(deviation)
  })
  return {
    firstEvent: found.first.finish(),
    secondEvent: found.second.finish(),
    pair: found.pair.finish(),
    score: score.finish(),
  }
}
