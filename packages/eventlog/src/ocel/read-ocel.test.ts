import fc from 'fast-check'
import initSqlJs from 'sql.js'
import { describe, expect, it } from 'vitest'
import { valueAt } from '../column.ts'
import { Profile, type ProfileInput } from '../profile/profile.ts'
import type { Reading } from '../reading-report.ts'
import type { OcelReadOptions } from './collector.ts'
import { previewOcelJson, readOcelJson } from './read-ocel-json.ts'
import { readOcelSqlite } from './read-ocel-sqlite.ts'
import { readOcelXml } from './read-ocel-xml.ts'

const columns = { case: 'case:concept:name', activity: 'concept:name', time: 'time:timestamp', resource: 'officer' }

const json = JSON.stringify({
  eventTypes: [
    { name: 'accept', attributes: [{ name: 'fee', type: 'float' }] },
    {
      name: 'decide',
      attributes: [
        { name: 'urgent', type: 'boolean' },
        { name: 'until', type: 'time' },
      ],
    },
  ],
  objectTypes: [
    {
      name: 'case',
      attributes: [
        { name: 'days', type: 'integer' },
        { name: 'item', type: 'string' },
      ],
    },
    { name: 'officer', attributes: [] },
    { name: 'office', attributes: [] },
  ],
  events: [
    {
      id: 'e1',
      type: 'accept',
      time: '2025-01-01T08:00:00Z',
      attributes: [{ name: 'fee', value: 12.5 }],
      relationships: [
        { objectId: 'c1', qualifier: 'of' },
        { objectId: 'c2', qualifier: 'of' },
        { objectId: 'o1', qualifier: 'by' },
        { objectId: 'o2', qualifier: 'by' },
      ],
    },
    {
      id: 'e2',
      type: 'decide',
      time: '2025-01-03T08:00:00+01:00',
      attributes: [
        { name: 'urgent', value: true },
        { name: 'until', value: '2025-02-01T00:00:00Z' },
      ],
      relationships: [{ objectId: 'c1', qualifier: 'of' }],
    },
    { id: 'e3', type: 'decide', time: '2025-01-04T08:00:00Z', relationships: [{ objectId: 'o1', qualifier: 'by' }] },
  ],
  objects: [
    {
      id: 'c1',
      type: 'case',
      attributes: [
        { name: 'days', time: '2025-01-02T00:00:00Z', value: 9 },
        { name: 'days', time: '1970-01-01T00:00:00Z', value: 7 },
        { name: 'item', time: '1970-01-01T00:00:00Z', value: 'permit' },
      ],
      relationships: [{ objectId: 'north', qualifier: 'answers' }],
    },
    { id: 'c2', type: 'case' },
    { id: 'c3', type: 'case' },
    { id: 'o1', type: 'officer' },
    { id: 'o2', type: 'officer' },
    { id: 'north', type: 'office' },
  ],
})

const xml = `<?xml version="1.0"?>
<log>
<object-types>
<object-type name="case"><attributes><attribute name="days" type="integer"/><attribute name="item" type="string"/></attributes></object-type>
<object-type name="officer"><attributes/></object-type><object-type name="office"><attributes/></object-type>
</object-types>
<event-types>
<event-type name="accept"><attributes><attribute name="fee" type="float"/></attributes></event-type>
<event-type name="decide"><attributes><attribute name="urgent" type="boolean"/><attribute name="until" type="time"/></attributes></event-type>
</event-types>
<objects>
<object id="c1" type="case"><attributes>
<attribute name="days" time="2025-01-02T00:00:00Z">9</attribute><attribute name="days" time="1970-01-01T00:00:00Z">7</attribute>
<attribute name="item" time="1970-01-01T00:00:00Z">per<![CDATA[mit]]></attribute></attributes>
<objects><relationship object-id="north" qualifier="answers"/></objects></object>
<object id="c2" type="case"/><object id="c3" type="case"></object>
<object id="o1" type="officer"/><object id="o2" type="officer"/><object id="north" type="office"/>
</objects>
<events>
<event id="e1" type="accept" time="2025-01-01T08:00:00Z"><attributes><attribute name="fee">12.5</attribute></attributes>
<objects><relationship object-id="c1" qualifier="of"/><relationship object-id="c2" qualifier="of"/>
<relationship object-id="o1" qualifier="by"/><relationship object-id="o2" qualifier="by"/></objects></event>
<event id="e2" type="decide" time="2025-01-03T08:00:00+01:00"><attributes><attribute name="urgent">true</attribute>
<attribute name="until">2025-02-01T00:00:00Z</attribute></attributes><objects><relationship object-id="c1" qualifier="of"/></objects></event>
<event id="e3" type="decide" time="2025-01-04T08:00:00Z"><objects><relationship object-id="o1" qualifier="by"/></objects></event>
</events>
</log>`

const sql = `
create table event (ocel_id text primary key, ocel_type text);
create table object (ocel_id text primary key, ocel_type text);
create table event_map_type (ocel_type text primary key, ocel_type_map text);
create table object_map_type (ocel_type text primary key, ocel_type_map text);
create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text);
create table object_object (ocel_source_id text, ocel_target_id text, ocel_qualifier text);
insert into event_map_type values ('accept','Accept'),('decide','Decide');
insert into object_map_type values ('case','Case'),('officer','Officer'),('office','Office');
create table "event_Accept" (ocel_id text, ocel_time timestamp, fee real);
create table "event_Decide" (ocel_id text, ocel_time timestamp, urgent boolean, until timestamp);
create table "object_Case" (ocel_id text, ocel_time timestamp, ocel_changed_field text, days integer, item text);
create table "object_Officer" (ocel_id text, ocel_time timestamp, ocel_changed_field text);
create table "object_Office" (ocel_id text, ocel_time timestamp, ocel_changed_field text);
insert into event values ('e1','accept'),('e2','decide'),('e3','decide');
insert into object values ('c1','case'),('c2','case'),('c3','case'),('o1','officer'),('o2','officer'),('north','office');
insert into "event_Accept" values ('e1','2025-01-01T08:00:00Z',12.5);
insert into "event_Decide" values ('e2','2025-01-03T08:00:00+01:00',1,'2025-02-01T00:00:00Z'),('e3','2025-01-04T08:00:00Z',null,null);
insert into "object_Case" values ('c1','2025-01-02T00:00:00Z','days',9,'not changed'),('c1','1970-01-01T00:00:00Z',null,7,'permit');
insert into event_object values ('e1','c1','of'),('e1','c2','of'),('e1','o1','by'),('e1','o2','by'),('e2','c1','of'),('e3','o1','by');
insert into object_object values ('c1','north','answers');
`

async function sqlite(statements: string): Promise<Uint8Array> {
  const { Database } = await initSqlJs()
  const database = new Database()
  database.exec(statements)
  return database.export()
}

const readers = { json: readOcelJson, xml: readOcelXml, sqlite: readOcelSqlite } as const

function read(
  format: keyof typeof readers,
  source: string | Uint8Array,
  options: Partial<OcelReadOptions> & { profile?: Partial<ProfileInput>; cuts?: number[] } = {},
): Promise<Reading> {
  const bytes = typeof source === 'string' ? new TextEncoder().encode(source) : source
  const ends = [...(options.cuts ?? []).sort((a, b) => a - b), bytes.length]
  async function* chunks() {
    for (const [i, end] of ends.entries()) yield bytes.subarray(i === 0 ? 0 : ends[i - 1], end)
  }
  const profile = Profile.parse({ timeZone: 'UTC', columns, ...options.profile })
  return readers[format](chunks(), profile, { source: `a.${format}`, objectType: 'case', ...options })
}

async function readEach(): Promise<[string, Reading][]> {
  return [
    ['json', await read('json', json)],
    ['xml', await read('xml', xml)],
    ['sqlite', await read('sqlite', await sqlite(sql))],
  ]
}

describe('readOcelJson, readOcelXml, readOcelSqlite', () => {
  it('flatten on the chosen type, with typed attributes and other objects', async () => {
    for (const [format, { log }] of await readEach()) {
      const event = (name: string) => [0, 1, 2].map((row) => valueAt(log.eventAttributes.get(name)!, row))
      const ofCase = (name: string) => [0, 1].map((row) => valueAt(log.caseAttributes.get(name)!, row))
      expect([format, log.caseIds, Array.from(log.caseOffsets)]).toEqual([format, ['c1', 'c2'], [0, 2, 3]])
      expect(Array.from(log.activity.codes, (code) => log.activity.values[code])).toEqual([
        'accept',
        'decide',
        'accept',
      ])
      expect(Array.from(log.time)).toEqual([8, 55, 8].map((hour) => Date.UTC(2025, 0, 1, hour)))
      expect(log.resource).toEqual({ kind: 'string', codes: Int32Array.of(0, -1, 0), values: ['o1,o2'] })
      expect(event('fee')).toEqual([12.5, undefined, 12.5])
      expect(event('urgent')).toEqual([undefined, true, undefined])
      expect(event('until')).toEqual([undefined, Date.UTC(2025, 1, 1), undefined])
      expect(event('ocel:eid')).toEqual(['e1', 'e2', 'e1'])
      expect(event('ocel:qualifier')).toEqual(['of', 'of', 'of'])
      expect(ofCase('days')).toEqual([7, undefined])
      expect(log.caseAttributes.get('days')).toMatchObject({ kind: 'number', integer: true })
      expect(ofCase('item')).toEqual(['permit', undefined])
      expect(ofCase('office')).toEqual(['north', undefined])
      expect(log.caseAttributes.has('item/changes')).toBe(false)
      expect(
        JSON.parse(String(ofCase('days/changes')[0])).map((each: { value: unknown }) => Number(each.value)),
      ).toEqual([7, 9])
    }
  })

  it('notice what flattening does', async () => {
    for (const [format, { report }] of await readEach()) {
      expect(report.notices.map(({ kind, column, count }) => [kind, column, count])).toContainEqual([
        'sharedEvents',
        undefined,
        1,
      ])
      expect(report).toMatchObject({ format: `ocel-${format}`, rowsRead: 3, rowsKept: 3, rowsRefused: 0 })
      const found = Object.fromEntries(report.notices.map(({ kind, examples }) => [kind, examples[0]?.value]))
      expect(found).toMatchObject({
        sharedEvents: 'e1',
        unrelatedEvents: 'e3',
        emptyCases: 'c3',
        changingCaseAttribute: '7 → 9',
      })
    }
  })

  it('tell an event once for a case that it is related to in two ways, and keep like ids apart', async () => {
    const twice = {
      objects: ['case:1', 'case:2', '2'].map((id) => ({ id, type: 'case' })),
      events: [
        {
          id: 'e1',
          type: 'a',
          time: '2025-01-01T00:00:00Z',
          relationships: [{ objectId: 'case:1' }, { objectId: 'case:1', qualifier: 'q' }],
        },
        {
          id: 'e2',
          type: 'a',
          time: '2025-01-01T00:00:00Z',
          relationships: [{ objectId: 'case:2' }, { objectId: '2' }],
        },
      ],
    }
    const { log } = await read('json', JSON.stringify(twice))
    expect([log.caseIds, log.time.length]).toEqual([['1', 'case:2', '2'], 3])
  })

  it('use an office and a department of the case as roles', async () => {
    const { log } = await read('json', json, {
      profile: { columns: { ...columns, office: 'case:office', department: 'case:item' } },
    })
    expect(log.caseOffice).toEqual({ kind: 'string', codes: Int32Array.of(0, -1), values: ['north'] })
    expect(log.department).toEqual({ kind: 'string', codes: Int32Array.of(0, 0, -1), values: ['permit'] })
  })

  it('ask for the object type where there are several', async () => {
    for (const objectType of [undefined, 'parcel'])
      await expect(
        readOcelJson(one(json), Profile.parse({ columns }), { source: 'a', ...(objectType && { objectType }) }),
      ).rejects.toMatchObject({
        code: 'objectTypeMissing',
        values: { detail: 'case (3), officer (2), office (1)', value: objectType ?? '' },
      })
  })

  it('need no object type where there is one', async () => {
    const single = { ...JSON.parse(json), objects: [{ id: 'c1', type: 'case' }] }
    const reading = await readOcelJson(one(JSON.stringify(single)), Profile.parse({ columns }), { source: 'a' })
    expect(reading.log.caseIds).toEqual(['c1'])
  })

  it('give the same log wherever the chunks are cut', async () => {
    const text = json.replace('permit', '许可 \\"{[ \\\\')
    const whole = await read('json', text)
    const cuts = fc.array(fc.nat(new TextEncoder().encode(text).length), { maxLength: 20 })
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        expect(await read('json', text, { cuts: at })).toEqual(whole)
      }),
    )
    const wholeXml = await read('xml', xml)
    await fc.assert(
      fc.asyncProperty(cuts, async (at) => {
        expect(await read('xml', xml, { cuts: at.filter((cut) => cut < xml.length) })).toEqual(wholeXml)
      }),
    )
  })

  it('refuse events that are not whole, with their number or line', async () => {
    const broken = JSON.parse(json)
    broken.events[1] = { id: 'e2', type: 'decide' }
    broken.events[0].time = 'soon'
    const { report } = await read(
      'json',
      JSON.stringify({ ...broken, events: [...broken.events, JSON.parse(json).events[1]] }),
    )
    expect(report.refusals).toEqual([
      { line: 1, column: 'time:timestamp', value: 'soon', reason: 'unreadableTime' },
      { line: 1, column: 'time:timestamp', value: 'soon', reason: 'unreadableTime' },
      { line: 2, column: 'time', value: '{"id":"e2","type":"decide"}', reason: 'malformed' },
    ])
    const missing = await read('xml', xml.replace(' time="2025-01-03T08:00:00+01:00"', ''))
    expect(missing.report.refusals).toMatchObject([{ line: 23, column: 'time', reason: 'malformed' }])
    const untyped = await sqlite(`${sql} insert into event values ('e9', 'decide');`)
    expect((await read('sqlite', untyped)).report.refusals).toMatchObject([{ column: 'time', reason: 'malformed' }])
  })

  it.each([
    ['json', 'sourceEmpty', ''],
    ['json', 'sourceTruncated', '{"events":[{"id":'],
    ['json', 'sourceTruncated', '{"events":[]'],
    ['json', 'sourceMalformed', '[]'],
    ['json', 'sourceMalformed', '{"events":[{"id" 1}]}'],
    ['json', 'sourceMalformed', '{}}'],
    ['json', 'noEvents', '{}'],
    ['json', 'noEvents', '{"ocel:events":{"e1":{"ocel:activity":"a"}}}'],
    ['json', 'xmlTooDeep', `{"events":[${'['.repeat(1000)}`],
    ['xml', 'sourceEmpty', ''],
    ['xml', 'sourceNotRecognised', '<html/>'],
    ['xml', 'sourceTruncated', '<log><events>'],
    ['xml', 'xmlEntityForbidden', '<!DOCTYPE log [<!ENTITY a "b">]><log/>'],
    ['sqlite', 'sourceEmpty', ''],
    ['sqlite', 'sourceMalformed', 'SQLite format 3\0 and no more'],
  ] as const)('%s: say %s of %j', async (format, code, source) => {
    await expect(read(format, source)).rejects.toMatchObject({ name: 'SourceError', code })
  })

  it('say that a database is no OCEL, and run no view', async () => {
    await expect(read('sqlite', await sqlite('create table a (b)'))).rejects.toMatchObject({
      code: 'sourceNotRecognised',
    })
    const endless =
      'with recursive n(ocel_id, ocel_type) as (select 1, 2 union all select ocel_id + 1, 2 from n) select * from n'
    const view = sql
      .replace('create table event (', `create view event as ${endless}; create table old_event (`)
      .replace('insert into event values', 'insert into old_event values')
    await expect(read('sqlite', await sqlite(view))).rejects.toMatchObject({ code: 'sourceNotRecognised' })
  })
})

describe('OCEL made to exhaust the reader', () => {
  const shared = (count: number, events: number): string => {
    const ids = Array.from({ length: count }, (_, i) => `c${i}`)
    const relationships = ids.map((objectId) => ({ objectId, qualifier: '' }))
    const event = { type: 'a', time: '2025-01-01T00:00:00Z', relationships }
    const objects = ids.map((id) => ({ id, type: 'case' }))
    return JSON.stringify({ objects, events: Array.from({ length: events }, (_, i) => ({ ...event, id: `e${i}` })) })
  }

  it('events that share many objects are refused, in the preview too', async () => {
    const refusal = { code: 'eventsShared', values: { value: 'case' } }
    await expect(read('json', shared(5000, 1))).rejects.toMatchObject(refusal)
    const preview = previewOcelJson(one(shared(5000, 1)), { source: 'a', objectType: 'case' })
    await expect(preview).rejects.toMatchObject(refusal)
    const { log } = await read('json', shared(1000, 2))
    expect(log.caseIds.length).toBe(1000)
    expect((await previewOcelJson(one(shared(1000, 8)), { source: 'a', objectType: 'case' })).rows).toBe(5000)
  })

  it('blobs become hexadecimal text, huge ones are refused', async () => {
    const blob = (value: string) =>
      `${sql} alter table event_accept add column blob; update event_accept set blob = ${value};`
    const { log } = await read('sqlite', await sqlite(blob("x'00ff'")))
    expect(valueAt(log.eventAttributes.get('blob')!, 0)).toBe('00ff')
    const computed = (size: number) =>
      `${sql} alter table event_accept add column huge generated always as (zeroblob(${size})) virtual;`
    await expect(read('sqlite', await sqlite(computed(20 << 20)))).rejects.toMatchObject({ code: 'lineTooLong' })
    await expect(read('sqlite', await sqlite(computed(300 << 20)))).rejects.toMatchObject({ name: 'SourceError' })
  })
})

describe('previewOcelJson', () => {
  it('shows flattened events', async () => {
    const { columns: shown, ...rest } = await previewOcelJson(one(json), { source: 'a', objectType: 'case' })
    expect(rest).toEqual({ format: 'ocel-json', rows: 3 })
    const column = (name: string, scope: string) => shown.find((each) => each.name === name && each.scope === scope)
    expect(column('concept:name', 'case')?.texts).toEqual(['c1', 'c2', 'c1'])
    expect(column('time:timestamp', 'event')).toEqual({
      name: 'time:timestamp',
      scope: 'event',
      declared: 'instant',
      texts: ['2025-01-01T08:00:00Z', '2025-01-01T08:00:00Z', '2025-01-03T08:00:00+01:00'],
    })
    expect(column('officer', 'event')?.texts).toEqual(['o1,o2', 'o1,o2', ''])
    expect(column('days', 'case')).toMatchObject({ declared: 'number', texts: ['7', '', ''] })
  })
})

async function* one(text: string) {
  yield new TextEncoder().encode(text)
}
