import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { retroactiveEntry } from './detector.ts'
import { examples } from './examples.ts'

describe('retroactive-entry', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(retroactiveEntry, example)).toEqual(example.finds)
  })
})
