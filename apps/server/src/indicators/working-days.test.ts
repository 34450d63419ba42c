import { expect, test } from 'vitest'
import { workingDaysDiffer } from './working-days.ts'

const march = { from: '2026-03-02', to: '2026-03-08' }
const week = { from: '2026-02-16', to: '2026-02-22' }

test('working days of two periods are told where they differ: holidays, and days that the platform sets', () => {
  const none = { closed: [], open: [] }
  // The Spring Festival of 2026.
  expect(workingDaysDiffer(none, march, week)).toEqual({ now: 5, before: 0 })
  expect(workingDaysDiffer(none, march, { from: '2026-03-09', to: '2026-03-15' })).toBeUndefined()
  const closed = { closed: ['2026-03-10'], open: ['2026-03-07'] }
  expect(workingDaysDiffer(closed, march, { from: '2026-03-09', to: '2026-03-15' })).toEqual({ now: 6, before: 4 })
})
