import { describe, expect, test } from 'vitest'
import { foundIn } from '../example.ts'
import { queueJumping } from './detector.ts'
import { examples } from './examples.ts'

describe('queue-jumping', () => {
  test.each(examples)('$name', (example) => {
    expect(foundIn(queueJumping, example)).toEqual(example.finds)
  })
})
