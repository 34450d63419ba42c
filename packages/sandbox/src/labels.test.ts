import { describe, expect, test } from 'vitest'
import { SandboxError } from './errors.ts'
import { formatLabels, type Labels, readLabels } from './labels.ts'

const labels: Labels = {
  version: 1,
  seed: 7,
  cases: [{ caseId: '01-20250102-000001', kind: 'overdue', intensity: 2.5, origin: 'consequence' }],
  officers: [
    {
      officer: '01-03-02',
      office: '01号政务服务中心',
      kind: 'queue-jumping',
      intensity: 0.9,
      favoured: ['D01-1'],
      cases: 12,
    },
  ],
}

describe('labels', () => {
  test('are read as they were written', () => {
    expect(readLabels(formatLabels(labels))).toEqual(labels)
  })

  test('are written one a line', () => {
    const text = formatLabels({ ...labels, officers: [] })
    expect(text.split('\n').filter((line) => line.includes('caseId'))).toHaveLength(1)
    expect(readLabels(text).officers).toEqual([])
  })

  test.each(['', '[]', '{"version":2}', formatLabels(labels).replace('overdue', 'laziness')])(
    'are refused with the reason where they are something else (%#)',
    (json) => {
      expect(() => readLabels(json)).toThrow(SandboxError)
    },
  )
})
