import { workingMs } from '@zhengfeng/worktime'
import { describe, expect, test } from 'vitest'
import { exampleService, foundIn } from '../example.ts'
import { buckPassing } from './detector.ts'
import { examples } from './examples.ts'

describe('buck-passing', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(buckPassing, example)).toEqual(example.finds)
  })
})

test('bounces of other departments are told apart, and time that two of them share is counted once', () => {
  const service = exampleService({
    name: 'planning, fire, planning, fire',
    cases: {
      round: `at               | activity | department
              2026-03-02 09:00 | review   | planning
              2026-03-02 10:00 | transfer | fire
              2026-03-02 11:00 | transfer | planning
              2026-03-02 14:00 | transfer | fire`,
    },
    finds: [],
  })
  const parameters = { hollowShare: 0.25, bounces: 1, peers: 10 }
  const [found] = buckPassing.detect(service, parameters).findings
  expect(found!.explanation.values).toMatchObject({ from: 'planning', to: 'fire', bounces: 1, allBounces: 2 })
  const { lostWorkingMs } = found!.explanation.values
  // Nine to fourteen without the lunch break of the default calendar, and no hour twice.
  expect(Number(lostWorkingMs)).toBe(workingMs(service.calendar, service.log.time[0]!, service.log.time[3]!))
})
