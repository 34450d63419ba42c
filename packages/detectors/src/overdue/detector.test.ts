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
