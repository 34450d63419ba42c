import { sketchLog } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import { checkUpOf } from '../testing/check-up-of.ts'

const hourMs = 3_600_000
const monday = Date.UTC(2026, 2, 2, 9)

/** One case a day, closed after so many hours. */
function timelinessOf(hours: readonly number[]) {
  const log = sketchLog(
    hours.flatMap((length, index) => {
      const start = monday + index * 24 * hourMs
      return [[`c${index}`, 'accept', start] as const, [`c${index}`, 'close', start + length * hourMs] as const]
    }),
  )
  const limit = { limit: { amount: 3, unit: 'calendarDay' as const } }
  const profile = { activities: { accept: ['accept'], close: ['close'] }, clock: { statutory: limit } }
  return checkUpOf(log, { detections: [], profile }).timeliness
}

describe('trends', () => {
  it('names a direction where the later half differs beyond chance', () => {
    const short = Array.from({ length: 40 }, (_, index) => 20 + (index % 7))
    const long = short.map((hours) => hours + 150)
    expect(timelinessOf([...short, ...long])).toMatchObject({
      trend: { earlierCases: 40, laterCases: 40, direction: 'longer' },
      overdueTrend: { earlier: { share: 0 }, later: { share: 1 }, direction: 'more' },
    })
    expect(timelinessOf([...long, ...short])).toMatchObject({
      trend: { direction: 'shorter' },
      overdueTrend: { direction: 'fewer' },
    })
  })

  it('names none where chance may do the same, and says nothing of few cases', () => {
    const mixed = Array.from({ length: 80 }, (_, index) => 20 + ((index * 37) % 90))
    expect(timelinessOf(mixed)).toMatchObject({ trend: { direction: 'same' }, overdueTrend: { direction: 'same' } })
    expect(timelinessOf(mixed.slice(0, 59))).toMatchObject({ trend: null, overdueTrend: null })
  })
})
