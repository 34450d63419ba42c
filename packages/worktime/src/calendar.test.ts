import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { chinaDaysDigest } from './china-days.ts'
import { chinaHolidays } from './china-holidays.ts'
import { CalendarError, type CalendarRule, createCalendar, isOpenAt, isWorkingDay } from './index.ts'
import { formatDay } from './plain-day.ts'

const shanghai: CalendarRule = {
  timeZone: 'Asia/Shanghai',
  holidays: 'CN',
  weekend: [6, 7],
  hours: [
    ['09:00', '12:00'],
    ['13:00', '17:00'],
  ],
  closed: [],
  open: [],
}

describe('the holidays of China', () => {
  const { off, work } = chinaHolidays()
  const of = (days: ReadonlySet<number>, year: number): string[] =>
    [...days].map(formatDay).filter((day) => day.startsWith(String(year)))
  const expand = (year: number, ranges: string): string[] =>
    ranges.split(' ').flatMap((range) => {
      const [from, until = from] = range.split('..')
      const days: string[] = []
      for (let at = Date.parse(`${year}-${from}`); at <= Date.parse(`${year}-${until}`); at += 86_400_000)
        days.push(new Date(at).toISOString().slice(0, 10))
      return days
    })

  // The lists of the State Council’s notices: 国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号.
  it.each([
    [2024, '01-01 02-10..02-17 04-04..04-06 05-01..05-05 06-10 09-15..09-17 10-01..10-07'],
    [2025, '01-01 01-28..02-04 04-04..04-06 05-01..05-05 05-31..06-02 10-01..10-08'],
    [2026, '01-01..01-03 02-15..02-23 04-04..04-06 05-01..05-05 06-19..06-21 09-25..09-27 10-01..10-07'],
  ])('of %i are the announced days off', (year, ranges) => {
    expect(of(off, year)).toEqual(expand(year, ranges))
  })

  it.each([
    [2024, '02-04 02-18 04-07 04-28 05-11 09-14 09-29 10-12'],
    [2025, '01-26 02-08 04-27 09-28 10-11'],
    [2026, '01-04 02-14 02-28 05-09 09-20 10-10'],
  ])('of %i are worked for on the announced weekend days', (year, days) => {
    expect(of(work, year)).toEqual(expand(year, days))
  })

  it('cover 2004 to 2026, and no day is both off and worked', () => {
    const { firstYear, lastYear } = chinaHolidays()
    expect([firstYear, lastYear]).toEqual([2004, 2026])
    expect([...work].filter((day) => off.has(day))).toEqual([])
    for (let year = firstYear; year <= lastYear; year++) expect(of(off, year).length).toBeGreaterThanOrEqual(20)
  })

  it('are the days that their checksum was taken of', () => {
    const lines = [...[...off].map((day) => `-${formatDay(day)}`), ...[...work].map((day) => `+${formatDay(day)}`)]
    const inOrder = lines.sort((a, b) => (a.slice(1) < b.slice(1) ? -1 : 1)).join('\n')
    expect(createHash('sha256').update(inOrder).digest('hex')).toBe(chinaDaysDigest)
  })

  it('are what the data package says, written anew', () => {
    const script = fileURLToPath(new URL('../scripts/china-days.mjs', import.meta.url))
    expect(() => execFileSync(process.execPath, [script, '--check'], { stdio: 'pipe' })).not.toThrow()
  })
})

describe('a working day', () => {
  const calendar = createCalendar(shanghai)
  it('is a weekday that is no holiday, or a weekend day worked in exchange', () => {
    const days = ['2026-02-13', '2026-02-14', '2026-02-16', '2026-02-24', '2026-02-28', '2026-03-01']
    expect(days.filter((day) => isWorkingDay(calendar, day))).toEqual([
      '2026-02-13',
      '2026-02-14',
      '2026-02-24',
      '2026-02-28',
    ])
  })

  it('is any weekday where no holidays are kept', () => {
    const plain = createCalendar({ ...shanghai, holidays: 'none' })
    const days = ['2026-02-14', '2026-02-16', '2026-10-01']
    expect(days.filter((day) => isWorkingDay(plain, day))).toEqual(['2026-02-16', '2026-10-01'])
    expect('holidaysKnownUntil' in plain).toBe(false)
  })

  it('follows the weekend of the rule', () => {
    const gulf = createCalendar({ ...shanghai, holidays: 'none', weekend: [5, 6] })
    // Thursday to Sunday
    const days = ['2026-01-08', '2026-01-09', '2026-01-10', '2026-01-11']
    expect(days.filter((day) => isWorkingDay(gulf, day))).toEqual(['2026-01-08', '2026-01-11'])
  })

  it('is taken away by `closed`, even from a make-up day, and given by `open`, even against `closed`', () => {
    const rule = { ...shanghai, closed: ['2026-02-14', '2026-03-02', '2026-03-03'], open: ['2026-03-03', '2026-10-01'] }
    const local = createCalendar(rule)
    const days = ['2026-02-14', '2026-03-02', '2026-03-03', '2026-10-01', '2026-10-02']
    expect(days.filter((day) => isWorkingDay(local, day))).toEqual(['2026-03-03', '2026-10-01'])
  })

  it('is none that the date line swallowed', () => {
    const samoa = createCalendar({ ...shanghai, timeZone: 'Pacific/Apia', holidays: 'none' })
    expect(isWorkingDay(samoa, '2011-12-29')).toBe(true)
    expect(isWorkingDay(samoa, '2011-12-30')).toBe(false)
  })

  it('is asked for by a date that exists', () => {
    expect(() => isWorkingDay(calendar, '2026-02-29')).toThrow('dateInvalid {"field":"day","value":"2026-02-29"}')
  })
})

describe('the years for which holidays are known', () => {
  it('end with the table, and go on with a year that the rule lists', () => {
    expect(createCalendar(shanghai).holidaysKnownFrom).toBe('2004-01-01')
    expect(createCalendar(shanghai).holidaysKnownUntil).toBe('2026-12-31')
    expect(createCalendar({ ...shanghai, closed: ['2027-01-01'] }).holidaysKnownUntil).toBe('2027-12-31')
    expect(createCalendar({ ...shanghai, closed: ['2028-01-03'] }).holidaysKnownUntil).toBe('2026-12-31')
  })
})

describe('a calendar', () => {
  it('is shared by equal rules and not changed by what becomes of the rule', () => {
    const closed = ['2026-03-02']
    const calendar = createCalendar({ ...shanghai, closed })
    expect(createCalendar({ ...shanghai, closed: ['2026-03-02'] })).toBe(calendar)
    expect(createCalendar({ ...shanghai, closed: ['2026-03-03'] })).not.toBe(calendar)
    closed.push('2026-03-03')
    expect(calendar.rule.closed).toEqual(['2026-03-02'])
  })
})

describe('an office', () => {
  const calendar = createCalendar(shanghai)
  const at = (text: string): number => Date.parse(`${text}+08:00`)
  it('is open from the moment it opens up to the moment it closes', () => {
    const moments = ['08:59:59', '09:00:00', '11:59:59', '12:00:00', '12:59:59', '13:00:00', '16:59:59', '17:00:00']
    const open = moments.filter((moment) => isOpenAt(calendar, at(`2026-03-02T${moment}`)))
    expect(open).toEqual(['09:00:00', '11:59:59', '13:00:00', '16:59:59'])
  })

  it('is closed on a day off, at no instant, and before 1900', () => {
    expect(isOpenAt(calendar, at('2026-10-01T10:00'))).toBe(false)
    expect(isOpenAt(calendar, Number.NaN)).toBe(false)
    expect(isOpenAt(calendar, Date.parse('1890-01-06T02:00Z'))).toBe(false)
  })
})

describe('a rule that cannot be', () => {
  it.each([
    [{ timeZone: 'Asia/Peking' }, 'timeZoneUnknown', 'timeZone', 'Asia/Peking'],
    [{ hours: [] }, 'hoursMissing', 'hours', ''],
    [{ hours: [['9:00', '17:00']] }, 'hoursInvalid', 'hours', '9:00–17:00'],
    [{ hours: [['09:00', '24:30']] }, 'hoursInvalid', 'hours', '09:00–24:30'],
    [{ hours: [['09:60', '17:00']] }, 'hoursInvalid', 'hours', '09:60–17:00'],
    [{ hours: [['22:00', '06:00']] }, 'hoursInvalid', 'hours', '22:00–06:00'],
    [
      {
        hours: [
          ['09:00', '12:30'],
          ['12:00', '17:00'],
        ],
      },
      'hoursOverlap',
      'hours',
      '12:00–17:00',
    ],
    [{ weekend: [0, 6] }, 'weekdayInvalid', 'weekend', 0],
    [{ weekend: [1, 2, 3, 4, 5, 6, 7] }, 'noWorkingDay', 'weekend', '1, 2, 3, 4, 5, 6, 7'],
    [{ closed: ['2026-13-01'] }, 'dateInvalid', 'closed', '2026-13-01'],
    [{ open: ['2026-2-1'] }, 'dateInvalid', 'open', '2026-2-1'],
  ] as const)('%j is refused as %s', (change, code, field, value) => {
    const refused = (): CalendarError | undefined => {
      try {
        createCalendar({ ...shanghai, ...change })
      } catch (error) {
        if (error instanceof CalendarError) return error
        throw error
      }
      return undefined
    }
    expect(refused()?.code).toBe(code)
    expect(refused()?.values).toEqual({ field, value })
  })

  it('may be open without a break, and until midnight', () => {
    const hours = [
      ['00:00', '12:00'],
      ['12:00', '24:00'],
    ] as const
    expect(isOpenAt(createCalendar({ ...shanghai, hours }), Date.parse('2026-03-02T23:59+08:00'))).toBe(true)
  })
})
