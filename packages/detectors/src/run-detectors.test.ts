import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DetectorError } from './detector-error.ts'
import { type Example, type ExampleCase, exampleService } from './example.ts'
import { examplesOf } from './examples.ts'
import { detectorNames } from './finding.ts'
import { aloneDetectors, detectors } from './registry.ts'
import { runDetectors } from './run-detectors.ts'

const plain: Example = {
  name: 'one case',
  cases: {
    a: `at               | activity
        2026-03-02 10:00 | accept
        2026-03-03 10:00 | close`,
  },
  finds: [],
}

describe('runDetectors', () => {
  test('every detector of the list is there, in its order', () => {
    expect(detectors.map(({ name }) => name)).toEqual(detectorNames)
  })

  test('a detector that lacks something says what, and none is left out', () => {
    const detections = runDetectors(exampleService(plain))
    expect(detections.map(({ detector }) => detector)).toEqual(detectorNames)
    expect(detections[0]).toEqual({ detector: 'overdue', status: 'notApplicable', missing: ['anyLimit'] })
    expect(detections.find(({ detector }) => detector === 'queue-jumping')).toEqual({
      detector: 'queue-jumping',
      status: 'notApplicable',
      missing: ['resource', 'beneficiary'],
    })
    expect(detections.find(({ detector }) => detector === 'orphaned-cases')).toMatchObject({ status: 'ran', judged: 1 })
  })

  test('thresholds of the profile are used, and told with the findings', () => {
    const service = exampleService({ ...plain, profile: { detectors: { 'orphaned-cases': { idleWorkingDays: 30 } } } })
    expect(runDetectors(service).find(({ detector }) => detector === 'orphaned-cases')).toMatchObject({
      parameters: { idleWorkingDays: 30, timesUsual: 3 },
    })
  })

  test.each([
    [{ overdu: {} }, 'detectorUnknown', { value: 'overdu' }],
    [{ overdue: { grace: 1 } }, 'parameterUnknown', { value: 'grace', allowed: 'graceWorkingDays' }],
    [{ overdue: { graceWorkingDays: 61 } }, 'parameterOutOfRange', { value: 61, allowed: '0 … 60' }],
    [{ overdue: { graceWorkingDays: Number.NaN } }, 'parameterNotANumber', { value: 'NaN', allowed: '0 … 60' }],
  ])('unusable thresholds are refused: %j', (overrides, code, values) => {
    const run = (): unknown => runDetectors(exampleService(plain), overrides)
    expect(run).toThrow(DetectorError)
    expect(run).toThrow(expect.objectContaining({ code, values: expect.objectContaining(values) }))
  })

  test('the default of every parameter lies in its range', () => {
    for (const { parameters } of detectors)
      for (const { default: value, range } of Object.values(parameters)) {
        expect(value).toBeGreaterThanOrEqual(range[0])
        expect(value).toBeLessThanOrEqual(range[1])
      }
  })
})

/** All examples with something to find, with their positives. */
const positives = detectorNames.flatMap((name) =>
  examplesOf[name].filter(({ finds }) => finds.length > 0).map((example) => ({ name, example })),
)

describe('laws of all detectors', () => {
  test('the order of cases in the source changes nothing', () => {
    fc.assert(
      fc.property(fc.constantFrom(...positives), fc.integer(), ({ name, example }, seed) => {
        const entries = Object.entries(example.cases)
        const shuffled = entries
          .map((entry, i) => ({ entry, key: Math.sin(seed + i * 7919) }))
          .sort((a, b) => a.key - b.key)
          .map(({ entry }) => entry)
        expect(told(name, { ...example, cases: Object.fromEntries(shuffled) })).toEqual(told(name, example))
      }),
      { numRuns: 60 },
    )
  })

  test('a shift by whole weeks without holidays moves every finding along', () => {
    const noHolidays = (example: Example): Example => ({
      ...example,
      profile: { ...example.profile, calendar: { holidays: 'none' } },
    })
    fc.assert(
      fc.property(fc.constantFrom(...positives), fc.integer({ min: 1, max: 60 }), ({ name, example }, weeks) => {
        const cases = Object.fromEntries(
          Object.entries(example.cases).map(([id, each]) => [id, shifted(each, weeks * 7)]),
        )
        const before = told(name, noHolidays(example))
        const after = told(name, noHolidays({ ...example, cases }))
        expect(after.map(({ id, strength, sample }) => ({ id, strength, sample }))).toEqual(
          before.map(({ id, strength, sample }) => ({ id, strength, sample })),
        )
      }),
      { numRuns: 60 },
    )
  })

  test('a case more of another office changes no finding that a single case proves', () => {
    for (const name of aloneDetectors) {
      for (const example of examplesOf[name]) {
        const more = `at               | activity | office
                      2026-03-02 10:00 | accept   | elsewhere
                      2026-03-02 11:00 | close    | elsewhere`
        const found = told(name, { ...example, cases: { ...example.cases, more } })
        expect(found.map(({ id }) => id)).toEqual(told(name, example).map(({ id }) => id))
      }
    }
  })
})

function told(name: (typeof detectorNames)[number], example: Example) {
  const service = exampleService(example)
  const detection = runDetectors(service, { [name]: example.parameters ?? {} }).find(
    ({ detector }) => detector === name,
  )!
  if (detection.status !== 'ran') return []
  return detection.findings.map(({ evidence, furtherCases, ...finding }) => ({
    ...finding,
    evidence: evidence.map((each) => service.log.caseIds[each.case]).sort(),
    further: (furtherCases ?? []).length,
  }))
}

function shifted(given: ExampleCase, days: number): ExampleCase {
  const events = (typeof given === 'string' ? given : given.events).replace(/\d{4}-\d\d-\d\d/g, (date) =>
    new Date(Date.parse(date) + days * 86_400_000).toISOString().slice(0, 10),
  )
  return typeof given === 'string' ? events : { ...given, events }
}
