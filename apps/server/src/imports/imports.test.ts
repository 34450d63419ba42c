import type { Import } from '@zhengfeng/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertDivisions } from '../http/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { type ImportWorld, openImportWorld } from './testing.ts'

const csv = [
  '办件编号,环节名称,办理时间,申请人,部门,事项名称',
  'A1,受理,2026-01-05 09:00,张三,审批科,许可',
  'A1,审查,2026-01-06 09:00,张三,审批科,许可',
  'A1,审查,2026-01-06 09:00,张三,审批科,许可',
  'A1,办结,2026-01-07 10:00,张三,审批科,许可',
  'A2,受理,2026-01-08 09:00,李四,审批科,许可',
  'A3,受理,昨天,王五,审批科,许可',
  '',
].join('\n')

describe.each(engines)('importing a file on $name', (engine) => {
  let db: OwnedDatabase
  let world: ImportWorld

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    world = await openImportWorld(db)
    await insertDivisions(db)
  }, 120_000)
  afterAll(async () => {
    await world.close()
    await db.close()
  })

  test('shows what the file holds before anything is stored, then stores, then takes it back', async () => {
    const { status, body: uploaded } = await world.upload([{ name: '窗口.csv', content: csv }])
    expect([status, uploaded.state, uploaded.files]).toEqual([
      200,
      'previewing',
      [
        {
          name: '窗口.csv',
          bytes: Buffer.byteLength(csv),
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          office: '窗口',
          format: 'csv',
        },
      ],
    ])
    expect(await world.settle(uploaded.id)).toMatchObject({ state: 'ready' })
    const preview = await world.preview(uploaded.id)
    expect(preview).toMatchObject({
      proposed: true,
      missing: [],
      reading: {
        files: [
          {
            name: '窗口.csv',
            format: 'csv',
            rowsRead: 6,
            rowsKept: 5,
            rowsRefused: 1,
            refusals: [{ line: 7, value: '昨天', reason: 'unreadableTime' }],
          },
        ],
        activities: [
          { name: '受理', events: 2, step: 'accept' },
          { name: '审查', events: 2, step: 'review' },
          { name: '办结', events: 1, step: 'close' },
        ],
        offices: [{ office: '窗口', cases: 2, lastEventAt: '2026-01-08T01:00:00.000Z' }],
        personalColumns: [{ name: 'case:申请人', scope: 'case', because: 'role', example: '张*' }],
        figures: { cases: 2, openCases: 1, events: 5 },
      },
      plan: { sourceName: '窗口', offices: [{ office: '窗口', create: { parent: '46', name: '窗口' } }] },
      concerns: [
        { kind: 'rowsRefused', blocking: false, count: 1 },
        { kind: 'noLimits', blocking: false },
      ],
    })
    expect(await count(db, 'event')).toBe(0)

    await world.call('POST', `/imports/${uploaded.id}/run`)
    const done = await world.settle(uploaded.id)
    expect(done).toMatchObject({ state: 'done', events: 5, repeated: 0, cases: 2, sourceName: '窗口' })
    expect(
      await rows(db, 'select case_no, event_count, status, closed_at from service_case order by case_no'),
    ).toMatchObject([
      { case_no: 'A1', event_count: 4, closed_at: Date.parse('2026-01-07T10:00+08:00') },
      { case_no: 'A2', event_count: 1, closed_at: null },
    ])
    expect(JSON.stringify(await rows(db, 'select attributes from event'))).not.toMatch(/张三|李四/)

    await world.call('POST', `/imports/${uploaded.id}/undo`)
    expect(await world.settle(uploaded.id)).toMatchObject({ state: 'undone', undoneBy: 'li' })
    expect(await rows(db, 'select sum(event_count) as events from service_case')).toEqual([{ events: 0 }])
    expect(await rows(db, 'select state from source where id = $1', [done.source!])).toEqual([{ state: 'undone' }])
  })

  test('what was taken back can be imported again', async () => {
    const again = await world.importFiles([{ name: '窗口.csv', content: csv }], {
      plan: (plan) => ({ ...plan, sourceName: 'again' }),
    })
    expect(again).toMatchObject({ state: 'done', events: 5, repeated: 0, cases: 2 })
  })
})

async function count(db: OwnedDatabase, table: 'event' | 'service_case'): Promise<number> {
  const [row] = await db.query<{ n: number }>(`select count(*) as n from ${table}`)
  return row!.n
}

function rows(db: OwnedDatabase, sql: string, parameters: readonly string[] = []): Promise<object[]> {
  return db.query<object>(sql, parameters)
}

export type { Import }
