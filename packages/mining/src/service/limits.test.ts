import { describe, expect, it } from 'vitest'
import { overdueCases } from './index.ts'
import { read, shown, type Told } from './sketch-service.ts'

describe('what is due', () => {
  const accepted: Told[] = [['a', 'accept', '02 09:00', { 'case:item': 'licence' }]]

  it('follows from the limit of the item, or the one for all others', () => {
    const events: Told[] = [
      ...accepted,
      ['b', 'accept', '02 09:00', { 'case:item': 'permit' }],
      ['c', 'accept', '02 09:00'],
    ]
    const service = read(events, {
      clock: {
        statutory: {
          limit: { amount: 10, unit: 'workingDay' },
          byItem: { licence: { amount: 2, unit: 'workingDay' } },
        },
        promised: { byItem: { licence: { amount: 1, unit: 'workingDay' } } },
      },
    })
    expect(shown(service.clock.statutoryDue)).toEqual(['04 17:00', '16 17:00', '16 17:00'])
    expect(shown(service.clock.promisedDue)).toEqual(['03 17:00', '—', '—'])
  })

  it('follows from a length in the data, be it a number or written as one', () => {
    const events: Told[] = [
      ['a', 'accept', '02 09:00', { 'case:days': '3', 'case:written': '2' }],
      ['b', 'accept', '02 09:00', { 'case:days': '0', 'case:written': 'soon' }],
      ['c', 'accept', '02 09:00', { 'case:days': '-1' }],
    ]
    const service = read(events, {
      clock: { statutory: { amount: 'days', unit: 'workingDay' }, promised: { amount: 'written', unit: 'workingDay' } },
    })
    expect(shown(service.clock.statutoryDue)).toEqual(['05 17:00', '02 17:00', '—'])
    expect(shown(service.clock.promisedDue)).toEqual(['04 17:00', '—', '—'])
  })

  it('is moved by stops where it follows from a length, and kept where the source gives the instant', () => {
    const service = read(
      [
        ['a', 'accept', '02 09:00', { 'case:due': '09 17:00' }],
        ['a', 'specialStart', '03 09:00'],
        ['a', 'specialEnd', '05 09:00'],
      ],
      { clock: { statutory: { limit: { amount: 5, unit: 'workingDay' } }, promised: { due: 'due' } } },
    )
    expect(shown(service.clock.statutoryDue)).toEqual(['11 17:00'])
    expect(shown(service.clock.promisedDue)).toEqual(['09 17:00'])
  })

  it('goes on moving while a stop lasts, as far as the log shows', () => {
    const service = read([...accepted, ['a', 'suspend', '03 09:00'], ['b', 'x', '10 09:00']], {
      clock: { statutory: { limit: { amount: 2, unit: 'workingDay' } } },
    })
    expect(shown(service.clock.statutoryDue)).toEqual(['11 17:00', '—'])
    expect(Array.from(overdueCases(service, 'statutory'))).toEqual([0, -1])
  })

  it('is extended as the profile says, unknown where it does not, and not after it has run out', () => {
    const events: Told[] = [
      ['a', 'accept', '02 09:00'],
      ['a', 'extend', '04 16:00'],
      ['b', 'accept', '02 09:00'],
      ['b', 'extend', '05 09:00'],
      ['c', 'extend', '02 08:00'],
      ['c', 'accept', '02 09:00'],
    ]
    const statutory = { limit: { amount: 2, unit: 'workingDay' as const } }
    const extended = read(events, { clock: { statutory, extension: { amount: 3, unit: 'workingDay' } } })
    expect(shown(extended.clock.statutoryDue)).toEqual(['09 17:00', '04 17:00', '04 17:00'])
    expect(Array.from(extended.clock.extended)).toEqual([1, 1, 0])
    expect(shown(read(events, { clock: { statutory } }).clock.statutoryDue)).toEqual(['—', '04 17:00', '04 17:00'])
    const inHours = read(events, { clock: { statutory, extension: { amount: 24, unit: 'hour' } } })
    expect(shown(inHours.clock.statutoryDue)).toEqual(['05 17:00', '04 17:00', '04 17:00'])
  })
})
