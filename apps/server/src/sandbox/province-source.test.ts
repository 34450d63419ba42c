import { describe, expect, it } from 'vitest'
import { beginOf, eraOf } from './eras.ts'
import { type City, province } from './province-plan.ts'
import { createProvinceSource, type ProvinceSource } from './province-source.ts'
import type { Arriving } from './simulate-city.ts'

const dayMs = 86_400_000
const loadedAt = Date.parse('2026-11-23T10:00:00+08:00')
const beginning = { seed: 3, loadedAt }
const counties = [
  { code: '990101', name: 'A' },
  { code: '990102', name: 'B' },
]
const cities: City[] = [
  { code: '990100', name: 'A', counties, share: 0.003 },
  { code: '990200', name: 'C', counties: [{ code: '990201', name: 'C' }], share: 0.001 },
]

describe('the province', () => {
  it('has 14 cities and 120 counties, with codes that no place has', () => {
    const places = province.cities.flatMap((city) => [city, ...city.counties])
    expect([province.cities.length, places.length]).toEqual([14, 134])
    expect(new Set(places.map(({ code }) => code)).size).toBe(134)
    expect(new Set(places.map(({ name }) => name)).size).toBe(134)
    expect(places.every(({ code }) => /^99\d{4}$/.test(code))).toBe(true)
    expect(province.cities.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1)
  })
})

describe('eras', () => {
  it('follow each other without a gap, the first with three months of past', () => {
    const [first, second, third] = [0, 1, 2].map((number) => eraOf(beginning, number))
    expect(first).toEqual({ number: 0, from: '2026-08-23', arrivalDays: 132, quietDays: 75, cases: 91_080 })
    expect(second!.from).toBe('2027-01-02')
    expect(beginOf(third!) - beginOf(second!)).toBe(60 * dayMs)
  })
})

describe('the life of the province', () => {
  const whole = readPast(createProvinceSource(beginning, cities))

  it('tells the past county by county, everything that was known by then, in order', () => {
    expect(whole.map(({ division }) => division)).toEqual(['990101', '990102', '990201'])
    for (const { division, events } of whole) {
      expect(events.length).toBeGreaterThan(200)
      expect(events.every(({ event, arrivesAt }) => event.division === division && arrivesAt <= loadedAt)).toBe(true)
      expect(isInOrder(events)).toBe(true)
    }
    const first = whole[0]!.events[0]!.event
    expect(first.caseNo).toMatch(/^990101-2026082\d-000001$/)
    expect(first.attributes).toHaveProperty('case:item')
    expect(first.people?.applicant?.phone).toMatch(/^100\d{8}$/)
  })

  it('goes on from there, in steps or at one go, with the same events', () => {
    const steps = createProvinceSource(beginning, cities)
    readPast(steps)
    const told = Array.from({ length: 20 }, (_, day) => steps.until(loadedAt + (day + 1) * dayMs)).flat()
    const atOnce = createProvinceSource(beginning, cities)
    readPast(atOnce)
    expect(told).toEqual(atOnce.until(loadedAt + 20 * dayMs))
    expect(told.length).toBeGreaterThan(200)
    expect(isInOrder(told)).toBe(true)
    expect(told[0]!.arrivesAt).toBeGreaterThan(loadedAt)
  })

  it('goes on after a restart as if there had been none', () => {
    const restarted = createProvinceSource(beginning, cities)
    restarted.skip(loadedAt + 10 * dayMs)
    const first = createProvinceSource(beginning, cities)
    readPast(first)
    first.until(loadedAt + 10 * dayMs)
    expect(restarted.until(loadedAt + 15 * dayMs)).toEqual(first.until(loadedAt + 15 * dayMs))
  })

  it('goes on into the next era: old cases come to their end while new ones arrive, and no event comes twice', () => {
    const source = createProvinceSource(beginning, cities)
    const next = beginOf(eraOf(beginning, 1))
    source.skip(next - 5 * dayMs)
    const events = source.until(next + 20 * dayMs)
    const arrived = new Set(
      events.filter(({ event }) => event.activity === '提交申请').map(({ event }) => event.caseNo.slice(7, 15)),
    )
    expect([...arrived].some((day) => day < '20270102') && [...arrived].some((day) => day >= '20270104')).toBe(true)
    expect(
      events.some(({ arrivesAt, event }) => arrivesAt > next + 3 * dayMs && event.caseNo.slice(7, 15) < '20270102'),
    ).toBe(true)
    expect(new Set(events.map(({ event }) => `${event.division} ${event.eventId}`)).size).toBe(events.length)
  })
})

function readPast(source: ProvinceSource): { division: string; events: readonly Arriving[] }[] {
  const past = []
  for (let one = source.nextPast(loadedAt); one; one = source.nextPast(loadedAt)) past.push(one)
  return past
}

function isInOrder(events: readonly Arriving[]): boolean {
  return events.every(({ arrivesAt }, index) => index === 0 || events[index - 1]!.arrivesAt <= arrivesAt)
}
