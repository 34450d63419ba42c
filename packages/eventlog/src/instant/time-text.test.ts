import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { InstantReader, localMsOfDayNumber } from './instant-reader.ts'
import { TimeText } from './time-text.ts'

/** The text stands between other texts, as a cell does, and none of them may be touched. */
function read(text: string): TimeText | undefined {
  const bytes = Buffer.from(`20${text}05:30:00 PM`)
  const time = new TimeText()
  return time.read(bytes, 2, bytes.length - 11) ? time : undefined
}

function local(text: string): string | undefined {
  const time = read(text)
  return time && new Date(time.localMs).toISOString()
}

describe('TimeText', () => {
  it.each([
    ['2019-04-25', '2019-04-25T00:00:00.000Z'],
    ['2019/4/25', '2019-04-25T00:00:00.000Z'],
    ['2019.04.25', '2019-04-25T00:00:00.000Z'],
    ['2019年4月25日', '2019-04-25T00:00:00.000Z'],
    ['2019年4月25号', '2019-04-25T00:00:00.000Z'],
    ['2019年04月25', '2019-04-25T00:00:00.000Z'],
    ['20190425', '2019-04-25T00:00:00.000Z'],
    ['201904250932', '2019-04-25T09:32:00.000Z'],
    ['20190425093205', '2019-04-25T09:32:05.000Z'],
    ['20190425T093205', '2019-04-25T09:32:05.000Z'],
    ['20190425T0932', '2019-04-25T09:32:00.000Z'],
    ['20190425 09:32:05.5', '2019-04-25T09:32:05.500Z'],
    ['2019-04-25T093205.25', '2019-04-25T09:32:05.250Z'],
    ['2019/2/28 11:25:05', '2019-02-28T11:25:05.000Z'],
    ['2019-02-28  9:05', '2019-02-28T09:05:00.000Z'],
    ['  2019-02-28 9:05 ', '2019-02-28T09:05:00.000Z'],
    ['2011-12-06 13:41:31.788000', '2011-12-06T13:41:31.788Z'],
    ['2011-12-06t13:41:31,788', '2011-12-06T13:41:31.788Z'],
    ['28.02.2019 11:25', '2019-02-28T11:25:00.000Z'],
    ['28-2-2019', '2019-02-28T00:00:00.000Z'],
    ['03/24/2025 11:33:07 PM', '2025-03-24T23:33:07.000Z'],
    ['03/24/2025 12:33:07 AM', '2025-03-24T00:33:07.000Z'],
    ['03/24/2025 12:33pm', '2025-03-24T12:33:00.000Z'],
    ['03/24/2025 1:33 p.m.', '2025-03-24T13:33:00.000Z'],
    ['2019年4月25日 9:32', '2019-04-25T09:32:00.000Z'],
    ['2019年4月25日9:32', '2019-04-25T09:32:00.000Z'],
    ['2019年4月25日 9：32：05', '2019-04-25T09:32:05.000Z'],
    ['2019年4月25日 上午9时32分', '2019-04-25T09:32:00.000Z'],
    ['2019年4月25日下午3时2分7秒', '2019-04-25T15:02:07.000Z'],
    ['2019年4月25日 下午12:30', '2019-04-25T12:30:00.000Z'],
    ['2019年4月25日 下午 15:30', '2019-04-25T15:30:00.000Z'],
    ['2019年4月25日 凌晨1点', '2019-04-25T01:00:00.000Z'],
    ['2019年4月25日 中午12点10分', '2019-04-25T12:10:00.000Z'],
    ['2019年4月25日 晚上9点10', '2019-04-25T21:10:00.000Z'],
    ['2019/4/25 上午9:32:05', '2019-04-25T09:32:05.000Z'],
    ['2019-04-25 24:00', '2019-04-26T00:00:00.000Z'],
    ['2020-02-29', '2020-02-29T00:00:00.000Z'],
  ])('reads %s', (text, expected) => {
    expect(local(text)).toBe(expected)
  })

  it.each([
    '',
    ' ',
    'soon',
    '2019-02-30',
    '2019-02-29',
    '2019年2月30日',
    '20190230',
    '30/02/2019',
    '13/13/2019',
    '00/10/2019',
    '2019-13-01',
    '2019-0-1',
    '2019-04',
    '2019-04-',
    '2019-04-2x',
    '2019-04/25',
    '19-04-25',
    '25/4/19',
    '2019-004-25',
    '2019-04-25T',
    '2019-04-25 9',
    '2019-04-25 25:00',
    '2019-04-25 24:01',
    '2019-04-25 12:60',
    '2019-04-25 12:5',
    '2019-04-25 12:30:60',
    '2019-04-25 12:30:',
    '2019-04-25 12:30:00.',
    '2019-04-25 13:30 PM',
    '2019-04-25 0:30 AM',
    '2019-04-25 上午9:30 PM',
    '2019-04-25 上午13:30',
    '2019-04-25 晚上12:30',
    '2019-04-25 12:30 +',
    '2019-04-25 12:30 +25:00',
    '2019-04-25 12:30 CET',
    '2019-04-25 12:30:00Zx',
    '2019-04-2512:30',
    '20190425 2505',
    '2019042509',
    '20190425093',
    '2019年4月25日x',
  ])('does not read %j', (text) => {
    expect(read(text)).toBeUndefined()
  })

  it.each([
    ['2019-04-25 12:30+08:00', 8 * 3_600_000],
    ['2019-04-25 12:30 -0330', -3.5 * 3_600_000],
    ['2019-04-25T12:30:00.123456Z', 0],
    ['2019/4/25 12:30 UTC', 0],
    ['2019/4/25 12:30 GMT+08:00', 8 * 3_600_000],
    ['04/25/2019 11:30 AM +08', 8 * 3_600_000],
    ['2019-04-25 12:30', Number.NaN],
  ])('takes the offset of %s', (text, expected) => {
    expect(read(text)?.offsetMs).toBe(expected)
  })

  it('tells how the numbers of a date are ordered, and gives both readings where it is open', () => {
    expect(read('2019-04-05')?.order).toBe('yearFirst')
    expect(read('04/25/2019')?.order).toBe('monthFirst')
    expect(read('25/04/2019')?.order).toBe('dayFirst')
    const open = read('03/04/2025 10:00')
    expect(open?.order).toBe('either')
    expect(open?.localMs).toBe(Date.UTC(2025, 2, 4, 10))
    expect(open?.dayFirstMs).toBe(Date.UTC(2025, 3, 3, 10))
  })

  it('tells a missing time of day and a written midnight, but not a time', () => {
    expect(read('2019-04-05')?.midnight).toBe(true)
    expect(read('2019-04-05 00:00:00.000')?.midnight).toBe(true)
    expect(read('2019-04-05 24:00')?.midnight).toBe(true)
    expect(read('2019-04-05 00:00:00.001')?.midnight).toBe(false)
  })

  it('gives texts that are written alike one layout, whatever their seconds and offsets', () => {
    const layout = (text: string) => read(text)?.layout
    expect(layout('2019/2/28 11:25:05')).toBe(layout('2019/12/1 9:05'))
    expect(layout('2019-02-28 11:25:05.123+01:00')).toBe(layout('2019-12-01 09:05:00+02:00'))
    const texts = [
      '2019/2/28',
      '2019/2/28 1:05',
      '2019-2-28',
      '2.8.2019',
      '2019.2.8',
      '2019年2月8日',
      '20190208',
      '2/28/2019 1:05 PM',
    ]
    expect(new Set(texts.map(layout)).size).toBe(texts.length)
  })

  it('never reads a date that Date would roll over', () => {
    const part = (max: number) => fc.integer({ min: 0, max })
    fc.assert(
      fc.property(
        fc.integer({ min: 1000, max: 9999 }),
        part(14),
        part(33),
        fc.constantFrom('-', '/', '.'),
        (y, m, d, mark) => {
          const date = new Date(Date.UTC(y, m - 1, d))
          const real = date.getUTCMonth() === m - 1 && date.getUTCDate() === d
          expect(read(`${y}${mark}${m}${mark}${d}`)?.localMs).toBe(real ? date.getTime() : undefined)
        },
      ),
    )
  })
})

function instant(text: string, options: Partial<ConstructorParameters<typeof InstantReader>[0]> = {}): number {
  const bytes = Buffer.from(text)
  return new InstantReader({ timeZone: 'Europe/Amsterdam', ...options }).read(bytes, 0, bytes.length)
}

describe('InstantReader', () => {
  it('reads times without an offset in the zone, and those with one as they say', () => {
    expect(instant('2011-07-06 13:41')).toBe(Date.UTC(2011, 6, 6, 11, 41))
    expect(instant('2011-12-06 13:41')).toBe(Date.UTC(2011, 11, 6, 12, 41))
    expect(instant('2011-12-06 13:41-05:00')).toBe(Date.UTC(2011, 11, 6, 18, 41))
  })

  it('honours offsets to the second on both sides of a clock change', () => {
    expect(instant('2011-10-30 02:59:59+02:00')).toBe(Date.UTC(2011, 9, 30, 0, 59, 59))
    expect(instant('2011-10-30 02:00:00+01:00')).toBe(Date.UTC(2011, 9, 30, 1, 0, 0))
  })

  it('tells local times that a clock change skips or repeats', () => {
    const reader = new InstantReader({ timeZone: 'Europe/Amsterdam' })
    const inGap = (text: string): boolean => {
      reader.read(Buffer.from(text), 0, text.length)
      return reader.inZoneGap
    }
    expect(inGap('2026-03-29 02:30')).toBe(true)
    expect(inGap('2026-10-25 02:30')).toBe(true)
    expect(inGap('2026-10-25 02:30+01:00')).toBe(false)
    expect(inGap('2026-10-25 03:30')).toBe(false)
  })

  it('lets the profile settle the order of a date, and refuses what contradicts it', () => {
    expect(instant('03/04/2025', { dayFirst: true, timeZone: 'UTC' })).toBe(Date.UTC(2025, 3, 3))
    expect(instant('03/04/2025', { dayFirst: false, timeZone: 'UTC' })).toBe(Date.UTC(2025, 2, 4))
    expect(instant('03/24/2025', { dayFirst: true, timeZone: 'UTC' })).toBeNaN()
    expect(instant('24/03/2025', { dayFirst: false, timeZone: 'UTC' })).toBeNaN()
  })

  it('gives both readings of a date whose order is open, but not where they are one', () => {
    const reader = new InstantReader({ timeZone: 'UTC' })
    expect(reader.read(Buffer.from('03/04/2025'), 0, 10)).toBe(Date.UTC(2025, 2, 4))
    expect(reader.dayFirstInstant).toBe(Date.UTC(2025, 3, 3))
    expect(reader.read(Buffer.from('03/03/2025'), 0, 10)).toBe(Date.UTC(2025, 2, 3))
    expect(reader.dayFirstInstant).toBeNaN()
  })

  it.each([
    ['43580.5', Date.UTC(2019, 3, 25, 12)],
    ['61', Date.UTC(1900, 2, 1)],
    ['1', Date.UTC(1900, 0, 1)],
    ['1556184725', Date.UTC(2019, 3, 25, 9, 32, 5)],
    ['1556184725.25', Date.UTC(2019, 3, 25, 9, 32, 5, 250)],
    ['1556184725123', Date.UTC(2019, 3, 25, 9, 32, 5, 123)],
    ['1556184725123456', 1_556_184_725_123.456],
    ['20190425', Date.UTC(2019, 3, 25)],
  ])('reads the number %s where numbers are times', (text, expected) => {
    expect(instant(text, { numbers: true, timeZone: 'UTC' })).toBe(expected)
  })

  it('reads numbers as times only where it is told to, and no impossible ones', () => {
    expect(instant('43580.5')).toBeNaN()
    for (const text of ['0', '-5', '5000000', '1e9', '99999999999999999999'])
      expect(instant(text, { numbers: true })).toBeNaN()
  })

  it('reads day numbers on the wall clock of the zone', () => {
    expect(instant('43580.5', { numbers: true, timeZone: 'Asia/Shanghai' })).toBe(Date.UTC(2019, 3, 25, 4))
  })

  it('agrees with spreadsheets on both sides of their false leap day', () => {
    expect(new Date(localMsOfDayNumber(59)).toISOString()).toBe('1900-02-28T00:00:00.000Z')
    expect(new Date(localMsOfDayNumber(61)).toISOString()).toBe('1900-03-01T00:00:00.000Z')
  })
})
