import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { orphanedCases } from './detector.ts'
import { examples } from './examples.ts'

describe('orphaned-cases', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(orphanedCases, example)).toEqual(example.finds)
  })
})
