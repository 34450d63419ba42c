import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { repeatedSupplements } from './detector.ts'
import { examples } from './examples.ts'

describe('repeated-supplements', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(repeatedSupplements, example)).toEqual(example.finds)
  })
})
