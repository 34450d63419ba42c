import { describe, expect, it } from 'vitest'
import { read, shownAll, type Told } from './sketch-service.ts'

describe('the milestones of a case', () => {
  it('are the first submission and acceptance, the last decision and closing', () => {
    const service = read([
      ['a', 'submit', '02 09:00'],
      ['a', 'submit', '02 10:00'],
      ['a', 'accept', '02 11:00'],
      ['a', 'accept', '03 09:00'],
      ['a', 'decide', '04 09:00'],
      ['a', 'decide', '05 09:00'],
      ['a', 'close', '05 10:00'],
      ['a', 'close', '06 10:00'],
      ['b', 'review', '06 11:00'],
    ])
    expect(shownAll(service.milestones)).toEqual({
      submit: ['02 09:00', '—'],
      accept: ['02 11:00', '—'],
      decide: ['05 09:00', '—'],
      close: ['06 10:00', '—'],
    })
  })

  it.each<[string, Told[], string]>([
    [
      'its closing, whatever was delivered or rated after it',
      [
        ['a', 'close', '03 09:00'],
        ['a', 'deliver', '09 09:00'],
        ['a', 'rate', '10 09:00'],
      ],
      '03 09:00',
    ],
    [
      'its refusal',
      [
        ['a', 'receive', '02 09:00'],
        ['a', 'refuse', '03 09:00'],
        ['a', 'deliver', '04 09:00'],
      ],
      '03 09:00',
    ],
    [
      'its withdrawal',
      [
        ['a', 'accept', '02 09:00'],
        ['a', 'withdraw', '03 09:00'],
      ],
      '03 09:00',
    ],
    [
      'no refusal after which it was accepted',
      [
        ['a', 'refuse', '02 09:00'],
        ['a', 'accept', '03 09:00'],
      ],
      '—',
    ],
    [
      'a refusal of the same day, which may be stamped with its date alone',
      [
        ['a', 'refuse', '02 00:00'],
        ['a', 'accept', '02 09:00'],
      ],
      '02 00:00',
    ],
    [
      'its last delivery where nothing else ends it',
      [
        ['a', 'deliver', '03 09:00'],
        ['a', 'deliver', '04 09:00'],
      ],
      '04 09:00',
    ],
    [
      'nothing where it is open',
      [
        ['a', 'accept', '02 09:00'],
        ['a', 'review', '03 09:00'],
      ],
      '—',
    ],
  ])('end with %s', (_, events, end) => {
    expect(shownAll(read(events).milestones).close).toEqual([end])
  })

  it('count a step when it is completed, where the log tells', () => {
    const service = read([
      ['a', 'accept', '02 09:00', { lifecycle: 'start' }],
      ['a', 'accept', '02 11:00', { lifecycle: 'complete' }],
      ['a', 'close', '03 09:00', { lifecycle: 'complete' }],
      ['a', 'close', '03 12:00', { lifecycle: 'schedule' }],
    ])
    expect(shownAll(service.milestones)).toMatchObject({ accept: ['02 11:00'], close: ['03 09:00'] })
  })

  it('count beginnings where the log tells nothing else', () => {
    const service = read([['a', 'accept', '02 09:00', { lifecycle: 'start' }]])
    expect(shownAll(service.milestones).accept).toEqual(['02 09:00'])
  })
})
