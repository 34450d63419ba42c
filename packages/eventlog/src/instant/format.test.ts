import fc from 'fast-check'
import { expect, it } from 'vitest'
import { formatInstant } from './format.ts'
import { parseIsoInstant } from './iso.ts'

it.each([
  [Date.UTC(2026, 0, 5, 1), 'Asia/Shanghai', '2026-01-05T09:00:00.000+08:00'],
  [Date.UTC(2026, 0, 5, 1), 'UTC', '2026-01-05T01:00:00.000+00:00'],
  [Date.UTC(2026, 0, 5, 1), 'America/St_Johns', '2026-01-04T21:30:00.000-03:30'],
  [0.25, 'UTC', '1970-01-01T00:00:00.000250+00:00'],
  [-0.25, 'UTC', '1969-12-31T23:59:59.999750+00:00'],
])('writes %d in %s', (instant, timeZone, expected) => {
  expect(formatInstant(instant, timeZone)).toBe(expected)
})

it('is read back as the same number, also in fractions of a millisecond', () => {
  const instants = fc.double({ min: -2e12, max: 4e12, noNaN: true })
  const zones = fc.constantFrom('UTC', 'Asia/Shanghai', 'Europe/Amsterdam', 'America/St_Johns')
  fc.assert(
    fc.property(fc.oneof(instants, fc.integer({ min: -2e12, max: 4e12 })), zones, (instant, timeZone) => {
      fc.pre(Math.abs(instant) > 1e9)
      const bytes = Buffer.from(formatInstant(instant, timeZone))
      expect(parseIsoInstant(bytes, 0, bytes.length)).toBe(instant)
    }),
    { numRuns: 2000 },
  )
})
