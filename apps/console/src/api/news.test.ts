import { describe, expect, it } from 'vitest'
import { newsOf } from './news.ts'

describe('news of a list', () => {
  it('are the rows that came among those in view', () => {
    expect(newsOf(['d', 'c', 'b', 'a'], ['c', 'b', 'a'])).toEqual({ count: 1, more: false })
    expect(newsOf(['c', 'x', 'b'], ['c', 'b', 'a'])).toEqual({ count: 1, more: false })
    expect(newsOf(['a'], [])).toEqual({ count: 1, more: false })
  })

  it('are none where the rows are the same, some went away, or the view is shorter than the first page', () => {
    expect(newsOf(['c', 'b'], ['c', 'b', 'a'])).toEqual({ count: 0, more: false })
    expect(newsOf(['b', 'a'], ['c', 'b', 'a'])).toEqual({ count: 0, more: false })
    expect(newsOf(['c', 'b', 'a'], ['c', 'b'])).toEqual({ count: 0, more: false })
    expect(newsOf([], ['a'])).toEqual({ count: 0, more: false })
  })

  it('may be more than the first page holds', () => {
    const now = Array.from({ length: 50 }, (_, index) => `new ${index}`)
    expect(newsOf(now, ['a'])).toEqual({ count: 50, more: true })
  })
})
