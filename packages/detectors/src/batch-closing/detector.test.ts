import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { batchClosing } from './detector.ts'
import { examples } from './examples.ts'

describe('batch-closing', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(batchClosing, example)).toEqual(example.finds)
  })
})
