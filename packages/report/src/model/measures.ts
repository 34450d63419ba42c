import { z } from 'zod'

/** Instants are ISO 8601 in UTC. */
export const Instant = z.iso.datetime().meta({ id: 'Instant' })
/** Durations are milliseconds. */
export const Ms = z.number()
export const Count = z.number().int().nonnegative()
export const Share = z.number().min(0).max(1)
export type Share = z.infer<typeof Share>
/** The empty text is the one office of a log that names none. */
export const OfficeName = z.string()

/** A share that never goes without what it is a share of. `share` is null where there is nothing to divide by. */
export const Rate = z
  .strictObject({ numerator: Count, denominator: Count, share: Share.nullable() })
  .meta({ id: 'Rate' })
export type Rate = z.infer<typeof Rate>

export function rateOf(numerator: number, denominator: number): Rate {
  return { numerator, denominator, share: denominator === 0 ? null : numerator / denominator }
}

export function isoInstant(ms: number): string {
  return new Date(ms).toISOString()
}
