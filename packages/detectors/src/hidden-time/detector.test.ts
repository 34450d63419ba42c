import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { hiddenTime } from './detector.ts'
import { examples } from './examples.ts'

describe('hidden-time', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(hiddenTime, example)).toEqual(example.finds)
  })
})
