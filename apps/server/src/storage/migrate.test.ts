import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { migrate } from './migrate.ts'
import { readDirectives, readMigrations } from './migration-files.ts'
import type { OwnedDatabase } from './pooled-database.ts'
import { engines, openEmptyDatabase } from './testing.ts'

const first = '-- @reference fruit\ncreate table fruit (name text primary key);'
const second =
  "-- @append-only note\n-- @reference note\ncreate table note (id int primary key); insert into fruit values ('pear');"

describe.each(engines)('migrations on $name', (engine) => {
  let db: OwnedDatabase
  let folder: string
  beforeAll(async () => {
    db = await openEmptyDatabase(engine)
  })
  afterAll(() => db.close())
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zhengfeng-migrations-'))
    await db.administer((tx) => tx.script('drop table if exists fruit, note, schema_migration'))
    return () => rmSync(folder, { recursive: true })
  })
  const write = (name: string, sql: string): void => writeFileSync(join(folder, name), sql)

  it('run once, in order, and leave the application its rights only', async () => {
    write('0002-note.sql', second)
    write('0001-fruit.sql', first)
    expect(await migrate(db, { folder })).toEqual(['0001-fruit.sql', '0002-note.sql'])
    expect(await migrate(db, { folder })).toEqual([])
    expect(await db.query('select name from fruit')).toEqual([{ name: 'pear' }])
    await db.query('insert into note values (1)')
    await expect(db.query('update note set id = 2')).rejects.toMatchObject({ sqlState: '42501' })
    await expect(db.query('delete from note')).rejects.toMatchObject({ sqlState: '42501' })
    await expect(db.query('insert into schema_migration values (9, $1, $1)', ['x'])).rejects.toMatchObject({
      sqlState: '42501',
    })
  })

  it('leave nothing of one that fails, and say which', async () => {
    write('0001-fruit.sql', first)
    write('0002-note.sql', `${second} select 1/0;`)
    await expect(migrate(db, { folder })).rejects.toThrow('0002-note.sql: division by zero')
    expect(await db.query("select to_regclass('note') as note, (select count(*) from fruit) as fruits")).toEqual([
      { note: null, fruits: 0 },
    ])
  })

  it('run once though two processes start together', async () => {
    write('0001-fruit.sql', first)
    write('0002-note.sql', second)
    const both = await Promise.all([migrate(db, { folder }), migrate(db, { folder })])
    expect(both.flat().sort()).toEqual(['0001-fruit.sql', '0002-note.sql'])
  })

  it('refuse a file that was changed or removed after it ran', async () => {
    write('0001-fruit.sql', first)
    write('0002-note.sql', second)
    await migrate(db, { folder })
    write('0001-fruit.sql', `${first} `)
    await expect(migrate(db, { folder })).rejects.toMatchObject({
      code: 'storageMismatch',
      message: expect.stringContaining('0001-fruit.sql was changed'),
    })
    rmSync(join(folder, '0001-fruit.sql'))
    await expect(migrate(db, { folder })).rejects.toThrow('0001-fruit.sql ran on this database, but is missing here')
  })

  it('refuse a database that is newer than the program', async () => {
    write('0001-fruit.sql', first)
    write('0002-note.sql', second)
    await migrate(db, { folder })
    rmSync(join(folder, '0002-note.sql'))
    await expect(migrate(db, { folder })).rejects.toThrow('newer than this program (it has 0002-note.sql)')
  })
})

describe('the files of migrations', () => {
  it('say in comments how tables are kept', () => {
    expect(
      readDirectives(
        '-- @reference a, b\n-- @distributed c\n-- @append-only c\n-- @reference d\nselect 1; -- @reference no',
      ),
    ).toEqual({
      reference: ['a', 'b', 'd'],
      distributed: ['c'],
      appendOnly: ['c'],
    })
  })

  it('have one number each, and a name that tells it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'zhengfeng-migrations-'))
    writeFileSync(join(folder, '0001-a.sql'), '')
    writeFileSync(join(folder, '0001-b.sql'), '')
    expect(() => readMigrations(folder)).toThrow('0001-a.sql and 0001-b.sql have the same number')
    writeFileSync(join(folder, '1.sql'), '')
    expect(() => readMigrations(folder)).toThrow('a migration is called NNNN-name.sql')
    rmSync(folder, { recursive: true })
  })
})
