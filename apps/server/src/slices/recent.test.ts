import { describe, expect, test, vi } from 'vitest'
import { createChangeBus } from '../change-bus.ts'
import { testAccess } from '../testing-platform.ts'
import { Recent, viewKey } from './recent.ts'

const bus = () =>
  createChangeBus((error) => {
    throw error
  })

describe('recent answers', () => {
  test('are made once for all who ask at a time, and anew when they are old', async () => {
    vi.useFakeTimers()
    const recent = new Recent<number>(bus(), { freshMs: 1_000, most: 2 })
    let made = 0
    const make = async (): Promise<number> => ++made
    expect(await Promise.all([recent.get('a', make), recent.get('a', make)])).toEqual([1, 1])
    vi.advanceTimersByTime(999)
    expect(await recent.get('a', make)).toBe(1)
    vi.advanceTimersByTime(1)
    expect(await recent.get('a', make)).toBe(2)
    vi.useRealTimers()
  })

  test('are soon made anew once something changed', async () => {
    vi.useFakeTimers()
    const changes = bus()
    const recent = new Recent<number>(changes, { freshMs: 30_000, most: 2 })
    let made = 0
    const make = async (): Promise<number> => ++made
    await recent.get('a', make)
    vi.advanceTimersByTime(600)
    expect(await recent.get('a', make)).toBe(1)
    changes.tell({ kind: 'setting', name: 'indicators' })
    expect(await recent.get('a', make)).toBe(2)
    changes.tell({ kind: 'job', id: '1' })
    vi.advanceTimersByTime(499)
    expect(await recent.get('a', make)).toBe(2)
    vi.advanceTimersByTime(1)
    expect(await recent.get('a', make)).toBe(3)
    vi.useRealTimers()
  })

  test('are not failures', async () => {
    const recent = new Recent<number>(bus(), { freshMs: 1_000, most: 2 })
    await expect(recent.get('a', () => Promise.reject(new Error('gone')))).rejects.toThrow('gone')
    expect(await recent.get('a', async () => 7)).toBe(7)
  })

  test('are forgotten, the oldest first, where there are too many', async () => {
    const recent = new Recent<string>(bus(), { freshMs: 60_000, most: 2 })
    for (const key of ['a', 'b', 'c']) await recent.get(key, async () => `first ${key}`)
    expect(await recent.get('c', async () => 'again')).toBe('first c')
    expect(await recent.get('a', async () => 'again')).toBe('again')
  })

  test('are not shared between people who may see different things', () => {
    const of = (division: string): string =>
      viewKey(
        testAccess(['case.read'], { everything: false, divisions: [division], departments: [] }),
        ['case.read'],
        {},
      )
    expect(of('4401')).toBe(of('4401'))
    expect(of('4401')).not.toBe(of('4402'))
    expect(of('4401')).not.toBe(viewKey(testAccess(['case.read']), ['case.read'], {}))
  })
})
