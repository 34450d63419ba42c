import { overdueCases } from '@zhengfeng/mining'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, caseOf, caseRecords, monday, profileOf, type Told } from './arbitrary-cases.ts'
import { extendCase, foldHistory } from './case-record.ts'
import { type CaseProjection, projectCases } from './project.ts'
import { serviceOf } from './service-of.ts'

const profile = profileOf()
const hour = 3_600_000
const day = 24 * hour

function project(events: readonly Told[], attributes = {}, until = at('31 00:00')): CaseProjection {
  return projectCases([caseOf(events, attributes)], profile, { until })[0]!
}

describe('projecting cases', () => {
  it('gives the same one by one, in any batches and all at once', () => {
    fc.assert(
      fc.property(caseRecords, fc.nat({ max: 8 }), fc.nat({ max: 60 }), (cases, cut, days) => {
        const until = monday + days * day
        const all = projectCases(cases, profile, { until })
        expect(cases.flatMap((record) => projectCases([record], profile, { until }))).toEqual(all)
        expect([
          ...projectCases(cases.slice(0, cut), profile, { until }),
          ...projectCases(cases.slice(cut), profile, { until }),
        ]).toEqual(all)
        expect(projectCases([...cases].reverse(), profile, { until }).reverse()).toEqual(all)
      }),
    )
  })

  it('adds the same to the cells whenever it is asked, and tells the same of an ended case', () => {
    fc.assert(
      fc.property(caseRecords, fc.nat({ max: 60 }), fc.nat({ max: 60 }), (cases, one, other) => {
        const [a, b] = [one, other].map((days) => projectCases(cases, profile, { until: monday + days * day }))
        expect(b!.map(({ contribution }) => contribution)).toEqual(a!.map(({ contribution }) => contribution))
        const ended = (list: CaseProjection[]): CaseProjection[] =>
          list.filter(({ closedAt }) => closedAt !== undefined)
        expect(ended(b!)).toEqual(ended(a!))
      }),
    )
  })

  it('calls an open case late after `openDue` and at no other time, as the check-up does', () => {
    fc.assert(
      fc.property(caseRecords, fc.integer({ min: 0, max: 60 * 24 * 60 }), (cases, minutes) => {
        const until = monday + minutes * 60_000
        const living = cases.filter(({ events }) => events.length > 0)
        const projected = projectCases(living, profile, { until })
        const service = serviceOf(living, profile, { until })
        const late = ['statutory', 'promised'].map((limit) => overdueCases(service, limit as 'statutory' | 'promised'))
        projected.forEach((projection, c) => {
          if (projection.closedAt !== undefined) expect(projection.openDue).toBeUndefined()
          else expect(until > (projection.openDue ?? Number.POSITIVE_INFINITY)).toBe(late.some((each) => each[c] === 1))
        })
      }),
      { numRuns: 400 },
    )
  })

  it('tells who answers, who holds the case, where it stands and when it is due', () => {
    const { contribution: _, ...told } = project(
      [
        ['submit', '02 09:00', { channel: '网上' }],
        ['receive', '02 10:00', { department: 'EMPTY', actor: 'p1' }],
        ['accept', '02 11:00', { department: 'front', actor: 'p1' }],
        ['检查', '03 09:00', { department: 'lab', actor: 'p2' }],
        ['rate', '03 10:00', { department: 'portal' }],
      ],
      { item: 'quick', applicant: 'a1', applicantGroup: '企业' },
      at('03 12:00'),
    )
    expect(told).toEqual({
      division: '330100',
      caseNo: 'c1',
      item: 'quick',
      department: 'front',
      channel: '网上',
      applicantGroup: '企业',
      applicant: 'a1',
      priority: false,
      status: 'accepted',
      step: '检查',
      holderDepartment: 'lab',
      holderActor: 'p2',
      firstAt: at('02 09:00'),
      lastAt: at('03 10:00'),
      submittedAt: at('02 09:00'),
      acceptedAt: at('02 11:00'),
      clockFrom: at('02 11:00'),
      statutoryDue: at('04 17:00'),
      promisedDue: at('03 17:00'),
      // Nothing is worked after 17:00, so the case is not late before work begins again.
      openDue: at('04 09:00'),
      officialMs: 8 * hour,
      livedMs: 27 * hour,
      stops: [],
    })
  })

  const steps: readonly (readonly [status: string, events: readonly Told[]])[] = [
    ['submitted', [['submit', '02 09:00']]],
    [
      'supplementing',
      [
        ['submit', '02 09:00'],
        ['supplementRequest', '02 10:00'],
      ],
    ],
    [
      'submitted',
      [
        ['submit', '02 09:00'],
        ['supplementRequest', '02 10:00'],
        ['supplementAnswer', '02 11:00'],
      ],
    ],
    [
      'accepted',
      [
        ['supplementRequest', '02 10:00'],
        ['accept', '02 11:00'],
      ],
    ],
    [
      'suspended',
      [
        ['accept', '02 09:00'],
        ['suspend', '02 10:00'],
      ],
    ],
    [
      'accepted',
      [
        ['accept', '02 09:00'],
        ['suspend', '02 10:00'],
        ['resume', '02 11:00'],
      ],
    ],
    [
      'suspended',
      [
        ['accept', '02 09:00'],
        ['specialStart', '02 10:00'],
        ['decide', '02 11:00'],
      ],
    ],
    [
      'decided',
      [
        ['accept', '02 09:00'],
        ['decide', '02 11:00'],
      ],
    ],
    [
      'closed',
      [
        ['accept', '02 09:00'],
        ['close', '02 11:00'],
        ['suspend', '02 12:00'],
      ],
    ],
    [
      'refused',
      [
        ['submit', '02 09:00'],
        ['refuse', '02 11:00'],
      ],
    ],
    [
      'accepted',
      [
        ['refuse', '02 11:00'],
        ['accept', '03 09:00'],
      ],
    ],
    [
      'refused',
      [
        ['refuse', '02 11:00'],
        ['close', '03 09:00'],
      ],
    ],
    [
      'withdrawn',
      [
        ['accept', '02 09:00'],
        ['withdraw', '03 11:00'],
      ],
    ],
    ['submitted', [['accept', '02 09:00', { transition: 'start' }]]],
  ]
  it.each(steps.map(([status, events]) => [status, events.map(([step]) => step).join(' '), events] as const))(
    'says %s after %s',
    (status, _, events) => {
      expect(project(events).status).toBe(status)
    },
  )

  it('says that nothing is due while the clock stands still, unless the limit had run out before', () => {
    const events: Told[] = [
      ['accept', '02 09:00'],
      ['suspend', '03 10:00'],
    ]
    expect(project(events, { item: 'quick' })).not.toHaveProperty('openDue')
    const late: Told[] = [
      ['accept', '02 09:00'],
      ['suspend', '05 10:00'],
    ]
    expect(project(late, { item: 'quick' }).promisedDue).toBe(at('03 17:00'))
    expect(project(late, { item: 'quick' }).openDue).toBe(at('04 09:00'))
  })

  it('calls a case late as soon as work could have gone on past its due instant', () => {
    const dueAfter = (amount: number): number | undefined => {
      const hours = profileOf({ clock: { promised: { limit: { amount, unit: 'hour' } } } })
      return projectCases([caseOf([['accept', '02 09:00']])], hours, { until: at('02 09:00') })[0]!.openDue
    }
    // In opening hours, in the lunch break, in the evening.
    expect([2, 3.5, 10].map(dueAfter)).toEqual([at('02 11:00'), at('02 13:00'), at('03 09:00')])
  })

  it('keeps a due instant that the source gives, whatever stands still', () => {
    const told = profileOf({ clock: { statutory: { due: 'due' } } })
    const record = caseOf(
      [
        ['accept', '02 09:00'],
        ['suspend', '02 10:00'],
      ],
      { due: '2026-03-05' },
    )
    const [projection] = projectCases([record], told, { until: at('31 00:00') })
    expect(projection!.statutoryDue).toBe(at('06 00:00') - 1)
  })

  it('takes the department that the source says, else that of the last decision, of the acceptance, the first named', () => {
    const events: Told[] = [
      ['receive', '02 09:00', { department: 'hall' }],
      ['accept', '02 10:00', { department: 'front' }],
      ['decide', '02 11:00', { department: 'back' }],
      ['decide', '02 12:00'],
    ]
    expect(project(events, { department: 'lead' }).department).toBe('lead')
    expect([1, 2, 3, 4].map((n) => project(events.slice(0, n)).department)).toEqual(['hall', 'front', 'back', 'back'])
  })
})

describe('events taken back', () => {
  const options = { division: '330100', caseNo: '1', profile }
  const brought = {
    seq: 1,
    activity: 'submit',
    occurredAt: at('02 09:00'),
    batch: 'b',
    attributes: { 'case:item': 'i' },
  }
  const own = { seq: 2, activity: 'accept', occurredAt: at('02 10:00'), attributes: { 'case:item': 'own' } }
  const undone = {
    seq: 3,
    type: 'void' as const,
    activity: 'void',
    occurredAt: at('03 09:00'),
    attributes: { batch: 'b' },
  }

  it('leave what others told', () => {
    expect(foldHistory([brought, own, undone], options)).toEqual({
      division: '330100',
      caseNo: '1',
      attributes: { item: 'own' },
      events: [{ seq: 2, occurredAt: at('02 10:00'), activity: 'accept' }],
    })
  })

  it('may leave nothing: the case is void and adds nothing', () => {
    const record = foldHistory([brought, undone], options)
    const [projection] = projectCases([record], profile, { until: at('31 00:00') })
    expect([projection!.status, projection!.lastAt, projection!.contribution.days]).toEqual([
      'void',
      at('03 09:00'),
      [],
    ])
  })

  it('may be brought again', () => {
    const again = { ...brought, seq: 4 }
    expect(foldHistory([brought, undone, again], options).events.map(({ seq }) => seq)).toEqual([4])
  })

  it('cannot be appended, nor can an event before the last one', () => {
    const record = extendCase(undefined, [brought, own], options)
    expect(() => extendCase(record, [undone], options)).toThrow(expect.objectContaining({ code: 'historyNeeded' }))
    expect(() => extendCase(record, [own], options)).toThrow(expect.objectContaining({ code: 'seqNotRising' }))
  })
})

describe('appending events', () => {
  it('gives what folding all of them gives, and leaves the case before as it was', () => {
    const events = [
      { seq: 1, activity: 'submit', occurredAt: 1.5, attributes: { 'case:item': 'i', 'case:x': null, note: 'n' } },
      { seq: 2, activity: 'rate', occurredAt: 2, attributes: { satisfaction: 5, 'case:item': 'j', 'case:y': [1] } },
      {
        seq: 3,
        activity: 'call',
        occurredAt: 3,
        attributes: { startedAt: '1970-01-01T08:00:00+08:00', transition: 'complete' },
      },
    ]
    const options = { division: 'd', caseNo: '1', profile }
    const first = extendCase(undefined, events.slice(0, 1), options)
    const kept = structuredClone(first)
    const second = extendCase(first, events.slice(1), options)
    expect(first).toEqual(kept)
    expect(second).toEqual(foldHistory(events, options))
    expect(second).toEqual({
      division: 'd',
      caseNo: '1',
      attributes: { item: 'i', y: '[1]' },
      events: [
        { seq: 1, occurredAt: 1, activity: 'submit' },
        { seq: 2, occurredAt: 2, activity: 'rate', attributes: { satisfaction: 5 } },
        { seq: 3, occurredAt: 3, activity: 'call', startedAt: 0, transition: 'complete' },
      ],
    })
  })
})
