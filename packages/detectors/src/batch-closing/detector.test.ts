import { describe, expect, test } from 'vitest'
import { exampleService, foundIn } from '../example.ts'
import { batchClosing } from './detector.ts'
import { examples } from './examples.ts'

describe('batch-closing', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(batchClosing, example)).toEqual(example.finds)
  })
})

test('a burst may last longer than the window: the longest pause within it is told, and each case is listed once', () => {
  const [first] = examples
  const parameters = Object.fromEntries(
    Object.entries(batchClosing.parameters).map(([name, { default: value }]) => [name, value]),
  )
  const june = {
    events: `at | activity | officer
             2026-06-30 16:00 | close | A-01`,
    copies: 20,
    everyHours: 1 / 60,
  }
  const again = `at | activity | officer
                 2026-06-30 16:00 | close | A-01
                 2026-06-30 16:05 | close | A-01`
  const { findings } = batchClosing.detect(
    exampleService({ ...first!, cases: { ...first!.cases, june, again } }),
    parameters,
  )
  const [found] = findings
  expect(found!.explanation.values).toMatchObject({ ...{ batches: 4, inBatches: 58, cases: 57, smallest: 12 } })
  expect(found!.explanation.values).toMatchObject({ pauseMs: 60_000, largest: 22, largestMs: 19 * 60_000 })
  const listed = [...found!.evidence.map((each) => each.case), ...(found!.furtherCases ?? [])]
  expect([listed.length, new Set(listed).size]).toEqual([57, 57])
  expect(found!.caveats).toEqual(['meetingDay', 'monthEnd', 'onlyPost', 'outage', 'sharedAccount'])
})
