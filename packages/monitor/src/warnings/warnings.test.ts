import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, caseOf, caseRecords, monday, profileOf, type Told } from '../case/arbitrary-cases.ts'
import { type CaseProjection, projectCases } from '../case/project.ts'
import { defaultWarningRules, WarningRules, warningConventions } from './rules.ts'
import { escalationOf, nearDueOf, warningsDue } from './warnings-due.ts'

const profile = profileOf({
  clock: {
    promised: { limit: { amount: 10, unit: 'workingDay' } },
    statutory: { limit: { amount: 20, unit: 'workingDay' } },
  },
})
const { A, B, C } = warningConventions

function project(events: readonly Told[], now = at('31 00:00')): CaseProjection {
  return projectCases([caseOf(events)], profile, { until: now })[0]!
}

/** Accepted at the close of a Monday: the promise ends at the close of the Monday two weeks later. */
const accepted: Told = ['accept', '02 17:00', { department: 'front', actor: 'p1' }]

function raised(events: readonly Told[], time: string, rules = A): string[] {
  return warningsDue(project(events, at(time)), rules, { profile, now: at(time) })
    .filter(({ superseded }) => !superseded)
    .map(({ rule, level }) => `${rule} ${level}`)
}

describe('yellow and red cards', () => {
  it('are due when nine tenths of the promise are used, and when it has run out', () => {
    expect(nearDueOf(project([accepted]), A, profile)).toBe(at('13 17:00'))
    expect(raised([accepted], '13 16:59')).toEqual([])
    expect(raised([accepted], '13 17:00')).toEqual(['near-due yellow'])
    expect(raised([accepted], '17 00:01')).toEqual(['near-due yellow'])
    expect(raised([accepted], '17 09:00')).toEqual(['near-due yellow'])
    expect(raised([accepted], '17 09:01')).toEqual(['overdue red'])
  })

  it('never say that a case is late by no working time', () => {
    fc.assert(
      fc.property(caseRecords, fc.integer({ min: 0, max: 60 * 24 * 60 }), (cases, minutes) => {
        const now = monday + minutes * 60_000
        const own = profileOf()
        for (const projection of projectCases(cases, own, { until: now }))
          for (const { reason } of warningsDue(projection, A, { profile: own, now }))
            if (reason.key === 'overdue') expect(reason.values.overdueWorkingMs).toBeGreaterThan(0)
      }),
      { numRuns: 200 },
    )
  })

  it('wait while the clock stands still, and are moved by as much', () => {
    const stopped: Told[] = [accepted, ['suspend', '04 17:00']]
    expect(nearDueOf(project(stopped), A, profile)).toBeUndefined()
    expect(raised(stopped, '31 00:00')).toEqual([])
    expect(nearDueOf(project([...stopped, ['resume', '06 17:00']]), A, profile)).toBe(at('17 17:00'))
  })

  it('are due for nobody once the case has ended', () => {
    const ended: Told[] = [accepted, ['close', '30 10:00']]
    expect([raised(ended, '31 00:00'), nearDueOf(project(ended), A, profile)]).toEqual([[], undefined])
  })

  it('may come late by a letter first, or one working day before', () => {
    expect(raised([accepted], '17 09:01', B)).toEqual(['overdue yellow'])
    expect(raised([accepted], '20 09:00', B)).toEqual(['overdue yellow'])
    expect(raised([accepted], '20 09:01', B)).toEqual(['still-overdue red'])
    expect(nearDueOf(project([accepted]), C, profile)).toBe(at('16 09:00'))
    expect(nearDueOf(project([accepted]), B, profile)).toBeUndefined()
  })

  it('say why, to whom, and until when a reply is due', () => {
    const now = at('17 10:00')
    const [yellow, red] = warningsDue(project([accepted], now), A, { profile, now })
    expect(yellow).toEqual({
      rule: 'near-due',
      level: 'yellow',
      dueAt: at('13 17:00'),
      reason: { key: 'share', values: { usedShare: 0.9, dueAt: at('16 17:00'), leftWorkingMs: 0 } },
      addressee: 'holder',
      department: 'front',
      actor: 'p1',
      superseded: true,
    })
    expect(red).toEqual({
      rule: 'overdue',
      level: 'red',
      dueAt: at('17 09:00') + 1,
      reason: { key: 'overdue', values: { dueAt: at('16 17:00'), overdueWorkingMs: 3_600_000 } },
      addressee: 'department',
      department: 'front',
      replyDue: at('20 17:00'),
      superseded: false,
    })
  })

  it('go higher each time the reply is late, until nobody is left', () => {
    const rule = defaultWarningRules[1]!
    const options = { profile, now: at('23 09:00') }
    expect(escalationOf(rule, { replyDue: at('23 09:00'), escalation: 0 }, options)).toBeUndefined()
    expect(escalationOf(rule, { replyDue: at('20 17:00'), escalation: 0 }, options)).toEqual({
      to: 'division',
      replyDue: at('25 17:00'),
    })
    expect(escalationOf(rule, { replyDue: at('20 17:00'), escalation: 1 }, options)?.to).toBe('parentDivision')
    expect(escalationOf(rule, { replyDue: at('20 17:00'), escalation: 2 }, options)).toBeUndefined()
    expect(escalationOf(A[0]!, { replyDue: 0, escalation: 0 }, options)).toBeUndefined()
  })

  it('may be asked for some items only, or not at all', () => {
    const [near, overdue] = A as [(typeof A)[0], (typeof A)[0]]
    const rules = [
      { ...near, items: ['other'] },
      { ...overdue, enabled: false },
    ]
    expect(raised([accepted], '31 00:00', rules)).toEqual([])
  })

  it('are never due later than the case is, and red ones exactly when it is late', () => {
    fc.assert(
      fc.property(caseRecords, fc.integer({ min: 0, max: 60 * 24 * 60 }), (cases, minutes) => {
        const now = monday + minutes * 60_000
        const own = profileOf()
        for (const projection of projectCases(cases, own, { until: now })) {
          const near = nearDueOf(projection, A, own)
          if (projection.openDue === undefined) expect(near).toBeUndefined()
          else expect(near).toBeLessThanOrEqual(projection.openDue + 1)
          const red = warningsDue(projection, A, { profile: own, now }).some(({ level }) => level === 'red')
          expect(red).toBe(now > (projection.openDue ?? Number.POSITIVE_INFINITY))
        }
      }),
      { numRuns: 300 },
    )
  })
})

describe('rules of cards', () => {
  it.each([
    ['an id twice', [A[0], A[0]]],
    ['a share of more than the limit', [{ id: 'a', level: 'yellow', when: { kind: 'share', share: 1.2 } }]],
    ['an unknown trigger', [{ id: 'a', level: 'red', when: { kind: 'never' } }]],
    ['an unknown field', [{ ...A[0], colour: 'blue' }]],
  ])('with %s are refused', (_, rules) => {
    expect(WarningRules.safeParse(rules).success).toBe(false)
  })
})
