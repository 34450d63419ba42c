import { sketchLog } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import { checkUpOf } from '../testing/check-up-of.ts'

const hourMs = 3_600_000
const dayMs = 24 * hourMs
const monday = Date.UTC(2026, 2, 2, 9)

/** So many cases a day, closed after so many hours; those that are not closed by `untilDay` are open. */
function timelinessOf(hours: readonly number[], { untilDay = Number.POSITIVE_INFINITY, aDay = 1 } = {}) {
  const log = sketchLog(
    hours.flatMap((length, index) => {
      const start = monday + (index * dayMs) / aDay
      const [id, end] = [`c${index}`, start + length * hourMs]
      return end > monday + untilDay * dayMs
        ? [[id, 'accept', start] as const]
        : [[id, 'accept', start] as const, [id, 'close', end] as const]
    }),
  )
  const limit = { limit: { amount: 3, unit: 'calendarDay' as const } }
  const profile = { activities: { accept: ['accept'], close: ['close'] }, clock: { statutory: limit } }
  return checkUpOf(log, { detections: [], profile }).timeliness
}

describe('trends', () => {
  it('names a direction where the cases that started later differ beyond chance', () => {
    const short = Array.from({ length: 50 }, (_, index) => 20 + (index % 7))
    const long = short.map((hours) => hours + 150)
    // The 95th of the 100 lengths is seven days and a few hours: the first and last eight cases tell nothing.
    expect(timelinessOf([...short, ...long])).toMatchObject({
      trend: { earlierCases: 45, laterCases: 46, direction: 'longer' },
      overdueTrend: { earlier: { share: 3 / 45 }, later: { share: 1 }, direction: 'more' },
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

  it('sees none where only the log begins empty and ends with open cases', () => {
    // Every other case takes forty days: the first to be closed are short, and so are the last to start and be closed.
    const steady = Array.from({ length: 480 }, (_, index) => (index % 2 === 0 ? 24 + (index % 5) : 960 + (index % 7)))
    expect(timelinessOf(steady, { untilDay: 120, aDay: 4 })).toMatchObject({
      openCases: 82,
      trend: { direction: 'same' },
      overdueTrend: { direction: 'same', earlier: { share: expect.closeTo(0.5, 1) } },
    })
  })

  it('says nothing where every case may still be running', () => {
    const long = Array.from({ length: 80 }, () => 2000)
    expect(timelinessOf(long, { untilDay: 80 })).toMatchObject({ closedCases: 0, trend: null })
  })
})
