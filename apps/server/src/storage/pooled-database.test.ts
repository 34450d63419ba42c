import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { copyLine } from './copy-text.ts'
import type { Parameter } from './database.ts'
import type { OwnedDatabase } from './pooled-database.ts'
import { engines, openTestDatabase } from './testing.ts'

describe.each(engines)('transactions on $name', (engine) => {
  let db: OwnedDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine)
    await db.administer((tx) =>
      tx.script('create table thing (id integer primary key, name text); grant all on thing to zhengfeng_app'),
    )
  })
  afterAll(() => db.close())
  const names = async (): Promise<string[]> =>
    (await db.query<{ name: string }>('select name from thing order by id')).map(({ name }) => name)
  const empty = (): Promise<object[]> => db.query('delete from thing')

  it('keep what they did', async () => {
    await empty()
    const result = await db.transaction(async (tx) => {
      await tx.query('insert into thing values ($1, $2)', [1, 'a'])
      return 'done'
    })
    expect([result, await names()]).toEqual(['done', ['a']])
  })

  it('take everything back when the work throws, and pass its error on', async () => {
    await empty()
    const refusal = new TypeError('no')
    const work = db.transaction(async (tx) => {
      await tx.query('insert into thing values (1, $1)', ['a'])
      throw refusal
    })
    await expect(work).rejects.toBe(refusal)
    expect(await names()).toEqual([])
  })

  it('fail when a failed statement was overlooked, instead of keeping nothing in silence', async () => {
    const work = db.transaction(async (tx) => {
      await tx.query('select 1/0').catch(() => {})
    })
    await expect(work).rejects.toMatchObject({
      code: 'storageRefused',
      message: expect.stringContaining('nothing of it was kept'),
    })
  })

  it('try again after a serialization failure, but not for ever', async () => {
    let tries = 0
    const work = (until: number) =>
      db.transaction(async (tx) => {
        tries += 1
        if (tries < until) await tx.query("do $$ begin raise sqlstate '40001'; end $$")
        return tries
      })
    expect(await work(3)).toBe(3)
    tries = 0
    await expect(work(100)).rejects.toMatchObject({ sqlState: '40001' })
    expect(tries).toBe(6)
  })

  it('cannot hold another, nor a statement beside them', async () => {
    await expect(db.transaction(() => db.query('select 1'))).rejects.toThrow('inside a transaction use its own query')
    await expect(db.transaction(() => db.transaction(async () => 1))).rejects.toThrow('inside a transaction')
    expect(await db.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  it('cannot be used once they have ended', async () => {
    const tx = await db.transaction(async (tx) => tx)
    await expect(tx.query('select 1')).rejects.toThrow('the transaction has ended')
  })

  it('run one after the other where they want the same row', async () => {
    await empty()
    await db.query("insert into thing values (1, '')")
    const add = (letter: string) =>
      db.transaction(async (tx) => {
        const [row] = await tx.query<{ name: string }>('select name from thing where id = 1 for update')
        await tx.query('update thing set name = $1 where id = 1', [row!.name + letter])
      })
    await Promise.all([...'abcdefghijklmnopqrst'].map(add))
    expect((await names())[0]!.length).toBe(20)
  })

  it('name what a row conflicts with', async () => {
    await empty()
    await db.query("insert into thing values (1, 'a')")
    await expect(db.query("insert into thing values (1, 'b')")).rejects.toMatchObject({
      name: 'StorageError',
      code: 'storageConflict',
      constraint: 'thing_pkey',
    })
  })

  it('say when the disk is full, whoever says it', async () => {
    await expect(db.query("do $$ begin raise sqlstate '53100'; end $$")).rejects.toMatchObject({ code: 'storageFull' })
  })

  it('copy rows whatever signs they hold', async () => {
    await empty()
    const texts = ['tab\there', 'line\nend', 'back\\slash', '\\N', '\\.', '', '政风', 'a\rb', '\u0001']
    const rows: Parameter[][] = [...texts.map((text, index) => [index, text]), [99, null]]
    expect(await db.transaction((tx) => tx.copy('thing', ['id', 'name'], rows.map(copyLine)))).toBe(rows.length)
    expect(await names()).toEqual([...texts, null])
  })

  it('copy in chunks, and count every row', async () => {
    await empty()
    async function* many(): AsyncGenerator<string> {
      for (let id = 0; id < 30_000; id += 1) yield copyLine([id, 'x'.repeat(100)])
    }
    expect(await db.transaction((tx) => tx.copy('thing', ['id', 'name'], many()))).toBe(30_000)
    expect(await db.query('select count(*) from thing')).toEqual([{ count: 30_000 }])
  })

  it('copy nothing where a row is wrong or the source breaks off, and go on working', async () => {
    await empty()
    await expect(db.transaction((tx) => tx.copy('thing', ['id', 'name'], ['1\ta', 'x\tb']))).rejects.toMatchObject({
      sqlState: '22P02',
    })
    function* broken(): Generator<string> {
      yield '1\ta'
      throw new Error('source broke off')
    }
    await expect(db.transaction((tx) => tx.copy('thing', ['id', 'name'], broken()))).rejects.toThrow('source broke off')
    expect(await names()).toEqual([])
  })

  it('run statements with the rights of the application', async () => {
    expect(await db.query('select current_user as who')).toEqual([{ who: 'zhengfeng_app' }])
    await expect(db.query('create table mine (a int)')).rejects.toMatchObject({ sqlState: '42501' })
    await expect(db.transaction((tx) => tx.query('drop table thing'))).rejects.toMatchObject({ sqlState: '42501' })
  })

  it('refuse to be used after the database was closed', async () => {
    const other = await openTestDatabase(engine)
    await other.close()
    await expect(other.query('select 1')).rejects.toMatchObject({ code: 'storageClosed' })
    await other.close()
  })
})
