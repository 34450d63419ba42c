import { describe, expect, test } from 'vitest'
import { compareFindings } from '../compose-finding.ts'
import { exampleService, foundIn } from '../example.ts'
import { overdue } from './detector.ts'
import { examples } from './examples.ts'

describe('overdue', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(overdue, example)).toEqual(example.finds)
  })
})

const both = {
  name: 'one case over the promise by far, one over the statutory limit by little and still open',
  profile: {
    clock: {
      statutory: { limit: { amount: 20, unit: 'workingDay' } },
      promised: { limit: { amount: 5, unit: 'workingDay' } },
    },
  },
  cases: {
    promise: `at               | activity
              2026-03-02 10:00 | accept
              2026-03-27 10:00 | close`,
    law: `at               | activity
          2026-03-02 10:00 | accept`,
    last: `at               | activity
           2026-03-31 10:00 | accept
           2026-03-31 11:00 | close`,
  },
  finds: [],
} as const

test('a breach of law comes before one of a promise; an open case may only lack its end', () => {
  const { findings } = overdue.detect(exampleService(both), { graceWorkingDays: 0 })
  expect(
    findings.toSorted(compareFindings).map(({ strength, caveats, explanation }) => ({
      measure: strength.measure,
      usual: strength.usual,
      statutory: explanation.values.statutory,
      caveats,
    })),
  ).toEqual([
    {
      measure: 'overStatutory',
      usual: undefined,
      statutory: undefined,
      caveats: ['limitOfItem', 'missingStops', 'endNotRecorded', 'onePhase', 'endOfExport'],
    },
    { measure: 'overPromised', usual: undefined, statutory: 'kept', caveats: ['limitOfItem', 'missingStops'] },
  ])
})

test('a statutory limit passed within the grace period is not said to be kept', () => {
  const { findings } = overdue.detect(exampleService(both), { graceWorkingDays: 5 })
  expect(findings.map(({ subject, explanation }) => [Object.values(subject)[1], explanation.values.statutory])).toEqual(
    [
      ['promise', 'kept'],
      ['law', 'passed'],
    ],
  )
})

const dueFriday = {
  name: 'due at the end of business of Friday, 13 March',
  profile: { clock: { promised: { limit: { amount: 5, unit: 'workingDay' } } } },
  cases: {
    open: `at               | activity
           2026-03-06 10:00 | accept`,
  },
  finds: [],
} as const

function seenUntil(end: string) {
  const last = `at               | activity
                2026-03-12 10:00 | accept
                ${end} | close`
  const { findings } = overdue.detect(exampleService({ ...dueFriday, cases: { ...dueFriday.cases, last } }), {
    graceWorkingDays: 0,
  })
  return findings.map(({ strength, explanation }) => [explanation.key, strength.value / 60_000])
}

test('an open case is late from the first working moment after its limit', () => {
  expect(['2026-03-14 03:43', '2026-03-16 00:10', '2026-03-16 09:00'].map(seenUntil)).toEqual([[], [], []])
  expect(seenUntil('2026-03-16 09:30')).toEqual([['explanations.overdue.promisedOpen', 30]])
})

test('a case that ended on a day off after its limit is late by the clock, never by 0 minutes', () => {
  const saturday = {
    ...dueFriday,
    cases: {
      late: `at               | activity
             2026-03-06 10:00 | accept
             2026-03-14 11:00 | close`,
    },
  }
  const { findings } = overdue.detect(exampleService(saturday), { graceWorkingDays: 0 })
  expect(findings.map(({ strength, explanation: { key, values } }) => [strength, key, values])).toEqual([
    [
      { measure: 'overPromisedOffHours', value: 18 * 3_600_000, unit: 'ms' },
      'explanations.overdue.promisedClosedOffHours',
      {
        dueAt: Date.UTC(2026, 2, 13, 9),
        untilAt: Date.UTC(2026, 2, 14, 3),
        lateMs: 18 * 3_600_000,
        workingDayMs: expect.any(Number),
        statutory: 'unknown',
      },
    ],
  ])
})
