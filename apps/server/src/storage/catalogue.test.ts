import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrationsFolder, readMigrations } from './migration-files.ts'
import type { OwnedDatabase } from './pooled-database.ts'
import { engines, openTestDatabase } from './testing.ts'

const directives = readMigrations(migrationsFolder).map((file) => file.directives)
const reference = directives.flatMap((directive) => directive.reference)
const distributed = directives.flatMap((directive) => directive.distributed)
const appendOnly = directives.flatMap((directive) => directive.appendOnly)

describe.each(engines)('the tables on $name', (engine) => {
  let db: OwnedDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine)
  })
  afterAll(() => db.close())

  it('are each named in one directive of their migration', async () => {
    const tables = await db.query<{ name: string }>(`
      select relname as name
      from pg_class
      where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p')
        and not relispartition
        and relname <> 'schema_migration'
      order by relname collate "C"`)
    expect(tables.map(({ name }) => name)).toEqual([...reference, ...distributed].sort())
    expect(appendOnly.filter((table) => !reference.includes(table) && !distributed.includes(table))).toEqual([])
  })

  it('have `division` first in every key where they grow, so that they can be spread over machines', async () => {
    const keys = await db.query<{ table: string; key: string; first: string }>(
      `select i.indrelid::regclass::text as table, c.relname as key, a.attname as first
      from pg_index i
      join pg_class c on c.oid = i.indexrelid
      left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
      where i.indisunique
        and i.indrelid = any ($1::regclass[])`,
      [distributed],
    )
    expect(keys.filter(({ first }) => first !== 'division')).toEqual([])
    const withPrimaryKey = await db.query<{ name: string }>(
      `select conrelid::regclass::text as name from pg_constraint where contype = 'p' and conrelid = any ($1::regclass[])`,
      [distributed],
    )
    expect(withPrimaryKey.map(({ name }) => name).sort()).toEqual([...distributed].sort())
  })

  it('refer from growing to growing tables with `division` only', async () => {
    const references = await db.query<{ key: string; columns: string[]; target: string }>(
      `select k.conname as key, k.confrelid::regclass::text as target,
        array(
          select a.attname::text
          from unnest(k.conkey) with ordinality as n (number, place)
          join pg_attribute a on a.attrelid = k.conrelid and a.attnum = n.number
          order by n.place
        ) as columns
      from pg_constraint k
      where k.contype = 'f'
        and k.conrelid = any ($1::regclass[])`,
      [distributed],
    )
    const growing = references.filter(({ target }) => distributed.includes(target))
    expect(growing.filter(({ columns }) => columns[0] !== 'division')).toEqual([])
    const backwards = await db.query(
      `select conname from pg_constraint where contype = 'f' and conrelid = any ($1::regclass[]) and confrelid = any ($2::regclass[])`,
      [reference, distributed],
    )
    expect(backwards).toEqual([])
  })

  it('have no trigger of their own and no sequence', async () => {
    expect(await db.query('select tgname from pg_trigger where not tgisinternal')).toEqual([])
    expect(
      await db.query("select relname from pg_class where relkind = 'S' and relnamespace = 'public'::regnamespace"),
    ).toEqual([])
  })

  it('give the application what it needs, and no right to change what was appended', async () => {
    const rights = await db.query<{ name: string; read: boolean; add: boolean; change: boolean; own: boolean }>(`
      select relname as name,
        has_table_privilege('zhengfeng_app', oid, 'select') as read,
        has_table_privilege('zhengfeng_app', oid, 'insert') as add,
        has_table_privilege('zhengfeng_app', oid, 'update')
          or has_table_privilege('zhengfeng_app', oid, 'delete')
          or has_any_column_privilege('zhengfeng_app', oid, 'update') as change,
        has_table_privilege('zhengfeng_app', oid, 'truncate') as own
      from pg_class
      where relnamespace = 'public'::regnamespace
        and relkind in ('r', 'p')
        and not relispartition
        and relname <> 'schema_migration'`)
    expect(rights.filter(({ read, add, own }) => !read || !add || own)).toEqual([])
    expect(
      rights
        .filter(({ change }) => !change)
        .map(({ name }) => name)
        .sort(),
    ).toEqual([...appendOnly].sort())
  })

  it('cannot be changed by way of a partition', async () => {
    const partitions = await db.query<{ name: string; any: boolean }>(`
      select relname as name, has_table_privilege('zhengfeng_app', oid, 'insert, update, delete, truncate') as any
      from pg_class
      where relispartition
        and relkind = 'r'
        and relnamespace = 'public'::regnamespace`)
    expect(partitions.length).toBeGreaterThan(3)
    expect(partitions.filter(({ any }) => any)).toEqual([])
  })

  it.each(appendOnly)('refuse the application a change of %s', async (table) => {
    const refused = { sqlState: '42501' }
    await expect(db.query(`delete from ${table}`)).rejects.toMatchObject(refused)
    await expect(db.query(`update ${table} set division = division`)).rejects.toMatchObject(refused)
    await expect(db.query(`truncate ${table}`)).rejects.toMatchObject(refused)
  })

  it('cannot be reached with more rights by the application itself', async () => {
    await expect(db.query('alter table event disable trigger all')).rejects.toMatchObject({ sqlState: '42501' })
    await expect(db.query('grant delete on event to zhengfeng_app')).resolves.toEqual([])
    await expect(db.query('delete from event')).rejects.toMatchObject({ sqlState: '42501' })
  })
})
