import { describe, expect, it } from 'vitest'
import { createFormatter } from './format.ts'

const hourMs = 3_600_000
const dayMs = 86_400_000
const options = { timeZone: 'Asia/Shanghai', workingDayMs: 8 * hourMs }
const zh = createFormatter('zh-CN', options)
const en = createFormatter('en', options)

describe('formatter', () => {
  it('writes durations as people say them', () => {
    const durations = [
      0,
      400,
      45_000,
      61_000,
      20 * 60_000,
      hourMs,
      3 * hourMs + 20 * 60_000,
      13.44 * dayMs,
      108.2 * dayMs,
    ]
    expect(durations.map(zh.duration)).toEqual([
      '0 分钟',
      '不到 1 秒',
      '45 秒',
      '1 分钟',
      '20 分钟',
      '1 小时',
      '3 小时 20 分',
      '13.4 天',
      '108 天',
    ])
    expect(durations.map(en.duration)).toEqual([
      '0 minutes',
      'less than a second',
      '45 seconds',
      '1 minute',
      '20 minutes',
      '1 hour',
      '3 h 20 min',
      '13.4 days',
      '108 days',
    ])
  })

  it('counts working time in working days of the calendar', () => {
    expect([zh.working(19.2 * hourMs), en.working(8 * hourMs), en.working(90 * 60_000)]).toEqual([
      '2.4 个工作日',
      '1 working day',
      '1 h 30 min',
    ])
  })

  it('rounds minutes up to the next hour, and hours to the next day, without saying 60 minutes or 24 hours', () => {
    expect(en.duration(hourMs - 1)).toBe('1 hour')
    expect(en.duration(2 * hourMs - 1)).toBe('2 hours')
    expect(en.duration(dayMs - 1)).toBe('1 day')
  })

  it('never calls a part nothing or all', () => {
    expect([0, 0.0001, 0.1234, 0.9999, 1].map(zh.share)).toEqual(['0%', '<0.1%', '12.3%', '>99.9%', '100%'])
  })

  it('writes instants in the zone of the log', () => {
    expect(zh.instant('2026-03-02T01:05:00.000Z')).toBe('2026-03-02 09:05')
    expect(en.day('2026-03-01T17:00:00.000Z')).toBe('2026-03-02')
  })
})
