import type { ServiceLog } from '@zhengfeng/mining'
import { describe, expect, test } from 'vitest'
import { exampleService, foundIn } from '../example.ts'
import type { Finding } from '../finding.ts'
import { readingOf } from '../reading.ts'
import { runDetectors } from '../run-detectors.ts'
import { queueJumping } from './detector.ts'
import { examples } from './examples.ts'
import { picksOf } from './picks.ts'

const defaults = Object.fromEntries(
  Object.entries(queueJumping.parameters).map(([name, { default: value }]) => [name, value]),
)

describe('queue-jumping', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(queueJumping, example)).toEqual(example.finds)
  })
})

function finding(index: number): { service: ServiceLog; finding: Finding } {
  const service = exampleService(examples[index]!)
  const detection = runDetectors(service).find(({ detector }) => detector === 'queue-jumping')
  if (detection?.status !== 'ran') throw new Error('did not run')
  return { service, finding: detection.findings[0]! }
}

describe('what is told of an officer', () => {
  test('numbers are those of the cases listed: each once, with its pick, and with cases that it passed', () => {
    const { service, finding: found } = finding(0)
    const { evidence, furtherCases, explanation } = found
    // On 30 of 40 days the agent's case had not come first; it passed one, two or three others.
    expect(explanation.values).toMatchObject({ picks: 40, jumps: 30, cases: 30, overtaken: 60, resumed: 0 })
    expect(found.caveats).not.toContain('keptPlace')
    expect(new Set(evidence.map((each) => each.case)).size).toBe(30)
    expect(furtherCases).toBeUndefined()
    expect(explanation.values.passed).toBe('3-3 (3-0, 3-1, 3-2); 7-3 (7-0, 7-1, 7-2); 11-3 (11-0, 11-1, 11-2)')
    expect(service.log.caseIds[evidence[0]!.case]).toBe('3-3')
    for (const { events } of evidence)
      expect(events.map((event) => service.log.activity.values[service.log.activity.codes[event]!])).toEqual(['review'])
  })

  test('cases that came back after a stop are counted, and the caveat says why', () => {
    const [first] = examples
    const cases = Object.fromEntries(
      Object.entries(first!.cases).map(([id, events]) => [id, String(events).replace('accept |', 'specialEnd |')]),
    )
    const { findings } = queueJumping.detect(exampleService({ ...first!, cases }), defaults)
    expect(
      findings.map(({ explanation, caveats }) => [explanation.values.resumed, caveats.includes('keptPlace')]),
    ).toEqual([[30, true]])
  })

  test('cases that came and were taken at the same instant passed nobody', () => {
    const service = exampleService({
      name: 'one instant',
      cases: Object.fromEntries(
        [3, 2, 1].map((came) => [
          `${came}`,
          `at | activity | officer | agent
           2026-03-02 09:0${came} | accept | A-00 | agent-7
           2026-03-02 10:00 | review | A-01 |`,
        ]),
      ),
      finds: [],
    })
    expect([...picksOf(service, readingOf(service)).passed]).toEqual([0, 0, 0])
  })
})
