import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Parameter } from './database.ts'
import { parseInstant } from './instant-text.ts'
import type { OwnedDatabase } from './pooled-database.ts'
import { engines, openTestDatabase } from './testing.ts'

const instant = Date.UTC(2026, 0, 2, 3, 4, 5, 678)

/** What SQL gives, and what it must be in JavaScript. */
const told: readonly (readonly [string, unknown])[] = [
  ['1::smallint', 1],
  ['-7::integer', -7],
  ['9007199254740991::bigint', Number.MAX_SAFE_INTEGER],
  ['(select count(*) from generate_series(1, 3))', 3],
  ['(select sum(n) from generate_series(1::bigint, 3) n)', 6],
  ["'12.50'::numeric", 12.5],
  ['0.1::double precision', 0.1],
  ["'nan'::double precision", Number.NaN],
  ['true', true],
  ['null::text', null],
  ["'政风'::text", '政风'],
  ["'2026-01-02 03:04:05.678901+00'::timestamptz", instant],
  ["'2026-01-02 11:04:05.678+08'::timestamptz", instant],
  ["'2026-01-02 03:04:05'::timestamp", Date.UTC(2026, 0, 2, 3, 4, 5)],
  ["'infinity'::timestamptz", Number.POSITIVE_INFINITY],
  ["'0044-03-15 12:00:00+00 BC'::timestamptz", Date.UTC(-43, 2, 15, 12)],
  ["'2024-02-29'::date", '2024-02-29'],
  [`'{"a": [1, null], "b": "\\"x\\""}'::jsonb`, { a: [1, null], b: '"x"' }],
  ["'[1]'::json", [1]],
  ["'\\x00ff10'::bytea", new Uint8Array([0, 255, 16])],
  ["'0b4ab2c4-6a6d-4d6c-9c05-0a56d8f0b2a1'::uuid", '0b4ab2c4-6a6d-4d6c-9c05-0a56d8f0b2a1'],
  ["'1 day 02:00'::interval", 'P1DT2H'],
  ["array['a', null, 'b \"c\", {d}', 'NULL', '']::text[]", ['a', null, 'b "c", {d}', 'NULL', '']],
  ['array[1, null, 3]::bigint[]', [1, null, 3]],
  [
    'array[[1, 2], [3, 4]]::integer[]',
    [
      [1, 2],
      [3, 4],
    ],
  ],
  ["array['2026-01-02 03:04:05.678+00']::timestamptz[]", [instant]],
  ["array['2024-02-29']::date[]", ['2024-02-29']],
  ["array['{}'::jsonb]", [{}]],
  ['array[true, false]', [true, false]],
  ["'{}'::text[]", []],
]

/** What is given as a parameter of a type, and what comes back. */
const given: readonly (readonly [string, Parameter, unknown])[] = [
  ['text', 'a\\b"c', 'a\\b"c'],
  ['text', '', ''],
  ['integer', 5, 5],
  ['bigint', 5n, 5],
  ['double precision', 1e-7, 1e-7],
  ['boolean', false, false],
  ['timestamptz', new Date(instant), instant],
  ['date', '2024-02-29', '2024-02-29'],
  ['jsonb', { a: [1, '二'], b: null }, { a: [1, '二'], b: null }],
  ['jsonb', '[1,2]', [1, 2]],
  ['bytea', new Uint8Array([0, 255]), new Uint8Array([0, 255])],
  ['text[]', ['a', null, 'b,"c"\\', '{}', 'NULL', ''], ['a', null, 'b,"c"\\', '{}', 'NULL', '']],
  ['bigint[]', [1, null, 3n], [1, null, 3]],
  ['timestamptz[]', [new Date(instant), null], [instant, null]],
  ['boolean[]', [true, false], [true, false]],
  ['jsonb[]', [{ a: 1 }, { b: '"' }], [{ a: 1 }, { b: '"' }]],
  ['bytea[]', [new Uint8Array([1, 2])], [new Uint8Array([1, 2])]],
  ['integer[]', [], []],
]

describe.each(engines)('values on $name', (engine) => {
  let db: OwnedDatabase
  beforeAll(async () => {
    db = await openTestDatabase(engine)
  })
  afterAll(() => db.close())

  it.each(told)('%s is read as the same value on every engine', async (sql, value) => {
    expect(await db.query(`select ${sql} as value`)).toEqual([{ value }])
  })

  it.each(given)('a parameter of type %s comes back (%#)', async (type, parameter, value) => {
    expect(await db.query(`select $1::${type} as value`, [parameter])).toEqual([{ value }])
  })

  it('refuses a number that cannot be held exactly, and goes on working', async () => {
    await expect(db.query('select 9007199254740993::bigint')).rejects.toThrow('9007199254740993 is beyond 2^53')
    await expect(db.query("select array['9007199254740993']::numeric[]")).rejects.toThrow('beyond 2^53')
    expect(await db.query('select 9007199254740993::text as n')).toEqual([{ n: '9007199254740993' }])
  })

  it('refuses a parameter without a value', async () => {
    await expect(db.query('select $1::text', [undefined as never])).rejects.toThrow('parameter $1 is undefined')
  })

  it('reads instants of any year to the millisecond, as Date does', async () => {
    const times = fc.sample(
      fc.date({ min: new Date('0001-01-01T00:00:00Z'), max: new Date('9999-12-31T00:00:00Z'), noInvalidDate: true }),
      300,
    )
    const rows = await db.query<{ t: number }>(
      'select t from unnest($1::timestamptz[]) with ordinality x (t, n) order by n',
      [times],
    )
    expect(rows.map(({ t }) => t)).toEqual(times.map(Number))
  })
})

describe('the text of an instant', () => {
  it.each([
    ['2026-01-02 03:04:05+00', Date.UTC(2026, 0, 2, 3, 4, 5)],
    ['2026-01-02 03:04:05.6+00', Date.UTC(2026, 0, 2, 3, 4, 5, 600)],
    ['2026-01-02 03:04:05.678901+00', Date.UTC(2026, 0, 2, 3, 4, 5, 678)],
    ['2026-01-02 03:04:05.5-03:30', Date.UTC(2026, 0, 2, 6, 34, 5, 500)],
    ['12026-01-02 03:04:05+00', Date.UTC(12026, 0, 2, 3, 4, 5)],
    ['2026-01-02 03:04:05.6', Date.UTC(2026, 0, 2, 3, 4, 5, 600)],
    ['-infinity', Number.NEGATIVE_INFINITY],
  ])('%s', (text, value) => {
    expect(parseInstant(text)).toBe(value)
  })

  it('is refused where it is none', () => {
    expect(() => parseInstant('yesterday')).toThrow('“yesterday” is not an instant')
  })
})
