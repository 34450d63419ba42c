import { existsSync } from 'node:fs'
import type { Import, ImportPlan, ImportPreview } from '@zhengfeng/contract'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertDivisions } from '../http/testing.ts'
import { unitsBelow } from '../indicators/grouping.ts'
import { divisionTree } from '../settings/division-tree.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { StorageError } from '../storage/storage-error.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import type { EventStore } from './event-store.ts'
import { importsJobs } from './imports-jobs.ts'
import { uploadsKeptMs } from './imports-routes.ts'
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

    // Somebody listens, so that what follows is put into the outbox.
    await db.query(
      `insert into webhook (id, name, url, types, division, secret, created_at, created_by)
       values (gen_random_uuid(), 'x', 'https://example.org/', '{zhengfeng.import.done}', '46', '', now(), 'x')`,
    )
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

    const kept = JSON.stringify(
      await rows(db, 'select preview, readings from import_batch where id = $1', [uploaded.id]),
    )
    expect([kept.includes('昨天'), /张|李四|王五/.test(kept)]).toEqual([true, false])

    await world.call('POST', `/imports/${uploaded.id}/undo`)
    expect(await world.settle(uploaded.id)).toMatchObject({ state: 'undone', undoneBy: 'li' })
    expect(await rows(db, 'select coalesce(sum(event_count), 0) as events from service_case')).toEqual([{ events: 0 }])
    expect(await rows(db, 'select state from source where id = $1', [done.source!])).toEqual([{ state: 'undone' }])
    const tree = await divisionTree(db)
    const left = tree.nodes.filter(({ isLeftBehind }) => isLeftBehind)
    expect(left.map(({ name }) => name)).toEqual(['窗口'])
    const everything = { everything: true, divisions: [], departments: [] }
    expect(unitsBelow(tree, everything, '46').divisions).not.toContain(left[0]!.code)
    // Somebody is put there: it is in use.
    await db.query(`update account set division = $1 where id = (select id from account order by id limit 1)`, [
      left[0]!.code,
    ])
    expect((await divisionTree(db)).find(left[0]!.code)?.isLeftBehind).toBe(false)
    await db.query('update account set division = null')
    const told = { import: uploaded.id, source: done.source! }
    expect(await rows(db, 'select type, data from outbox_message order by created_at')).toEqual([
      { type: 'zhengfeng.import.done', data: { ...told, events: 5, repeated: 0, cases: 2 } },
      { type: 'zhengfeng.import.undone', data: told },
    ])
    await db.query('delete from webhook')
  })

  test('files that nobody decided on are deleted, with what was shown of them', async () => {
    const { body } = await world.upload([{ name: '忘记.csv', content: csv }])
    await world.settle(body.id)
    world.platform.clock.now += uploadsKeptMs + 1
    await importsJobs(world.platform, world.store)[2]!.run(new AbortController().signal)
    world.platform.clock.now -= uploadsKeptMs + 1
    expect((await world.call<Import>('GET', `/imports/${body.id}`)).body.state).toBe('expired')
    expect([existsSync(`${world.uploads}/${body.id}`), (await world.preview(body.id)).rows]).toEqual([false, []])
    expect((await world.call('POST', `/imports/${body.id}/run`)).status).toBe(409)
  })

  test('what was taken back can be imported again', async () => {
    const again = await world.importFiles([{ name: '窗口.csv', content: csv }], {
      plan: (plan) => ({ ...plan, sourceName: 'again' }),
    })
    expect(again).toMatchObject({ state: 'done', events: 5, repeated: 0, cases: 2 })
  })
})

describe.each(engines)('an import that is interrupted on $name', (engine) => {
  let db: OwnedDatabase
  let world: ImportWorld
  const large = largeCsv(3000)

  beforeAll(async () => {
    db = await openTestDatabase(engine)
    world = await openImportWorld(db)
    await insertDivisions(db)
  }, 120_000)
  afterAll(async () => {
    await world.close()
    await db.close()
  })

  /** Uploads and lets it run, but does not do the work yet. */
  async function started(name: string): Promise<string> {
    const { body } = await world.upload([{ name, content: large }])
    await world.settle(body.id)
    expect((await world.call<Import>('POST', `/imports/${body.id}/run`)).status).toBe(200)
    return body.id
  }

  /** Does the work until some chunks are written, then stops as a process does that is killed. */
  async function killedAfter(chunks: number): Promise<void> {
    const killed = new AbortController()
    let written = 0
    const store: EventStore = {
      ...world.store,
      write: async (batch, events) => {
        await world.store.write(batch, events)
        if (++written === chunks) killed.abort(new Error('killed'))
      },
    }
    await importsJobs(world.platform, store)[1]!
      .run(killed.signal)
      .catch(() => undefined)
    expect(written).toBe(chunks)
  }

  test('goes on where it was, and stores each event once', async () => {
    const id = await started('killed.csv')
    await killedAfter(2)
    const [half] = await db.query<{ n: number }>('select count(*) as n from event where batch_id = $1', [id])
    expect(half!.n).toBeGreaterThan(0)
    expect(half!.n).toBeLessThan(9000)
    expect((await world.call<Import>('GET', `/imports/${id}`)).body.state).toBe('running')
    expect(await world.settle(id)).toMatchObject({ state: 'done', events: 9000, repeated: 0, cases: 3000 })
    expect(await rows(db, 'select sum(event_count) as events, count(*) as cases from service_case')).toEqual([
      { events: 9000, cases: 3000 },
    ])
    await world.call('POST', `/imports/${id}/undo`)
    expect((await world.settle(id)).state).toBe('undone')
  })

  test('takes back what it stored where a person cancels it, going on after another kill', async () => {
    const id = await started('cancelled.csv')
    await killedAfter(2)
    expect((await world.call<Import>('POST', `/imports/${id}/cancel`)).body.state).toBe('cancelling')
    const stopped = new AbortController()
    await importsJobs(world.platform, {
      ...world.store,
      takeBack: async (batch, options) => {
        stopped.abort()
        return world.store.takeBack(batch, options)
      },
    })[1]!.run(stopped.signal)
    expect((await world.call<Import>('GET', `/imports/${id}`)).body.state).toBe('cancelling')
    expect((await world.settle(id)).state).toBe('cancelled')
    expect(await rows(db, 'select coalesce(sum(event_count), 0) as events from service_case')).toEqual([{ events: 0 }])
    expect(await rows(db, 'select coalesce(sum(closed), 0) as closed from indicator_day')).toEqual([{ closed: 0 }])
    expect((await world.call('POST', `/imports/${id}/undo`)).status).toBe(409)
  })

  test('goes on when the database is there again, and other imports need not wait for it', async () => {
    const id = await started('away.csv')
    const away: EventStore = {
      ...world.store,
      write: async () => {
        throw new StorageError('storageUnavailable', 'gone')
      },
    }
    await expect(importsJobs(world.platform, away)[1]!.run(new AbortController().signal)).rejects.toThrow('gone')
    expect((await world.call<Import>('GET', `/imports/${id}`)).body.state).toBe('running')
    expect((await world.settle(id)).state).toBe('done')
  })
})

describe('what stands in the way of an import', () => {
  let db: OwnedDatabase
  let world: ImportWorld

  beforeAll(async () => {
    db = await openTestDatabase({ name: 'PGlite' })
    world = await openImportWorld(db)
    await insertDivisions(db)
  }, 120_000)
  afterAll(async () => {
    await world.close()
    await db.close()
  })

  const office = (time: string): string => `办件编号,环节,时间\n1,受理,${time}\n`
  const offices = [
    { name: '甲.csv', content: office('2026-01-05 09:00') },
    { name: '乙.csv', content: office('2026-01-06 09:00') },
  ]

  async function ready(): Promise<{ id: string; plan: ImportPlan }> {
    const { body } = await world.upload(offices)
    expect((await world.settle(body.id)).state).toBe('ready')
    return { id: body.id, plan: (await world.preview(body.id)).plan }
  }

  async function concernsWith(plan: Partial<ImportPlan>): Promise<readonly (readonly [string, boolean])[]> {
    const { id, plan: proposed } = await ready()
    const { body } = await world.call<ImportPreview>('PUT', `/imports/${id}/plan`, { ...proposed, ...plan })
    const ran = await world.call('POST', `/imports/${id}/run`)
    expect(ran.status).toBe(body.concerns.some(({ blocking }) => blocking) ? 409 : 200)
    await world.call('POST', `/imports/${id}/cancel`)
    return body.concerns.filter(({ blocking }) => blocking).map(({ kind, blocking }) => [kind, blocking] as const)
  }

  test('two offices with cases of the same number are two cases in two divisions', async () => {
    const { plan } = await ready()
    expect(plan.offices).toEqual([
      { office: '甲', division: expect.stringMatching(/^x[0-9a-f]{11}$/), create: { parent: '46', name: '甲' } },
      { office: '乙', division: expect.stringMatching(/^x[0-9a-f]{11}$/), create: { parent: '46', name: '乙' } },
    ])
    const done = await world.importFiles(offices)
    expect(done).toMatchObject({ state: 'done', cases: 2 })
    expect(await rows(db, 'select name from division where code like $1 order by name', ['x%'])).toEqual([
      { name: '乙' },
      { name: '甲' },
    ])
  })

  test('offices without a division, with the same one, with one that is taken, or without a common parent', async () => {
    expect(await concernsWith({ offices: [] })).toContainEqual(['officesNotMapped', true])
    const both = (division: string): ImportPlan['offices'] => ['甲', '乙'].map((office) => ({ office, division }))
    expect(await concernsWith({ offices: both('4601') })).toContainEqual(['officesMappedTwice', true])
    const made = (code: string, parent?: string) => ({
      division: code,
      create: { name: 'n', ...(parent !== undefined && { parent }) },
    })
    expect(
      await concernsWith({
        offices: [
          { office: '甲', ...made('4601', '46') },
          { office: '乙', ...made('z2', '46') },
        ],
      }),
    ).toContainEqual(['divisionTaken', true])
    expect(
      await concernsWith({
        offices: [
          { office: '甲', ...made('z1') },
          { office: '乙', ...made('z2') },
        ],
      }),
    ).toContainEqual(['noParent', true])
    expect(
      await concernsWith({
        offices: [
          { office: '甲', ...made('z1', 'none') },
          { office: '乙', ...made('z2', '46') },
        ],
      }),
    ).toContainEqual(['outOfScope', true])
  })

  test('a source of the same name, and cases that another source tells of', async () => {
    const again = await ready()
    expect((await world.preview(again.id)).concerns.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['sourceNameTaken', 'casesElsewhere', 'sameFileImported']),
    )
    expect((await world.call('POST', `/imports/${again.id}/run`)).body.errors?.[0]?.message).toContain(
      'called “甲 + 乙” already',
    )
  })

  test('of two imports that were started with the same cases the second stores nothing', async () => {
    const twins = ['4602', '4602'].map((division) => ({ division }))
    const ids: string[] = []
    for (const [index, { division }] of twins.entries()) {
      const { body } = await world.upload([{ name: 'twin.csv', content: office('2026-02-05 09:00') }])
      await world.settle(body.id)
      const { plan } = await world.preview(body.id)
      await world.call('PUT', `/imports/${body.id}/plan`, {
        ...plan,
        sourceName: `twin ${index}`,
        offices: [{ office: 'twin', division }],
      })
      ids.push(body.id)
    }
    for (const id of ids) expect((await world.call('POST', `/imports/${id}/run`)).status).toBe(200)
    await world.settle(ids[0]!)
    const ended = await Promise.all(ids.map(async (id) => (await world.call<Import>('GET', `/imports/${id}`)).body))
    expect(ended.map(({ state, failure }) => [state, failure?.code]).sort()).toEqual([
      ['done', undefined],
      ['failed', 'casesElsewhere'],
    ])
  })

  test('adding to a source stores only what is new', async () => {
    const [source] = await db.query<{ id: string }>(`select id from source where name = '甲 + 乙'`)
    const more = `${office('2026-01-05 09:00')}1,办结,2026-01-09 09:00\n2,受理,2026-01-10 09:00\n`
    const done = await world.importFiles([{ name: '甲.csv', content: more }], { source: source!.id })
    expect(done).toMatchObject({ state: 'done', events: 2, repeated: 1, source: source!.id })
    expect(
      await rows(
        db,
        `select case_no, event_count from service_case where source_id = $1 order by event_count, case_no`,
        [source!.id],
      ),
    ).toEqual([
      { case_no: '1', event_count: 1 },
      { case_no: '2', event_count: 1 },
      { case_no: '1', event_count: 2 },
    ])
    const observed = await rows(
      db,
      `select observed_until from source_division where source_id = $1 order by observed_until`,
      [source!.id],
    )
    expect(observed).toEqual([
      { observed_until: Date.parse('2026-01-06T09:00+08:00') },
      { observed_until: Date.parse('2026-01-10T09:00+08:00') },
    ])
  })

  test('who may import into one city only sees and does no more', async () => {
    const city = await openImportWorld(db, { login: 'city', grants: [{ role: 'analyst', division: '4601' }] })
    const { body } = await city.upload(offices)
    expect((await city.settle(body.id)).state).toBe('ready')
    const { plan } = await city.preview(body.id)
    const targets = (division: string) => ({
      ...plan,
      offices: [
        { office: '甲', division },
        { office: '乙', division: '460105' },
      ],
    })
    const outside = await city.call<ImportPreview>('PUT', `/imports/${body.id}/plan`, targets('4602'))
    expect(outside.body.concerns).toContainEqual(expect.objectContaining({ kind: 'outOfScope', examples: ['4602'] }))
    expect((await city.call('POST', `/imports/${body.id}/run`)).status).toBe(409)
    expect((await city.call<{ items: Import[] }>('GET', '/imports')).body.items.map(({ id }) => id)).toEqual([body.id])
    const [other] = await db.query<{ id: string }>(
      `select id from import_batch where created_by = 'li' and state = 'done' limit 1`,
    )
    for (const path of [`/imports/${other!.id}`, `/imports/${other!.id}/preview`])
      expect((await city.call('GET', path)).status).toBe(404)
    for (const action of ['run', 'cancel', 'undo'])
      expect((await city.call('POST', `/imports/${other!.id}/${action}`)).status).toBe(404)
    await city.close()
  })
})

/** Three events a case. */
function largeCsv(cases: number): string {
  const steps = ['受理', '审查', '办结']
  const lines = Array.from({ length: cases }, (_, c) =>
    steps
      .map(
        (step, i) =>
          `L${c},${step},2026-01-${String(5 + i).padStart(2, '0')} ${String(9 + (c % 8)).padStart(2, '0')}:00\n`,
      )
      .join(''),
  )
  return `办件编号,环节名称,办理时间\n${lines.join('')}`
}

async function count(db: OwnedDatabase, table: 'event' | 'service_case'): Promise<number> {
  const [row] = await db.query<{ n: number }>(`select count(*) as n from ${table}`)
  return row!.n
}

function rows(db: OwnedDatabase, sql: string, parameters: readonly string[] = []): Promise<object[]> {
  return db.query<object>(sql, parameters)
}
