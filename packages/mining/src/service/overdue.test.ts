import { describe, expect, it } from 'vitest'
import { lastInTime, overdueBy, overdueCases } from './index.ts'
import { at, hour, read, shown, type Told } from './sketch-service.ts'

describe('being overdue', () => {
  it('is measured in working time, and open cases as far as the log shows', () => {
    const service = read(
      [
        ['late', 'accept', '02 09:00'],
        ['late', 'close', '04 11:00'],
        ['early', 'accept', '02 09:00'],
        ['early', 'close', '03 16:00'],
        ['open', 'accept', '03 09:00'],
        ['openLate', 'accept', '02 09:00'],
        ['unborn', 'submit', '02 09:00'],
        ['x', 'submit', '04 12:00'],
      ],
      { clock: { statutory: { limit: { amount: 1, unit: 'workingDay' } } } },
    )
    expect(service.log.caseIds).toEqual(['late', 'early', 'open', 'openLate', 'unborn', 'x'])
    const hours = overdueBy(service, 'statutory').map((ms) => ms / hour)
    expect(Array.from(hours)).toEqual([2, -1, -4, 3, Number.NaN, Number.NaN])
    expect(Array.from(overdueCases(service, 'statutory'))).toEqual([1, 0, 0, 1, -1, -1])
    expect(Array.from(overdueCases(service, 'promised'))).toEqual([-1, -1, -1, -1, -1, -1])
  })

  it('begins on a later day or after working time, not after hours on the last day', () => {
    const ends = ['03 17:00', '03 23:59', '04 08:00', '04 09:01']
    const events = ends.flatMap((end): Told[] => [
      [end, 'accept', '02 09:00'],
      [end, 'close', end],
    ])
    const service = read(events, { clock: { statutory: { limit: { amount: 1, unit: 'workingDay' } } } })
    expect(Array.from(overdueCases(service, 'statutory'))).toEqual([0, 0, 1, 1])
    expect(Array.from(overdueBy(service, 'statutory'), (ms) => ms / 60_000)).toEqual([0, 0, 0, 1])
  })

  it('of an open case begins with the first working time after its limit, not in the night before', () => {
    const lateAt = (observed: string): number => {
      const events: Told[] = [
        ['open', 'accept', '02 09:00'],
        ['x', 'submit', observed],
      ]
      const service = read(events, { clock: { statutory: { limit: { amount: 1, unit: 'workingDay' } } } })
      return overdueCases(service, 'statutory')[0]!
    }
    expect(['03 23:59', '04 00:01', '04 09:00', '04 09:01'].map(lateAt)).toEqual([0, 0, 0, 1])
  })

  it('gives the whole day to a due date without a time of day', () => {
    const ends = ['04 16:00', '05 09:00']
    const events = ends.flatMap((end): Told[] => [
      [end, 'accept', '02 09:00', { 'case:due': '04 00:00' }],
      [end, 'close', end],
    ])
    const service = read(events, { clock: { promised: { due: 'due' } } })
    expect(Array.from(overdueCases(service, 'promised'))).toEqual([0, 1])
    expect(shown(service.clock.promisedDue)).toEqual(['04 00:00', '04 00:00'])
  })

  it('takes a due instant before opening for a date, and one within office hours for what it says', () => {
    const dues = [at('04 00:00') + 20, at('04 01:06'), at('04 09:00') - 1, at('04 09:00'), at('04 15:00')]
    const cases = dues.map((_, index): Told => [`${index}`, 'close', '04 16:00', { 'case:due': '04 00:00' }])
    const service = read(cases, { clock: { promised: { due: 'due' } } })
    const moved = { ...service, clock: { ...service.clock, promisedDue: Float64Array.from(dues) } }
    expect(Array.from(overdueCases(moved, 'promised'))).toEqual([0, 0, 0, 1, 1])
    expect(Array.from(lastInTime(moved, 'promised').subarray(0, 3), (last) => last - at('05 00:00'))).toEqual([
      -1, -1, -1,
    ])
  })
})
