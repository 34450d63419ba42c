import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { buckPassing } from './detector.ts'
import { examples } from './examples.ts'

describe('buck-passing', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(buckPassing, example)).toEqual(example.finds)
  })
})
