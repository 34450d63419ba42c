import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { daysFromCivil, isCivilDate } from './civil.ts'
import { parseIsoInstant } from './iso.ts'

function parse(text: string): number {
  const bytes = Buffer.from(`xx${text}99`)
  return parseIsoInstant(bytes, 2, bytes.length - 2)
}

describe('parseIsoInstant', () => {
  it.each([
    ['2011-12-06 13:41:31.788000+01:00', Date.UTC(2011, 11, 6, 12, 41, 31, 788)],
    ['2011-12-06T13:41:31+01:00', Date.UTC(2011, 11, 6, 12, 41, 31)],
    ['2011-12-06T13:41+0100', Date.UTC(2011, 11, 6, 12, 41)],
    ['2011-12-06T13:41:31+01', Date.UTC(2011, 11, 6, 12, 41, 31)],
    ['2011-12-06T13:41:31,5Z', Date.UTC(2011, 11, 6, 13, 41, 31, 500)],
    ['2011-12-06T13:41Z', Date.UTC(2011, 11, 6, 13, 41)],
    ['1969-12-31T20:00:00-04:00', 0],
    ['1900-01-01T00:19:32+00:19:32', Date.UTC(1900, 0, 1)],
    ['1900-01-01T00:19:32+001932', Date.UTC(1900, 0, 1)],
    ['2019-04-25T24:00:00+08:00', Date.UTC(2019, 3, 25, 16)],
    ['2000-02-29T00:00:00Z', Date.UTC(2000, 1, 29)],
    ['0001-01-01T00:00:00Z', -62_135_596_800_000],
    ['9999-12-31T23:59:59.999Z', 253_402_300_799_999],
  ])('reads %s', (text, expected) => {
    expect(parse(text)).toBe(expected)
  })

  it('keeps microseconds as a fraction of a millisecond', () => {
    expect(parse('1970-01-01T00:00:00.266123Z')).toBeCloseTo(266.123, 9)
    expect(parse('1970-01-01T00:00:00.000000001Z')).toBeCloseTo(1e-6, 12)
    expect(parse('1970-01-01T00:00:00.12345678901234567890Z')).toBeCloseTo(123.456789, 6)
  })

  it.each([
    '2011-12-06 13:41:31',
    '2011-12-06',
    '2019-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2019-04-31T00:00:00Z',
    '2019-13-01T00:00:00Z',
    '2019-00-01T00:00:00Z',
    '2019-01-00T00:00:00Z',
    '2019-01-01T25:00:00Z',
    '2019-01-01T24:00:01Z',
    '2019-01-01T12:60:00Z',
    '2019-01-01T12:00:60Z',
    '2019-01-01T12:00:00.Z',
    '2019-01-01T12:00:00+24:00',
    '2019-01-01T12:00:00+01:60',
    '2019-01-01T12:00:00+01:0',
    '2019-01-01T12:00:00+01:00:',
    '2019-01-01T12:00:00+01:00x',
    '2019-01-01T12:00:00+1:00',
    '2019-01-01T12:00:+01:00',
    '2019-01-01T12:0a:00Z',
    '2019-01-01x12:00:00Z',
    '2O19-01-01T12:00:00Z',
    '2019/01/01T12:00:00Z',
    '',
    'Z',
  ])('does not read %j', (text) => {
    expect(parse(text)).toBeNaN()
  })

  it('agrees with Date on every instant it can write', () => {
    const instants = fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date(253_402_300_799_999) })
    fc.assert(
      fc.property(instants, (date) => {
        fc.pre(!Number.isNaN(date.getTime()))
        expect(parse(date.toISOString())).toBe(date.getTime())
      }),
    )
  })
})

describe('isCivilDate', () => {
  it('accepts exactly the dates that Date does not roll over', () => {
    const part = (max: number) => fc.integer({ min: 0, max })
    fc.assert(
      fc.property(fc.integer({ min: 100, max: 9999 }), part(13), part(32), (year, month, day) => {
        const date = new Date(Date.UTC(year, month - 1, day))
        const stays = date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day
        expect(isCivilDate(year, month, day)).toBe(stays)
        if (stays) expect(daysFromCivil(year, month, day)).toBe(date.getTime() / 86_400_000)
      }),
      { numRuns: 2000 },
    )
  })
})
