import { expect, it } from 'vitest'
import { SourceError } from './errors.ts'
import { ReadingNotes } from './reading-notes.ts'
import { maxRefusalsListed } from './reading-report.ts'

it('counts every row once, and lists refusals up to the limit', () => {
  const notes = new ReadingNotes({ source: 'a.csv', format: 'csv' })
  notes.keepRows(3)
  for (let line = 1; line <= maxRefusalsListed + 5; line++) notes.refuse({ line, reason: 'missingCase' })
  notes.refuse({ line: 9, column: 'time', value: 'soon', reason: 'unreadableTime' })
  const { refusals, ...report } = notes.report()
  expect(report).toEqual({
    source: 'a.csv',
    format: 'csv',
    rowsRead: maxRefusalsListed + 9,
    rowsKept: 3,
    rowsRefused: maxRefusalsListed + 6,
    refusedByReason: { missingCase: maxRefusalsListed + 5, unreadableTime: 1 },
    notices: [],
  })
  expect(refusals).toHaveLength(maxRefusalsListed)
})

it('ends a strict reading at the first refusal, and says where', () => {
  const notes = new ReadingNotes({ source: 'a.csv', format: 'csv', strict: true })
  const refuse = () => notes.refuse({ line: 9, column: 'time', value: 'x'.repeat(300), reason: 'unreadableTime' })
  expect(refuse).toThrow(
    new SourceError('rowRefused', {
      source: 'a.csv',
      line: 9,
      column: 'time',
      value: `${'x'.repeat(200)}…`,
      reason: 'unreadableTime',
    }),
  )
})

it('adds notices up by kind and column, keeps five examples, and sorts them by kind', () => {
  const notes = new ReadingNotes({ source: 'a.csv', format: 'csv' })
  for (let line = 1; line <= 7; line++) notes.notice('unfitValues', { column: 'fee', line, value: `v${line}` })
  notes.notice('unfitValues', { column: 'limit', count: 2 })
  notes.notice('outOfOrder', { count: 0 })
  notes.notice('mixedZones', { column: 'time', count: 4, value: '+01:00' })
  expect(notes.report().notices).toEqual([
    { kind: 'mixedZones', column: 'time', count: 4, examples: [{ value: '+01:00' }] },
    {
      kind: 'unfitValues',
      column: 'fee',
      count: 7,
      examples: [1, 2, 3, 4, 5].map((line) => ({ line, value: `v${line}` })),
    },
    { kind: 'unfitValues', column: 'limit', count: 2, examples: [] },
  ])
})
