/** A stretch of the province's life that is simulated in one go. Cases of one era come to their end while those of the next arrive. */
export interface Era {
  readonly number: number
  /** First day with applications, `YYYY-MM-DD` in Beijing. */
  readonly from: string
  /** Calendar days on which applications arrive, and days in which their cases can still come to an end. */
  readonly arrivalDays: number
  readonly quietDays: number
  readonly cases: number
}

/** What the province is drawn from; it is stored, so that it is the same after a restart. */
export interface Beginning {
  readonly seed: number
  /** The moment up to which the province has a past when it is loaded, UTC milliseconds. */
  readonly loadedAt: number
}

const dayMs = 86_400_000
const zoneOffsetMs = 8 * 3_600_000
const pastDays = 92
const futureDays = 40
const laterDays = 60
const quietDays = 75
const casesPerDay = 690

/** The era of a number; era 0 holds the past of three months and some weeks of the future. */
export function eraOf({ loadedAt }: Beginning, number: number): Era {
  const today = Math.floor((loadedAt + zoneOffsetMs) / dayMs)
  const arrivalDays = number === 0 ? pastDays + futureDays : laterDays
  const firstDay = number === 0 ? today - pastDays : today + futureDays + (number - 1) * laterDays
  return { number, from: dateOf(firstDay), arrivalDays, quietDays, cases: Math.round(casesPerDay * arrivalDays) }
}

/** When applications of an era begin, UTC milliseconds. */
export function beginOf(era: Era): number {
  return Date.parse(`${era.from}T00:00:00Z`) - zoneOffsetMs
}

function dateOf(day: number): string {
  return new Date(day * dayMs).toISOString().slice(0, 10)
}
