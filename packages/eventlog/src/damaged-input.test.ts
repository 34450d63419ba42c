import fc from 'fast-check'
import initSqlJs from 'sql.js'
import { describe, expect, it } from 'vitest'
import { assembleLog, emptyMeta } from './index.ts'
import { previewNdjson, readNdjson, serviceEventColumns, writeNdjson } from './ndjson/index.ts'
import { ocelColumns, readOcelJson, readOcelSqlite, readOcelXml, writeOcelJson } from './ocel/index.ts'
import { Profile, type ProfileInput } from './profile/profile.ts'
import type { Reading } from './reading-report.ts'
import { previewXes, readXes, writeXes, xesColumns } from './xes/index.ts'

const { log } = assembleLog({
  timeZone: 'Asia/Shanghai',
  caseIds: ['案1', '案2'],
  eventCase: Int32Array.of(0, 1, 0),
  activity: { kind: 'string', codes: Int32Array.of(0, 0, 1), values: ['受理', '办结 & "归档"'] },
  time: Float64Array.of(0, 1e12, 2e12),
  sourceRow: Int32Array.of(1, 2, 3),
  resource: { kind: 'string', codes: Int32Array.of(0, -1, 0), values: ['o1'] },
  eventAttributes: new Map([
    [
      'list',
      {
        kind: 'json',
        codes: Int32Array.of(0, -1, 0),
        values: ['{"type":"list","children":[{"type":"int","key":"i","value":"1"}]}'],
      },
    ],
    ['days', { kind: 'number', integer: true, values: Float64Array.of(1, Number.NaN, 3) }],
  ]),
  meta: { ...emptyMeta, attributes: [{ type: 'string', key: 'a', value: 'b' }] },
})

const bytesOf = (pieces: Iterable<string>) => new TextEncoder().encode([...pieces].join(''))

const ocelXml = `<log><object-types><object-type name="case"><attributes><attribute name="n" type="integer"/></attributes></object-type>
</object-types><objects><object id="c" type="case"><attributes><attribute name="n" time="2025-01-01T00:00:00Z">1</attribute></attributes>
</object></objects><events><event id="e" type="a" time="2025-01-01T00:00:00Z"><objects><relationship object-id="c" qualifier="q"/>
</objects></event></events></log>`

type Read = (bytes: Uint8Array) => Promise<Reading>

function reader(
  read: (
    source: AsyncIterable<Uint8Array>,
    profile: Profile,
    options: { source: string; objectType: string },
  ) => Promise<Reading>,
  columns: ProfileInput['columns'],
): Read {
  async function* chunks(bytes: Uint8Array) {
    for (let at = 0; at < bytes.length; at += 100) yield bytes.subarray(at, at + 100)
  }
  return (bytes) => read(chunks(bytes), Profile.parse({ columns }), { source: 'a', objectType: 'case' })
}

const formats: readonly [string, Read, () => Promise<Uint8Array>][] = [
  ['XES', reader(readXes, xesColumns), async () => bytesOf(writeXes(log))],
  ['NDJSON', reader(readNdjson, serviceEventColumns), async () => bytesOf(writeNdjson(log))],
  ['OCEL JSON', reader(readOcelJson, ocelColumns), async () => bytesOf(writeOcelJson(log))],
  ['OCEL XML', reader(readOcelXml, ocelColumns), async () => new TextEncoder().encode(ocelXml)],
  ['OCEL SQLite', reader(readOcelSqlite, ocelColumns), database],
  ['the beginning of XES', async (bytes) => ({ ...previewXes(bytes) }) as never, async () => bytesOf(writeXes(log))],
  [
    'the beginning of NDJSON',
    async (bytes) => ({ ...previewNdjson(bytes) }) as never,
    async () => bytesOf(writeNdjson(log)),
  ],
]

describe('a damaged source gives a log or a SourceError, and nothing else', () => {
  it.each(formats)('%s', async (_, read, write) => {
    const whole = await write()
    expect(await read(whole)).toBeDefined()
    const damage = fc.tuple(
      fc.nat(whole.length - 1),
      fc.oneof(fc.nat(255), fc.constantFrom(0, 10, 34, 38, 60, 62, 123, 125)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(damage, { maxLength: 3 }), fc.option(fc.nat(whole.length)), async (damages, cut) => {
        const bytes = whole.slice()
        for (const [at, byte] of damages) bytes[at] = byte
        const outcome = await read(cut === null ? bytes : bytes.subarray(0, cut)).catch((error: Error) => error)
        if (outcome instanceof Error && outcome.name !== 'SourceError') throw outcome
      }),
      { numRuns: 500 },
    )
  })
})

async function database(): Promise<Uint8Array> {
  const { Database } = await initSqlJs()
  const made = new Database()
  made.exec(`create table event (ocel_id text, ocel_type text); create table object (ocel_id text, ocel_type text);
create table event_map_type (ocel_type text, ocel_type_map text); create table object_map_type (ocel_type text, ocel_type_map text);
create table event_object (ocel_event_id text, ocel_object_id text, ocel_qualifier text);
create table event_a (ocel_id text, ocel_time text, n integer); create table object_case (ocel_id text, ocel_time text, ocel_changed_field text);
insert into event values ('e', 'a'); insert into object values ('c', 'case'); insert into event_map_type values ('a', 'a');
insert into object_map_type values ('case', 'case'); insert into event_object values ('e', 'c', '');
insert into event_a values ('e', '2025-01-01T00:00:00Z', 1);`)
  return made.export()
}
