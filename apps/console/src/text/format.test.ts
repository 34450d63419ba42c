import { describe, expect, it } from 'vitest'
import { createFormatter } from './format.ts'
import { createTranslator, type Language, loadTexts } from './texts.ts'

async function formatter(language: Language, timeZone = 'Asia/Shanghai') {
  return createFormatter(createTranslator(language, { console: await loadTexts(language, 'console') }), timeZone)
}

const zh = await formatter('zh-CN')
const en = await formatter('en')
const hour = 3_600_000
const day = 24 * hour

describe('a duration', () => {
  it.each([
    [0, '0 分钟', '0 min'],
    [400, '不到 1 秒', 'less than a second'],
    [59_900, '59 秒', '59 s'],
    [20 * 60_000, '20 分钟', '20 min'],
    [59.6 * 60_000, '1 小时', '1 h'],
    [3 * hour + 20 * 60_000, '3 小时 20 分', '3 h 20 min'],
    [day - 1, '1 天', '1 d'],
    [3 * day + 2 * hour, '3 天 2 小时', '3 d 2 h'],
    [13.5 * day, '13 天 12 小时', '13 d 12 h'],
    [1234 * day, '1,234 天', '1,234 d'],
    [-2 * hour, '−2 小时', '−2 h'],
  ])('of %d ms reads %s, %s', (ms, chinese, english) => {
    expect([zh.duration(ms), en.duration(ms)]).toEqual([chinese, english])
  })

  it('of working time is told in working days of the office’s own length', () => {
    expect(zh.working(36 * hour, 8 * hour)).toBe('4.5 个工作日')
    expect(zh.working(36 * hour, 7.5 * hour)).toBe('4.8 个工作日')
    expect(en.working(8 * hour, 8 * hour)).toBe('1 working day')
    expect(zh.working(3 * hour, 8 * hour)).toBe('3 小时')
  })
})

describe('a share', () => {
  it.each([
    [0, '0%'],
    [0.00001, '<0.1%'],
    [0.1234, '12.3%'],
    [0.99999, '>99.9%'],
    [1, '100%'],
  ])('of %d reads %s', (value, text) => {
    expect(zh.share(value)).toBe(text)
  })
})

it('what is not known reads as a dash', () => {
  expect([zh.count(undefined), zh.share(undefined), zh.duration(undefined), zh.instant(undefined)]).toEqual(
    Array(4).fill('–'),
  )
})

it('instants are told in the office’s time zone, days as they stand', () => {
  expect(zh.instant('2026-03-20T16:30:00Z')).toBe('2026-03-21 00:30')
  expect(zh.day('2026-03-20T16:30:00Z')).toBe('2026-03-21')
  expect(zh.day('2026-03-20')).toBe('2026-03-20')
  expect(zh.clock('2026-03-20T16:30:00Z')).toBe('00:30')
})

it('how long ago is told in the largest whole unit', () => {
  const now = Date.parse('2026-03-20T12:00:00Z')
  expect(en.ago('2026-03-20T08:10:00Z', now)).toBe('3 hours ago')
  expect(en.ago('2026-03-22T13:00:00Z', now)).toBe('in 2 days')
})

it('bytes are told in units of a thousand', () => {
  expect([en.bytes(0), en.bytes(999), en.bytes(3_240_000)]).toEqual(['0 B', '999 B', '3.2 MB'])
})

it('a key without a text is marked, and does not break the page', () => {
  expect(zh.t('console.no.such')).toBe('⟦console.no.such⟧')
  expect(zh.t('console.constructor')).toBe('⟦console.constructor⟧')
})
