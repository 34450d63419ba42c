import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { oneHandForAll } from './detector.ts'
import { examples } from './examples.ts'

describe('one-hand-for-all', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(oneHandForAll, example)).toEqual(example.finds)
  })
})
