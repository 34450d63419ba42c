import { describe, expect, test } from 'vitest'
import { departments } from './departments.ts'
import { items } from './items.ts'

describe('the service items', () => {
  test('have names of their own', () => {
    expect(new Set(items.map(({ name }) => name)).size).toBe(items.length)
  })

  test('promise no more time than the law gives', () => {
    expect(items.filter(({ promised, statutory }) => promised.amount > statutory.amount)).toEqual([])
  })

  test('are heard by other departments than their own', () => {
    expect(items.filter(({ department, joint }) => joint?.includes(department))).toEqual([])
  })

  test('give work to every department behind the hall', () => {
    expect(new Set(items.map(({ department }) => department))).toEqual(new Set(departments.slice(1)))
  })

  test('that are decided on the spot need neither review nor others', () => {
    const instant = items.filter((item) => item.instant)
    expect(instant.map(({ reviewMinutes, joint, special }) => [reviewMinutes, joint, special])).toEqual(
      instant.map(() => [0, undefined, undefined]),
    )
  })
})
