import { describe, expect, test } from 'vitest'
import { SandboxError } from '../errors.ts'
import { misconductKinds } from './kinds.ts'
import { parseMisconduct } from './parse-misconduct.ts'

function refusal(text: string): unknown {
  try {
    return parseMisconduct(text)
  } catch (error) {
    if (error instanceof SandboxError) return { code: error.code, ...error.values }
    throw error
  }
}

describe('rates of misconduct', () => {
  test('are read with and without spaces', () => {
    expect(parseMisconduct('buck-passing=0.02,hidden-time = .5, ')).toEqual({
      'buck-passing': 0.02,
      'hidden-time': 0.5,
    })
    expect(parseMisconduct('')).toEqual({})
  })

  test('can be set for all kinds but some', () => {
    const rates = parseMisconduct('all=0.01,overdue=0')
    expect(rates).toEqual({ ...Object.fromEntries(misconductKinds.map((kind) => [kind, 0.01])), overdue: 0 })
  })

  test('are refused for kinds that do not exist', () => {
    expect(refusal('laziness=0.1')).toEqual({
      code: 'misconductUnknown',
      kind: 'laziness',
      expected: misconductKinds.join(', '),
    })
    expect(refusal('constructor=0.1')).toMatchObject({ code: 'misconductUnknown' })
    expect(refusal('__proto__=0.1')).toMatchObject({ code: 'misconductUnknown' })
  })

  test.each(['1.1', '-0.1', '', 'x', '1e400', 'NaN', '0.1=0.2', '0x1'])('are refused where they are “%s”', (value) => {
    expect(refusal(`overdue=${value}`)).toMatchObject({ code: 'misconductRateInvalid', kind: 'overdue' })
  })

  test('name the kind and the value that is no rate', () => {
    expect(refusal('overdue=2')).toEqual({
      code: 'misconductRateInvalid',
      kind: 'overdue',
      value: '2',
      expected: '0 … 1',
    })
    expect(refusal('overdue')).toMatchObject({ code: 'misconductRateInvalid', value: '' })
  })
})
