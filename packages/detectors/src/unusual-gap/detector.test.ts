import { describe, expect, test } from 'vitest'
import { exampleService, foundIn } from '../example.ts'
import { unusualGap } from './detector.ts'
import { examples } from './examples.ts'

describe('unusual-gap', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(unusualGap, example)).toEqual(example.finds)
  })
})

test('who was to act between steps that the profile does not explain is not known, and bare dates are told as such', () => {
  const example = examples.find(({ name }) => name.startsWith('bare dates, usually three days'))!
  const parameters = Object.fromEntries(
    Object.entries(unusualGap.parameters).map(([name, { default: value }]) => [name, value]),
  )
  const told = (activities: Record<string, string[]>): unknown =>
    unusualGap
      .detect(exampleService({ ...example, profile: { activities } }), parameters)
      .findings.map(({ explanation, caveats, sample }) => ({ key: explanation.key, caveats, sample }))
  const key = 'explanations.unusual-gap.dates'
  const sample = { size: 31, minimum: 30 }
  expect(told({})).toEqual([{ key, caveats: ['turnUnknown', 'smallerPart'], sample }])
  expect(told({ accept: ['accept'], review: ['review'] })).toEqual([
    { key, caveats: ['waitedForOthers', 'smallerPart'], sample },
  ])
})

test('the wait before a stop is compared with all waits after the same step, and is told so', () => {
  const { cases } = examples[0]!
  const stopped = { ...cases, lost: String(cases.lost).replaceAll('review', 'suspend') }
  const parameters = Object.fromEntries(
    Object.entries(unusualGap.parameters).map(([name, { default: value }]) => [name, value]),
  )
  const { findings } = unusualGap.detect(exampleService({ ...examples[0]!, cases: stopped }), parameters)
  expect(findings.map(({ explanation: { values } }) => [values.after, values.compared, values.peers])).toEqual([
    ['suspend', 'all', 31],
  ])
})
