import { type Column, type EventLog, openSource, Profile, readNdjson, readSources, valueAt } from '@zhengfeng/eventlog'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { insertDivisions } from '../http/testing.ts'
import { type ImportWorld, openImportWorld } from '../imports/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { engines, openTestDatabase } from '../storage/testing.ts'
import { storedLog } from './stored-log.ts'

const event = (activity: string, at: string, more: string): string =>
  `<event><string key="concept:name" value="${activity}"/><date key="time:timestamp" value="${at}"/>${more}</event>`
/** One of each type, of each role, and of each name that our own events have for something else. */
const xes = `<?xml version="1.0" encoding="UTF-8"?><log xes.version="2.0">
<trace><string key="concept:name" value="案 1"/><date key="deadline" value="2026-02-01T00:00:00+08:00"/><int key="fee" value="300"/>
<float key="area" value="12.5"/><boolean key="urgent" value="true"/><string key="code" value="0012"/>
${event(
  '受理',
  '2026-01-05T09:00:00.123+08:00',
  `<string key="org:resource" value="o1"/><string key="org:group" value="g1"/><string key="lifecycle:transition" value="start"/>
<date key="start" value="2026-01-05T08:00:00+08:00"/><string key="type" value="ordinary"/><int key="seq" value="7"/>
<string key="eventId" value="same"/><float key="whole" value="2.0"/><string key="written" value="2026-01-05T09:00:00+08:00"/>
<string key="channel" value="web"/><string key="window" value="w1"/><list key="papers"><values><string key="a" value="b"/></values></list>`,
)}
${event('受理', '2026-01-05T09:00:00.123+08:00', '<string key="lifecycle:transition" value="complete"/><string key="eventId" value="same"/>')}
${event('受理', '2026-01-05T09:00:00.123+08:00', '<string key="lifecycle:transition" value="complete"/><string key="eventId" value="same"/>')}
</trace>
<trace><string key="concept:name" value="案 2"/><boolean key="urgent" value="false"/>
${event('办结', '2026-01-06T09:00:00+01:00', '<string key="lifecycle:transition" value="complete"/>')}</trace></log>`

const profileText = `timeZone: Asia/Shanghai
columns: { case: case:concept:name, activity: concept:name, time: time:timestamp, start: start, lifecycle: lifecycle:transition, resource: org:resource, department: org:group, item: type, channel: channel }
types: { written: string }
`

describe.each(engines)('the events of an imported log on $name', (engine) => {
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

  test('are the log again: every event, attribute and type', async () => {
    const done = await world.importFiles([{ name: 'a.xes', content: xes }], { profileText })
    expect(done).toMatchObject({ state: 'done', events: 4, repeated: 0, cases: 2 })
    const [source] = await db.query<{ division: string; profile: unknown }>(
      'select division, profile from source where id = $1',
      [done.source!],
    )
    const food = storedLog(db, { sourceId: done.source!, division: source!.division, isFile: true })
    const stored = await readNdjson(food, Profile.parse(source!.profile), { source: 'stored' })
    expect(plain(stored.log)).toEqual(plain(await original()))
  })

  test('are each there once after they were taken back and imported again', async () => {
    const [source] = await db.query<{ id: string; division: string; profile: unknown }>(
      'select id, division, profile from source',
    )
    const [first] = await db.query<{ id: string }>('select id from import_batch')
    const read = async (): Promise<number> => {
      let text = ''
      for await (const piece of storedLog(db, { sourceId: source!.id, division: source!.division, isFile: true }))
        text += Buffer.from(piece).toString()
      return text.split('\n').length - 1
    }
    await world.call('POST', `/imports/${first!.id}/undo`)
    await world.settle(first!.id)
    expect(await read()).toBe(0)
    expect(await world.importFiles([{ name: 'a.xes', content: xes }], { source: source!.id })).toMatchObject({
      state: 'done',
      events: 4,
      repeated: 0,
    })
    expect(await read()).toBe(4)
    expect(
      await db.query('select count(*) as events, count(*) filter (where type = $1) as voids from event', ['void']),
    ).toEqual([{ events: 10, voids: 2 }])
  })
})

async function original(): Promise<EventLog> {
  const bytes = Buffer.from(xes)
  const source = await openSource({
    name: 'a.xes',
    byteLength: bytes.length,
    read: async function* () {
      yield bytes
    },
  })
  const given = {
    profile: Profile.parse(Object.assign({}, ...profileText.trim().split('\n').map(parsedLine))),
    text: profileText,
  }
  return (await readSources([{ office: 'a', source }], { given, now: 0 })).log
}

/** Each line of the profile is a field in flow style. */
function parsedLine(line: string): object {
  const [, name, value] = /^(\w+): (.*)$/.exec(line)!
  if (!value!.startsWith('{')) return { [name!]: value }
  const fields = value!
    .slice(1, -1)
    .split(',')
    .map((field) => /^\s*(\w+): (.*?)\s*$/.exec(field)!.slice(1))
  return { [name!]: Object.fromEntries(fields) as object }
}

/** Structured values as they are: the database keeps their members in an order of its own. */
function plainValue(column: Column, row: number): unknown {
  const value = valueAt(column, row)
  return column.kind === 'json' && value !== undefined ? (JSON.parse(String(value)) as unknown) : value
}

/** Values by row; dictionaries may be in another order. */
function plain(log: EventLog): object {
  const texts = (column: Column | undefined, rows: number): unknown =>
    column && Array.from({ length: rows }, (_, row) => plainValue(column, row))
  const all = (columns: ReadonlyMap<string, Column>, rows: number): object =>
    Object.fromEntries(Array.from(columns, ([name, column]) => [name, [column.kind, texts(column, rows)]]))
  const events = log.time.length
  return {
    ...{ caseIds: log.caseIds, caseOffsets: log.caseOffsets, time: log.time, startTime: log.startTime },
    activity: texts(log.activity, events),
    lifecycle: texts(log.lifecycle, events),
    resource: texts(log.resource, events),
    department: texts(log.department, events),
    eventAttributes: all(log.eventAttributes, events),
    caseAttributes: all(log.caseAttributes, log.caseIds.length),
  }
}
