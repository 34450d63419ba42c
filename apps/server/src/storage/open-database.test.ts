import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OwnedDatabase } from './pooled-database.ts'
import { engines, openTestDatabase } from './testing.ts'

describe.each(engines)('the database on $name', (engine) => {
  let db: OwnedDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine)
    await (await openTestDatabase(engine)).close()
  })
  afterAll(() => db.close())

  it('copies rows', async () => {
    await db.administer((tx) => tx.script('create table t (a bigint, b text); grant all on t to zhengfeng_app'))
    const n = await db.transaction((tx) => tx.copy('t', ['a', 'b'], ['1\tx\n', '2\t\\N\n']))
    expect(n).toBe(2)
    expect(await db.query('select * from t order by a')).toEqual([
      { a: 1, b: 'x' },
      { a: 2, b: null },
    ])
    await expect(db.query('select 1/0')).rejects.toThrow('division by zero')
    await expect(db.transaction(() => db.query('select 1'))).rejects.toThrow('inside')
    expect(await db.query('select count(*) from t')).toEqual([{ count: 2 }])
  })
})
