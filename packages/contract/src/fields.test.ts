import { expect, it } from 'vitest'
import * as contract from './index.ts'

const routes = Object.entries(contract)
  .filter(([name]) => name.endsWith('Routes'))
  .flatMap(([, group]) => Object.values(group as unknown as Record<string, contract.Route>))
  .filter(({ query }) => query?.shape.from !== undefined)

it('no route takes days at the end of time, over which it would count without end', () => {
  expect(routes.length).toBeGreaterThan(10)
  for (const { path, query } of routes) {
    const taken = (day: string): [string, boolean, boolean] => [
      path,
      query!.shape.from!.safeParse(day).success,
      query!.shape.to!.safeParse(day).success,
    ]
    expect(taken('2026-03-01')).toEqual([path, true, true])
    for (const day of ['0001-01-01', '1899-12-31', '9999-12-31', '2200-01-01'])
      expect(taken(day)).toEqual([path, false, false])
  }
})

it('no code of a division leads elsewhere in an address or names the prototype of objects', () => {
  const taken = ['330102', 'x-1.a_b', '..', '.', '__proto__', '', 'a/b'].map(
    (code) => contract.DivisionCode.safeParse(code).success,
  )
  expect(taken).toEqual([true, true, false, false, false, false, false])
})

it('a version beyond what the database counts with is refused', () => {
  const taken = [0, 2_147_483_646, 2_147_483_647, 1e15, -1, 0.5].map(
    (version) => contract.ToldVersion.safeParse(version).success,
  )
  expect(taken).toEqual([true, true, false, false, false, false])
  const { body } = contract.settingsRoutes.changeRule
  expect(body.safeParse({ value: {}, version: 1e15 }).success).toBe(false)
})
