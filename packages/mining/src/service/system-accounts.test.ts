import fc from 'fast-check'
import { expect, it } from 'vitest'
import { systemAccounts } from './steps.ts'

const matched = (account: string, pattern: string): boolean => systemAccounts([account], [pattern])[0] === 1

it('takes * for any text, also none and more than a line, and everything else for itself', () => {
  expect(
    ['system-1', 'system-', 'xsystem-', 'System-1', 'system-a\nb'].map((name) => matched(name, 'system-*')),
  ).toEqual([true, true, false, false, true])
  expect(['a.b', 'axb', 'a.bc'].map((name) => matched(name, 'a.b'))).toEqual([true, false, false])
  expect(['aba', 'abba', 'ab', 'ba'].map((name) => matched(name, 'ab*ba'))).toEqual([false, true, false, false])
  expect(systemAccounts(['a', 'b', 'c'], ['a', '*c'])).toEqual(Uint8Array.of(1, 0, 1))
})

it('judges as the regular expression would', () => {
  const letters = fc.string({ unit: fc.constantFrom('a', 'b', '*'), maxLength: 6 })
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom('a', 'b'), maxLength: 10 }), letters, (account, pattern) => {
      expect(matched(account, pattern)).toBe(new RegExp(`^${pattern.replace(/\*+/g, '.*')}$`).test(account))
    }),
  )
})

it('answers at once, however many * a pattern has', () => {
  expect(matched('a'.repeat(200), `${'*a'.repeat(60)}*b`)).toBe(false)
})
