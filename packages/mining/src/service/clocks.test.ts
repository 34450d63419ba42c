import { describe, expect, it } from 'vitest'
import { readService } from './index.ts'
import { at, day, hour, logOf, profileOf, read, shown } from './sketch-service.ts'

describe('the official clock', () => {
  it('runs in working time from acceptance to closing', () => {
    const service = read([
      ['a', 'submit', '02 09:00'],
      ['a', 'accept', '06 16:00'],
      ['a', 'close', '09 10:00'],
    ])
    expect(Array.from(service.clock.officialMs)).toEqual([2 * hour])
    expect(Array.from(service.clock.livedMs)).toEqual([7 * day + hour])
  })

  it('runs to the last event of its office while a case is open, and has not started before acceptance', () => {
    const service = read([
      ['a', 'accept', '02 09:00', { office: 'east' }],
      ['b', 'submit', '02 10:00', { office: 'east' }],
      ['b', 'review', '03 10:00', { office: 'east' }],
      ['c', 'accept', '02 09:00', { office: 'west' }],
      ['c', 'close', '31 10:00', { office: 'west' }],
    ])
    expect(shown(service.observedUntil)).toEqual(['03 10:00', '03 10:00', '31 10:00'])
    expect(shown(service.clock.to)).toEqual(['—', '—', '31 10:00'])
    expect(Array.from(service.clock.officialMs.subarray(0, 2))).toEqual([8 * hour, Number.NaN])
    expect(Array.from(service.clock.livedMs.subarray(0, 2))).toEqual([25 * hour, day])
  })

  it('is judged no later than the cut-off', () => {
    const log = logOf([
      ['a', 'accept', '02 09:00'],
      ['b', 'review', '31 10:00'],
    ])
    const service = readService(log, profileOf({}), { until: at('02 11:00') })
    expect(Array.from(service.clock.officialMs)).toEqual([2 * hour, Number.NaN])
    expect(Array.from(service.clock.livedMs)).toEqual([2 * hour, 0])
  })

  it('is judged at the instant that is asked for, whatever the log shows', () => {
    const log = logOf([
      ['a', 'accept', '02 09:00'],
      ['b', 'accept', '02 09:00'],
      ['b', 'close', '02 10:00'],
    ])
    const service = readService(log, profileOf({}), { observedUntil: at('03 10:00') })
    expect(shown(service.observedUntil)).toEqual(['03 10:00', '03 10:00'])
    expect(Array.from(service.clock.officialMs)).toEqual([8 * hour, hour])
  })

  it('leaves out stops, overlapping ones once, and a stop without an end up to the end of the case', () => {
    const service = read(
      [
        ['a', 'accept', '02 09:00'],
        ['a', 'suspend', '02 10:00'],
        ['a', 'specialStart', '02 11:00'],
        ['a', 'resume', '02 14:00'],
        ['a', 'specialEnd', '02 15:00'],
        ['a', 'close', '02 16:00'],
        ['b', 'accept', '02 09:00'],
        ['b', 'suspend', '02 10:00'],
        ['b', 'close', '06 10:00'],
        ['d', 'accept', '02 09:00'],
        ['d', 'suspend', '02 10:00'],
        ['d', 'specialStart', '02 11:00'],
        ['d', 'specialEnd', '02 12:00'],
        ['d', 'resume', '02 15:00'],
        ['d', 'close', '02 16:00'],
        ['c', 'suspend', '02 09:00'],
        ['c', 'accept', '02 10:00'],
        ['c', 'resume', '02 11:00'],
        ['c', 'close', '02 12:00'],
        ['c', 'suspend', '03 09:00'],
        ['c', 'resume', '03 10:00'],
      ],
      { clock: { stops: ['suspend', 'special'] } },
    )
    expect(Array.from(service.clock.officialMs)).toEqual([2 * hour, hour, 2 * hour, hour])
  })

  it('follows attributes of the case, and ends with the close of a case that has none', () => {
    const service = read(
      [
        ['a', 'review', '04 09:00', { 'case:applied': '02 09:00', 'case:ended': '05 09:00' }],
        ['b', 'close', '06 09:00', { 'case:applied': '02 09:00' }],
        ['c', 'review', '06 10:00'],
      ],
      { clock: { from: { attribute: 'case:applied' }, to: { attribute: 'ended' } } },
    )
    expect(shown(service.clock.from)).toEqual(['02 09:00', '02 09:00', '—'])
    expect(shown(service.clock.to)).toEqual(['05 09:00', '06 09:00', '—'])
    expect(Array.from(service.clock.livedMs)).toEqual([3 * day, 4 * day, 0])
  })

  it('can run from the first to the last event', () => {
    const service = read(
      [
        ['a', 'x', '02 09:00'],
        ['a', 'y', '03 09:00'],
        ['b', 'x', '04 09:00'],
      ],
      {
        clock: { from: 'firstEvent', to: 'lastEvent' },
      },
    )
    expect(shown(service.clock.from)).toEqual(['02 09:00', '04 09:00'])
    expect(shown(service.clock.to)).toEqual(['03 09:00', '04 09:00'])
  })

  it('is never negative, even where the close stands before the acceptance', () => {
    const service = read([
      ['a', 'close', '02 00:00'],
      ['a', 'accept', '02 09:00'],
    ])
    expect(Array.from(service.clock.officialMs)).toEqual([0])
    expect(Array.from(service.clock.livedMs)).toEqual([0])
  })
})
