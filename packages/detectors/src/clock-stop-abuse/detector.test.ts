import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { clockStopAbuse } from './detector.ts'
import { examples } from './examples.ts'

describe('clock-stop-abuse', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(clockStopAbuse, example)).toEqual(example.finds)
  })
})
