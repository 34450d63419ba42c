import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { unusualGap } from './detector.ts'
import { examples } from './examples.ts'

describe('unusual-gap', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(unusualGap, example)).toEqual(example.finds)
  })
})
