import { settingsRoutes as routes, viewsRoutes } from '@zhengfeng/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../storage/database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { readSetting } from './read-setting.ts'
import { settingRoutes } from './settings-routes.ts'
import { viewRoutes } from './views-routes.ts'

describe.each(engines)('settings on $name', (engine) => {
  let db: Database
  let platform: TestPlatform
  const change = (name: string, body: unknown, access = testAccess(['rule.manage'])) =>
    callRoute(settingRoutes(platform), routes.changeRule, { access, params: { name }, body })
  beforeAll(async () => {
    db = await openTestDatabase(engine)
  })
  beforeEach(async () => {
    await db.query(`delete from setting`)
    await db.query(`delete from setting_version`)
    platform = testPlatform(db)
  })
  afterAll(() => db.close())

  test('are the defaults, version 0, until somebody changes them', async () => {
    const told = await callRoute(settingRoutes(platform), routes.get, {
      access: testAccess(['rule.read']),
      params: { name: 'calendar' },
    })
    expect(told).toEqual({ name: 'calendar', value: { closed: [], open: [], hours: [] }, version: 0 })
    expect(await readSetting(db, 'closing')).toEqual({ afterDays: 3 })
  })

  test('change by version, keep their history, and tell so', async () => {
    const first = await change('calendar', { value: { closed: ['2026-06-01'] }, version: 0, reason: 'flood' })
    const expected = { closed: ['2026-06-01'], open: [], hours: [] }
    expect(first).toEqual({
      name: 'calendar',
      value: expected,
      version: 1,
      changedAt: '2026-06-01T02:00:00.000Z',
      changedBy: 'Li',
    })
    platform.time.now += 1000
    await change('calendar', { value: {}, version: 1 }, testAccess(['rule.manage'], undefined, 'Wang'))
    expect(await readSetting(db, 'calendar')).toEqual({ closed: [], open: [], hours: [] })
    expect(platform.told).toEqual([
      { kind: 'setting', name: 'calendar' },
      { kind: 'setting', name: 'calendar' },
    ])
    const history = (query: object) =>
      callRoute(settingRoutes(platform), routes.history, {
        access: testAccess(['rule.read']),
        params: { name: 'calendar' },
        query,
      })
    const page = (await history({ limit: '1' })) as { items: unknown[]; next: string }
    expect(page.items).toEqual([
      {
        name: 'calendar',
        value: { closed: [], open: [], hours: [] },
        version: 2,
        changedAt: '2026-06-01T02:00:01.000Z',
        changedBy: 'Wang',
      },
    ])
    expect(await history({ limit: '1', cursor: page.next })).toEqual({
      items: [
        {
          name: 'calendar',
          value: expected,
          version: 1,
          changedAt: '2026-06-01T02:00:00.000Z',
          changedBy: 'Li',
          reason: 'flood',
        },
      ],
    })
  })

  test('are not overwritten by somebody who saw an older version', async () => {
    await change('closing', { value: { afterDays: 5 }, version: 0 })
    await expect(change('closing', { value: { afterDays: 9 }, version: 0 })).rejects.toMatchObject({
      code: 'conflict',
      values: { version: 1, by: 'Li' },
    })
    await expect(change('closing', { value: { afterDays: 9 }, version: 2 })).rejects.toMatchObject({ code: 'conflict' })
    expect(await readSetting(db, 'closing')).toEqual({ afterDays: 5 })
  })

  test('of two who change at the same time one is refused', async () => {
    const results = await Promise.allSettled([
      change('closing', { value: { afterDays: 5 }, version: 0 }),
      change('closing', { value: { afterDays: 6 }, version: 0 }),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
  })

  test('name the field that is wrong', async () => {
    await expect(change('closing', { value: { afterDays: 0 }, version: 0 })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'value.afterDays' }],
    })
    const weights = {
      dimensions: { satisfaction: 10, efficiency: 60, integrity: 20 },
      parts: {
        satisfaction: { satisfactionShare: 100 },
        efficiency: { onTimeShare: 100 },
        integrity: { findingsPerThousand: 100 },
      },
    }
    await expect(change('indexWeights', { value: weights, version: 0 })).rejects.toMatchObject({
      code: 'invalid',
      fields: [
        { field: 'value.dimensions', value: 90, message: 'weights.sumNot100' },
        { field: 'value.dimensions.satisfaction', value: 10, message: 'weights.belowFloor' },
      ],
    })
    await expect(change('indicators', { value: { targets: { nothing: 1 } }, version: 0 })).rejects.toMatchObject({
      fields: [{ field: 'value.targets.nothing' }],
    })
    await expect(change('warningRules', { value: { rules: [{ id: 'x' }] }, version: 0 })).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(change('calendar', { value: { hours: [['12:00', '09:00']] }, version: 0 })).rejects.toMatchObject({
      code: 'invalid',
      fields: [{ field: 'value.hours', message: 'officeHours' }],
    })
    await expect(
      change('calendar', { value: { open: ['2026-06-06'], closed: ['2026-06-06'] }, version: 0 }),
    ).rejects.toMatchObject({ fields: [{ field: 'value.open', value: '2026-06-06' }] })
  })

  test('hold for all, so those who manage a part cannot change them', async () => {
    const access = testAccess(['rule.manage'], { everything: false, divisions: ['4403'], departments: [] })
    await expect(change('closing', { value: {}, version: 0 }, access)).rejects.toMatchObject({ code: 'outOfScope' })
  })
})

describe.each(engines)('saved views on $name', (engine) => {
  let db: Database
  beforeAll(async () => {
    db = await openTestDatabase(engine)
  })
  afterAll(() => db.close())

  test('belong to who saved them, are seen by others when shared, and are changed by their owner only', async () => {
    const implementations = viewRoutes(testPlatform(db))
    const call = (route: Parameters<typeof callRoute>[1], given: object, name = 'Li') =>
      callRoute(implementations, route, { access: testAccess([], undefined, name), ...given })
    const body = { name: 'late', page: 'cases', query: { overdue: 'true' }, shared: false }
    const view = (await call(viewsRoutes.create, { body })) as { id: string }
    const expected = {
      ...body,
      id: view.id,
      owner: 'Li',
      mine: true,
      version: 1,
      changedAt: '2026-06-01T02:00:00.000Z',
    }
    expect(view).toEqual(expected)
    const params = { id: view.id }
    expect(await call(viewsRoutes.list, {})).toEqual({ items: [expected] })
    expect(await call(viewsRoutes.list, { query: { page: 'ranking' } })).toEqual({ items: [] })
    await expect(call(viewsRoutes.get, { params }, 'Wang')).rejects.toMatchObject({ code: 'notFound' })
    await expect(call(viewsRoutes.change, { params, body: { ...body, version: 1 } }, 'Wang')).rejects.toMatchObject({
      code: 'notFound',
    })
    await call(viewsRoutes.change, { params, body: { ...body, shared: true, version: 1 } })
    expect(await call(viewsRoutes.get, { params }, 'Wang')).toEqual({
      ...expected,
      shared: true,
      mine: false,
      version: 2,
    })
    await expect(call(viewsRoutes.change, { params, body: { ...body, version: 1 } })).rejects.toMatchObject({
      code: 'conflict',
      values: { version: 2 },
    })
    await expect(call(viewsRoutes.remove, { params }, 'Wang')).rejects.toMatchObject({ code: 'notFound' })
    await call(viewsRoutes.remove, { params })
    await expect(call(viewsRoutes.get, { params })).rejects.toMatchObject({ code: 'notFound' })
  })
})
