import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createEventWriter, type EventWriter } from '../ingest/event-writer.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase, silentLog } from '../storage/testing.ts'
import { testPlatform } from '../testing-platform.ts'
import { province } from './province-plan.ts'
import { createProvinceSource } from './province-source.ts'
import type { ProvinceThread } from './province-thread.ts'
import { createSandbox, type Sandbox } from './sandbox.ts'

const loadedAt = Date.parse('2026-11-23T10:00:00+08:00')
const small = province.cities
  .slice(0, 2)
  .map((city) => ({ ...city, counties: city.counties.slice(0, 2), share: 0.003 }))

/** The same, in this thread. */
function threadOf(state: { readonly seed: number; readonly loadedAt: number }): ProvinceThread {
  const source = createProvinceSource(state, small)
  return {
    nextPast: async (at) => source.nextPast(at),
    until: async (at) => source.until(at),
    skip: async (at) => source.skip(at),
    stop: async () => {},
  }
}

const figures = [
  'select * from service_case order by division, case_no',
  'select * from indicator_cell order by division, day, item, department, channel, applicant_group',
  'select * from indicator_bucket order by division, day, item, department, channel, applicant_group, clock, bucket',
  'select * from indicator_day order by division, day',
  'select * from indicator_day_bucket order by division, day, clock, bucket',
]

describe.each(engines)('the sandbox on $name', (engine) => {
  let db: OwnedDatabase
  let wall: number
  let writer: EventWriter
  const running: Sandbox[] = []
  beforeEach(async () => {
    db = await openTestDatabase(engine)
    wall = loadedAt
  })
  afterEach(async () => {
    for (const sandbox of running.splice(0)) await sandbox.stop()
    await db.close()
  })

  async function start(): Promise<{ sandbox: Sandbox; platform: ReturnType<typeof platformOf> }> {
    const sandbox = createSandbox({ log: silentLog, wall: () => wall, startThread: threadOf, tickMs: 5 })
    const platform = platformOf(sandbox)
    await sandbox.prepare(platform, db)
    writer = createEventWriter(platform)
    running.push(sandbox)
    return { sandbox, platform }
  }
  const platformOf = (sandbox: Sandbox) => ({ ...testPlatform(db), now: sandbox.now })

  async function until(check: () => Promise<boolean>): Promise<void> {
    for (let tries = 0; tries < 400; tries += 1) {
      if (await check()) return
      await new Promise((resolve) => setTimeout(resolve, 10))
    }
    throw new Error('it did not come to that')
  }
  const count = async (): Promise<number> => (await db.query<{ n: number }>('select count(*) as n from event'))[0]!.n

  it('loads a past whose cases and figures are the same as if every event had come by itself', async () => {
    const { platform } = await start()
    const loaded = await Promise.all(figures.map((sql) => db.query(sql)))
    const people = await db.query('select division, digest from person_data order by 1, 2')
    expect(loaded.every((rows) => rows.length > 50)).toBe(true)
    const events = await db.query<{ division: string; seq: number }>(
      'select division, seq from event order by division, seq',
    )
    await clear()
    const source = createProvinceSource({ seed: 1, loadedAt }, small)
    const [row] = await db.query<{ id: string }>('select id from source')
    for (let past = source.nextPast(loadedAt); past; past = source.nextPast(loadedAt))
      for (let from = 0; from < past.events.length; from += 137)
        await writer.submit(
          past.events.slice(from, from + 137).map(({ event }) => event),
          { sourceId: row!.id },
        )
    const alone = await Promise.all(figures.map((sql) => db.query(sql)))
    for (const [index, rows] of alone.entries()) expect(rows).toEqual(loaded[index])
    expect(await db.query('select division, seq from event order by division, seq')).toEqual(events)
    expect(await db.query('select division, digest from person_data order by 1, 2')).toEqual(people)
    expect(platform.now()).toBe(loadedAt)
  })

  async function clear(): Promise<void> {
    await db.administer((tx) =>
      tx.script(`truncate event, event_key, division_sequence, person_data, service_case, indicator_cell, indicator_day,
        indicator_bucket, indicator_day_bucket`),
    )
  }

  it('goes on living, and after a restart where it was, without missing or doubling anything', async () => {
    const { sandbox, platform } = await start()
    expect(sandbox.status()).toMatchObject({
      state: 'living',
      clock: { now: '2026-11-23T02:00:00.000Z', speed: 60, isOpen: true },
    })
    const past = await count()
    sandbox.live(platform, writer)
    sandbox.setSpeed(600)
    wall += 60_000
    await until(async () => (await count()) > past + 5)
    await until(async () => sandbox.status().clock!.eventsPerMinute === (await count()) - past)
    await sandbox.stop()
    await writer.stop()
    const again = await start()
    expect(again.sandbox.status().clock).toMatchObject({ speed: 600 })
    again.sandbox.live(again.platform, writer)
    wall += 120_000
    const expected = createProvinceSource({ seed: 1, loadedAt }, small)
    let events = 0
    for (let one = expected.nextPast(loadedAt); one; one = expected.nextPast(loadedAt)) events += one.events.length
    await until(async () => again.sandbox.now() > loadedAt + 3_600_000)
    events += expected.until(again.sandbox.now()).length
    await until(async () => (await count()) === events)
  })

  it('makes partitions for the months that it comes to, and goes on over the end of an era', async () => {
    const { sandbox, platform } = await start()
    sandbox.setSpeed(600)
    sandbox.live(platform, writer)
    // Six weeks: 30 working days of 520 minutes at 600 times, and the closed hours between.
    wall += 30 * 52_000 + 42 * 24_000
    await until(async () => sandbox.now() > Date.parse('2027-01-02T00:00:00+08:00') && (await count()) > 0)
    const march = "select to_regclass('event_2027_03') is not null as is"
    await until(async () => (await db.query<{ is: boolean }>(march))[0]!.is)
    const strayed = "select count(*) as n from event where tableoid = 'event_default'::regclass"
    expect(await db.query(strayed)).toEqual([{ n: 0 }])
  })

  it('refuses a database that holds other data, and leaves it as it is', async () => {
    await db.query("insert into division (code, path, name, level) values ('330000', '330000/', '某省', 1)")
    await expect(start()).rejects.toMatchObject({ code: 'storageMismatch' })
    expect(await db.query('select code from division')).toEqual([{ code: '330000' }])
  })
})
