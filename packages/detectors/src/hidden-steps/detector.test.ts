import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { hiddenSteps } from './detector.ts'
import { examples } from './examples.ts'

describe('hidden-steps', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(hiddenSteps, example)).toEqual(example.finds)
  })
})
