import { describe, expect, it } from 'vitest'
import { type Measure, measures } from '../indicators/measures.ts'
import { at, caseOf, profileOf, type Told } from './arbitrary-cases.ts'
import { dayText } from './cell-changes.ts'
import { contributionOf } from './contribution.ts'
import { serviceOf } from './service-of.ts'

const profile = profileOf()
const minute = 60_000
const hour = 60 * minute

type Told2 = Readonly<Record<string, Partial<Record<Measure, number>>>>

/** What a case adds, day by day, without what is zero. */
function added(events: readonly Told[], attributes = {}): Told2 {
  const { days } = contributionOf(serviceOf([caseOf(events, attributes)], profile, { until: at('31 00:00') }), 0)
  return Object.fromEntries(
    days.map(({ day, values }) => [
      dayText(day).slice(8),
      Object.fromEntries(values.flatMap((value, i) => (value === 0 ? [] : [[measures[i]!, value]]))),
    ]),
  )
}

describe('what a case adds', () => {
  it('counts as online whatever way the source writes the channel', () => {
    const online = (channel: string) => added([['submit', '02 09:00', { channel }]])['02']?.submittedOnline ?? 0
    expect(['网上', 'Internet', 'internet ', 'WEB', 'App', '小程序'].map(online)).toEqual([1, 1, 1, 1, 1, 1])
    expect(['窗口', 'Desk', 'e-mail', '2'].map(online)).toEqual([0, 0, 0, 0])
  })

  it('lies on the days on which it was submitted, accepted and closed', () => {
    const told = added(
      [
        ['submit', '02 09:00', { channel: '网上' }],
        ['accept', '03 09:00', { department: 'front' }],
        ['supplementRequest', '03 10:00'],
        ['supplementRequest', '03 11:00'],
        ['review', '03 12:00', { department: 'EMPTY' }],
        ['decide', '04 10:00', { department: 'back' }],
        ['close', '05 10:00', { department: 'front', attributes: { visits: 2 } }],
      ],
      { item: 'quick' },
    )
    expect(told).toEqual({
      '02': { submitted: 1, submittedOnline: 1, submittedWithChannel: 1 },
      '03': { accepted: 1, acceptanceWaited: 1, acceptanceWaitMs: 24 * hour },
      '05': {
        closed: 1,
        limited: 1,
        overdue: 1,
        statutoryLimited: 1,
        promisedLimited: 1,
        promisedOverdue: 1,
        clocked: 1,
        officialMs: 15 * hour,
        livedMs: 73 * hour,
        bothLimited: 1,
        statutoryLimitMs: 14 * hour,
        promisedLimitMs: 7 * hour,
        bothLimitedOfficialMs: 15 * hour,
        supplemented: 1,
        supplementRounds: 2,
        supplementRepeated: 1,
        handOvers: 2,
        handedOver: 1,
        visitsKnown: 1,
        visits: 2,
      },
    })
  })

  it('counts a day as the time zone of the profile has it', () => {
    expect(Object.keys(added([['submit', '03 00:30']]))).toEqual(['03'])
  })

  it('counts done on the spot and early', () => {
    const told = added(
      [
        ['accept', '02 09:00'],
        ['close', '02 10:00'],
      ],
      { item: 'quick', visits: '1' },
    )
    expect(told['02']).toMatchObject({ instant: 1, statutoryEarly: 1, promisedLimited: 1, visits: 1, oneVisit: 1 })
    expect(told['02']).toHaveProperty('promisedEarly', 1)
  })

  it('counts stops once where they overlap, and no further than the end', () => {
    const told = added([
      ['accept', '02 09:00'],
      ['suspend', '02 10:00'],
      ['specialStart', '02 11:00'],
      ['resume', '02 12:00'],
      ['close', '02 14:00'],
    ])
    expect(told['02']).toMatchObject({ suspended: 1, stoppedMs: 4 * hour })
    expect(told['02']).not.toHaveProperty('bothLimited')
  })

  it('counts refusals and withdrawals among the closed', () => {
    expect(added([['refuse', '02 10:00']])['02']).toMatchObject({ closed: 1, refused: 1 })
    expect(added([['withdraw', '02 10:00']])['02']).toMatchObject({ closed: 1, withdrawn: 1 })
  })

  it('calls an acceptance late after five working days, counted from the last answer of the applicant', () => {
    const wait = (events: readonly Told[]): number | undefined =>
      Object.values(added(events)).find((day) => day.accepted)!.acceptedLate
    expect(
      wait([
        ['submit', '02 09:00'],
        ['accept', '09 20:00'],
      ]),
    ).toBeUndefined()
    expect(
      wait([
        ['submit', '02 09:00'],
        ['accept', '10 08:00'],
      ]),
    ).toBe(1)
    const answered: Told[] = [
      ['submit', '02 09:00'],
      ['supplementRequest', '03 09:00'],
      ['supplementAnswer', '20 09:00'],
      ['accept', '27 09:00'],
    ]
    expect(wait(answered)).toBeUndefined()
    expect(wait([...answered.slice(0, 3), ['accept', '30 09:00']])).toBe(1)
    expect(wait([...answered.slice(0, 2), ['accept', '30 09:00']])).toBeUndefined()
  })

  it('pairs each call with the ticket before it, or with its own beginning', () => {
    const told = added([
      ['queue', '02 09:00'],
      ['call', '02 09:20'],
      ['call', '02 10:00'],
      ['call', '02 11:00', { startedAt: at('02 10:30') }],
    ])
    expect(told['02']).toMatchObject({ queued: 2, queueMs: 50 * minute, queuedOver20Min: 1 })
  })

  it('counts each complaint on its day', () => {
    const told = added([
      ['complain', '02 09:00'],
      ['complain', '03 09:00'],
      ['complain', '03 10:00'],
    ])
    expect([told['02']!.complaints, told['03']!.complaints]).toEqual([1, 2])
  })
})

describe('the voice of people', () => {
  const rate = (time: string, satisfaction: string | number, more = {}): Told => [
    'rate',
    time,
    { attributes: { satisfaction, ...more } },
  ]
  const ratings = (events: readonly Told[]): Told2 =>
    Object.fromEntries(
      Object.entries(added(events)).flatMap(([day, told]) => {
        const kept = Object.entries(told).filter(([name]) => /^(rated|bad)/.test(name))
        return kept.length === 0 ? [] : [[day, Object.fromEntries(kept)]]
      }),
    )

  it('counts 5 as very satisfied, as number, text or word', () => {
    expect([5, '5', '非常满意'].map((said) => ratings([rate('02 09:00', said)]))).toEqual(
      new Array(3).fill({ '02': { ratedVerySatisfied: 1 } }),
    )
    expect(ratings([rate('02 09:00', 3)])).toEqual({ '02': { ratedBasicallySatisfied: 1 } })
  })

  it('counts what the system filled in apart, and not at all once a person rated', () => {
    expect(ratings([rate('02 09:00', 5, { default: true })])).toEqual({ '02': { ratedByDefault: 1 } })
    expect(ratings([rate('02 09:00', 5, { default: '是' }), rate('03 09:00', 4)])).toEqual({
      '03': { ratedSatisfied: 1 },
    })
  })

  it('does not let a later rating make a bad one vanish', () => {
    const told = ratings([rate('02 09:00', 1), rate('03 09:00', 5, { followUp: true }), rate('04 09:00', 5)])
    expect(told).toEqual({ '02': { ratedVeryDissatisfied: 1 }, '24': { badRatingsDue: 1 } })
  })

  it('counts a bad rating put right on the day after the last one for it, when nobody can be blamed too early', () => {
    const bad = rate('02 09:00', 2)
    const due = { badRatingsDue: 1, badRatingsRectified: 1 }
    expect(ratings([bad, ['rectify', '23 20:00']])['24']).toEqual({ ...due, badRatingsRectifiedOnTime: 1 })
    expect(ratings([bad, ['rectify', '24 09:00']])['24']).toEqual(due)
    expect(ratings([['rectify', '01 09:00'], bad])['24']).toEqual({ badRatingsDue: 1 })
  })

  it('counts nothing for a level that is none', () => {
    expect(ratings([rate('02 09:00', 9), rate('02 10:00', 'fine')])).toEqual({})
  })
})
