import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { deadlineRush } from './detector.ts'
import { examples } from './examples.ts'

describe('deadline-rush', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(deadlineRush, example)).toEqual(example.finds)
  })
})
