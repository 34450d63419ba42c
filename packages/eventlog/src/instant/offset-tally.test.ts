import { expect, it } from 'vitest'
import { OffsetTally } from './offset-tally.ts'

const hourMs = 3_600_000
const [winter, summer] = [Date.UTC(2026, 0, 5), Date.UTC(2026, 6, 6)]

it('takes summer and winter time of the zone as one way of writing', () => {
  const tally = new OffsetTally('Europe/Amsterdam')
  expect([tally.add(hourMs, winter, 3), tally.add(2 * hourMs, summer, 2), tally.add(hourMs, winter, 1)]).toEqual([
    true,
    false,
    false,
  ])
  expect(tally.counts()).toEqual([6])
})

it('counts times without offset, and each offset unlike that of the zone at the instant, apart', () => {
  const tally = new OffsetTally('Europe/Amsterdam')
  const isNew = [
    tally.add(hourMs, winter, 1),
    tally.add(Number.NaN, winter, 2),
    tally.add(hourMs, summer, 3),
    tally.add(0, summer, 4),
    tally.add(Number.NaN, summer, 5),
  ]
  expect(isNew).toEqual([true, true, true, true, false])
  expect(tally.counts()).toEqual([1, 7, 3, 4])
})
