import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { rolesInConflict } from '../users/separation.ts'
import { addMonths, hoursInOrder, markDay, markOf, nextMark, weeksOf } from './calendar-days.ts'
import { sumOf, weightProblems } from './index-weights.ts'
import { conventionOf, conventionRules } from './warning-conventions.ts'

describe('the calendar', () => {
  it('shows a month by weeks that begin on Monday', () => {
    const weeks = weeksOf('2026-02')
    expect(weeks.map((week) => week.map((day) => day?.slice(8) ?? '·').join(' '))).toEqual([
      '· · · · · · 01',
      '02 03 04 05 06 07 08',
      '09 10 11 12 13 14 15',
      '16 17 18 19 20 21 22',
      '23 24 25 26 27 28 ·',
    ])
    expect(weeksOf('2024-02').flat().filter(Boolean)).toHaveLength(29)
  })

  it('goes over the turn of the year', () => {
    expect([addMonths('2026-12', 1), addMonths('2026-01', -1)]).toEqual(['2027-01', '2025-12'])
  })

  it('never marks a day both off and worked', () => {
    const none = { closed: [], open: [] }
    const off = markDay(none, '2026-05-01', 'closed')
    const worked = markDay(off, '2026-05-01', nextMark(markOf(off, '2026-05-01')))
    expect(off).toEqual({ closed: ['2026-05-01'], open: [] })
    expect(worked).toEqual({ closed: [], open: ['2026-05-01'] })
    expect(markDay(worked, '2026-05-01', nextMark('open'))).toEqual(none)
  })

  it('wants hours in order', () => {
    expect(hoursInOrder([])).toBe(true)
    expect(
      hoursInOrder([
        ['09:00', '12:00'],
        ['12:00', '17:00'],
      ]),
    ).toBe(true)
    expect(
      hoursInOrder([
        ['09:00', '12:00'],
        ['11:00', '17:00'],
      ]),
    ).toBe(false)
    expect(hoursInOrder([['12:00', '09:00']])).toBe(false)
  })
})

describe('weights of the index', () => {
  const parts = { satisfaction: { a: 100 }, efficiency: { b: 33.3, c: 66.7 }, integrity: { d: 100 } }
  it('may be used where they add up and keep their floors', () => {
    expect(weightProblems({ dimensions: { satisfaction: 20, efficiency: 75, integrity: 5 }, parts })).toEqual([])
    expect(sumOf({ a: 0.1, b: 0.2, c: 99.7 })).toBe(100)
  })
  it('tell every sum and floor that is broken', () => {
    const broken = {
      dimensions: { satisfaction: 19, efficiency: 77, integrity: 4 },
      parts: { ...parts, integrity: {} },
    }
    expect(weightProblems(broken)).toEqual([
      { kind: 'sum', of: 'integrity', value: 0 },
      { kind: 'floor', of: 'satisfaction', value: 19 },
      { kind: 'floor', of: 'integrity', value: 4 },
    ])
  })
})

it('conventions are known by their rules, in whatever order members stand', () => {
  const turned = conventionRules.B.map((rule) => Object.fromEntries(Object.entries(rule).toReversed()))
  expect(conventionOf(turned)).toBe('B')
  expect(conventionOf([...conventionRules.B, ...conventionRules.C])).toBeUndefined()
})

it('conventions are those of the server', async () => {
  // The console depends on the contract alone; the test may look further.
  const path = new URL('../../../../../packages/monitor/src/warnings/rules.ts', import.meta.url)
  expect(readFileSync(path, 'utf8')).toContain('warningConventions')
  const { warningConventions } = (await import(/* @vite-ignore */ path.href)) as {
    warningConventions: typeof conventionRules
  }
  expect(conventionRules).toEqual(warningConventions)
})

it('administrators of system, security and audit hold nothing else', () => {
  expect(rolesInConflict([{ role: 'auditAdministrator' }])).toEqual([])
  expect(rolesInConflict([{ role: 'analyst' }, { role: 'head' }])).toEqual([])
  expect(rolesInConflict([{ role: 'analyst' }, { role: 'auditAdministrator' }])).toEqual([
    'analyst',
    'auditAdministrator',
  ])
})
