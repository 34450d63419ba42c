import { type Beginning, beginOf, type Era, eraOf } from './eras.ts'
import type { City } from './province-plan.ts'
import { type Arriving, type CityLog, countyOf, eventAt, simulateCity, stillToCome } from './simulate-city.ts'

const dayMs = 86_400_000

/** Hands out the life of a province in the order in which the platform gets to know of it. */
export interface ProvinceSource {
  /** What one county has told up to an instant, in order; undefined after the last county. Called once for each county, at first. */
  nextPast(until: number): CountyPast | undefined
  /** What all tell from the last call (or what was skipped or told as past) up to an instant, in order. */
  until(at: number): readonly Arriving[]
  /** Leaves out everything up to an instant. */
  skip(at: number): void
}

export interface CountyPast {
  readonly division: string
  readonly events: readonly Arriving[]
}

/** Simulates a province city by city, era by era, as it is asked for. The same beginning gives the same province. */
export function createProvinceSource(beginning: Beginning, cities: readonly City[]): ProvinceSource {
  const lives: Life[] = []
  let nextEra = 0
  let told = Number.NEGATIVE_INFINITY
  const past: { city: number; county: number; rows?: Past } = { city: 0, county: 0 }

  return {
    nextPast: (until) => {
      if (past.county === cities[past.city]?.counties.length) {
        past.city += 1
        past.county = 0
        delete past.rows
      }
      const city = cities[past.city]
      if (!city) {
        nextEra = 1
        told = until
        return undefined
      }
      if (past.county === 0) past.rows = pastOf(live(city, eraOf(beginning, 0)), until)
      const { log, rows } = past.rows!
      const county = past.county
      past.county += 1
      const events = rows[county]!.map((row) => ({ arrivesAt: log.arrivesAt[row]!, event: eventAt(log, row) }))
      return { division: city.counties[county]!.code, events }
    },
    until: (at) => {
      while (beginOf(eraOf(beginning, nextEra)) <= at) {
        const era = eraOf(beginning, nextEra)
        nextEra += 1
        if (endOf(era) > told) for (const city of cities) skipLife(live(city, era), told)
      }
      const events = lives.flatMap((life) => take(life, at))
      told = at
      removeEnded(lives)
      return events.sort((a, b) => a.arrivesAt - b.arrivesAt || compare(a.event.eventId!, b.event.eventId!))
    },
    skip: (at) => {
      told = at
      for (const life of lives) skipLife(life, at)
    },
  }

  function live(city: City, era: Era): Life {
    const life = { log: simulateCity(city, era, beginning.seed), next: 0 }
    lives.push(life)
    return life
  }
}

interface Life {
  log: CityLog
  /** Place in `log.rows`. */
  next: number
}

/** Late entries of the last days may come after the last event. */
function endOf(era: Era): number {
  return beginOf(era) + (era.arrivalDays + era.quietDays + 30) * dayMs
}

/** The past of a city: rows of a log, by county, in order. */
interface Past {
  readonly log: CityLog
  readonly rows: readonly number[][]
}

/** Takes the past out of a life, which goes on with what is yet to come. */
function pastOf(life: Life, until: number): Past {
  const { log } = life
  const rows: number[][] = log.city.counties.map(() => [])
  for (const row of log.rows) {
    if (log.arrivesAt[row]! > until) break
    rows[countyOf(log, row)]!.push(row)
  }
  skipLife(life, until)
  return { log, rows }
}

function take(life: Life, at: number): Arriving[] {
  const { log } = life
  const events: Arriving[] = []
  for (; life.next < log.rows.length; life.next += 1) {
    const row = log.rows[life.next]!
    const arrivesAt = log.arrivesAt[row]!
    if (arrivesAt > at) break
    events.push({ arrivesAt, event: eventAt(log, row) })
  }
  return events
}

function skipLife(life: Life, at: number): void {
  life.log = stillToCome(life.log, at)
  const { rows, arrivesAt } = life.log
  life.next = rows.findIndex((row) => arrivesAt[row]! > at)
  if (life.next < 0) life.next = rows.length
}

function removeEnded(lives: Life[]): void {
  for (let index = lives.length - 1; index >= 0; index -= 1)
    if (lives[index]!.next === lives[index]!.log.rows.length) lives.splice(index, 1)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
