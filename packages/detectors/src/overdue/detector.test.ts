import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { overdue } from './detector.ts'
import { examples } from './examples.ts'

describe('overdue', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(overdue, example)).toEqual(example.finds)
  })
})
