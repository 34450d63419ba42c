import { Readable } from 'node:stream'
import { divisionsRoutes as routes } from '@zhengfeng/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import type { Database } from '../storage/database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { callRoute, type TestPlatform, testAccess, testPlatform } from '../testing-platform.ts'
import { divisionRoutes } from './divisions-routes.ts'

describe.each(engines)('divisions on $name', (engine) => {
  let db: Database
  let platform: TestPlatform
  let call: (
    route: Parameters<typeof callRoute>[1],
    given?: Partial<Parameters<typeof callRoute>[2]>,
  ) => Promise<unknown>
  beforeAll(async () => {
    db = await openTestDatabase(engine)
  })
  beforeEach(async () => {
    await db.query(`delete from division`)
    platform = testPlatform(db)
    const implementations = divisionRoutes(platform)
    call = (route, given = {}) => callRoute(implementations, route, { access: testAccess(['system.manage']), ...given })
    await call(routes.create, { body: { code: '44', name: 'Guangdong' } })
    await call(routes.create, { body: { code: '4403', name: 'Shenzhen', parent: '44' } })
    await call(routes.create, { body: { code: '440305', name: 'Nanshan', parent: '4403' } })
    await call(routes.create, { body: { code: '4401', name: 'Guangzhou', parent: '44', position: 5 } })
  })
  afterAll(() => db.close())

  const paths = async (): Promise<unknown> =>
    (await db.query<{ path: string; level: number }>(`select path, level from division order by path`)).map(
      ({ path, level }) => [path, level],
    )

  test('are listed parents first, siblings by position', async () => {
    expect(await call(routes.list)).toEqual({
      items: [
        { code: '44', name: 'Guangdong', level: 1, position: 0, within: true },
        { code: '4403', parent: '44', name: 'Shenzhen', level: 2, position: 0, within: true },
        { code: '4401', parent: '44', name: 'Guangzhou', level: 2, position: 5, within: true },
        { code: '440305', parent: '4403', name: 'Nanshan', level: 3, position: 0, within: true },
      ],
    })
  })

  test('outside the scope are told only as the way down', async () => {
    const access = testAccess(['case.read'], { everything: false, divisions: ['440305'], departments: [] })
    const { items } = (await call(routes.list, { access })) as { items: { code: string; within: boolean }[] }
    expect(items.map(({ code, within }) => [code, within])).toEqual([
      ['44', false],
      ['4403', false],
      ['440305', true],
    ])
  })

  test('move with all below them', async () => {
    await call(routes.move, { params: { code: '4403' }, body: { parent: '4401' } })
    expect(await paths()).toEqual([
      ['44/', 1],
      ['44/4401/', 2],
      ['44/4401/4403/', 3],
      ['44/4401/4403/440305/', 4],
    ])
    await call(routes.move, { params: { code: '4403' }, body: {} })
    expect(await paths()).toEqual([
      ['44/', 1],
      ['44/4401/', 2],
      ['4403/', 1],
      ['4403/440305/', 2],
    ])
  })

  test('cannot be put below themselves, under nothing known, or twice', async () => {
    const refusals = [
      call(routes.move, { params: { code: '44' }, body: { parent: '440305' } }),
      call(routes.move, { params: { code: '44' }, body: { parent: '99' } }),
      call(routes.move, { params: { code: '99' }, body: {} }),
      call(routes.create, { body: { code: '44', name: 'again' } }),
      call(routes.create, { body: { code: '45', name: 'x', parent: '99' } }),
    ]
    const codes = await Promise.all(
      refusals.map((refusal) =>
        refusal.then(
          () => 'done',
          (error) => [error.code, error.fields[0]?.message],
        ),
      ),
    )
    expect(codes).toEqual([
      ['invalid', 'belowItself'],
      ['invalid', 'unknownDivision'],
      ['notFound', undefined],
      ['conflict', 'taken'],
      ['invalid', 'unknownDivision'],
    ])
  })

  test('are renamed, and a change of the tree is told', async () => {
    platform.told.length = 0
    expect(await call(routes.change, { params: { code: '4401' }, body: { name: 'Canton' } })).toEqual({
      code: '4401',
      parent: '44',
      name: 'Canton',
      level: 2,
      position: 5,
      within: true,
    })
    expect(platform.told).toEqual([{ kind: 'setting', name: 'divisions' }])
  })

  test('are imported from a list as a spreadsheet saves it, or not at all', async () => {
    const list = (text: string, dryRun: boolean) =>
      callRoute(divisionRoutes(platform), routes.import, {
        access: testAccess(['system.manage']),
        query: { dryRun: String(dryRun) },
        request: { body: Readable.from([Buffer.from(text)]) },
      })
    await expect(
      callRoute(divisionRoutes(platform), routes.import, {
        access: testAccess(['system.manage']),
        query: { dryRun: 'true' },
        request: { body: undefined },
      }),
    ).rejects.toMatchObject({ code: 'unsupportedMedia' })
    const good = '\uFEFF代码,名称\r\n450000,广西\r\n450100,"南宁"\r\n450102,兴宁'
    const expected = { created: 3, renamed: 0, moved: 0, unchanged: 0, problems: [] }
    expect(await list(good, true)).toEqual({ ...expected, applied: false })
    expect(await list(good, false)).toEqual({ ...expected, applied: true })
    expect(await list(good, false)).toEqual({
      created: 0,
      renamed: 0,
      moved: 0,
      unchanged: 3,
      problems: [],
      applied: true,
    })
    expect(((await paths()) as string[][]).filter(([path]) => path!.startsWith('45'))).toEqual([
      ['450000/', 1],
      ['450000/450100/', 2],
      ['450000/450100/450102/', 3],
    ])
    const bad = await list('code,name\n460000,Hainan\n46 01,Haikou\n', false)
    expect(bad).toEqual({
      created: 1,
      renamed: 0,
      moved: 0,
      unchanged: 0,
      applied: false,
      problems: [{ line: 3, key: 'code', values: { code: '46 01', name: 'Haikou' } }],
    })
    await expect(list('a,b\n1,2\n', false)).rejects.toMatchObject({ code: 'invalid', values: { columns: 'a, b' } })
    await expect(list('', false)).rejects.toMatchObject({ code: 'malformed' })
  })
})
