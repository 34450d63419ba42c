import { createReadStream, existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { createGunzip } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCsv } from '../csv/index.ts'
import { type EventLog, valueAt } from '../index.ts'
import { Profile, type ProfileInput } from '../profile/profile.ts'
import type { Reading, ReadOptions } from '../reading-report.ts'
import { readXes } from './read-xes.ts'

const columns = { case: 'case:concept:name', activity: 'concept:name', time: 'time:timestamp' }

function read(xml: string | Uint8Array, profile: Partial<ProfileInput> = {}, options: Partial<ReadOptions> = {}) {
  const bytes = typeof xml === 'string' ? new TextEncoder().encode(xml) : xml
  return readChunks([bytes], profile, options)
}

function readChunks(chunks: Uint8Array[], profile: Partial<ProfileInput>, options: Partial<ReadOptions> = {}) {
  async function* source() {
    yield* chunks
  }
  return readXes(source(), Profile.parse({ timeZone: 'UTC', columns, ...profile }), { source: 'a.xes', ...options })
}

function event(name: string, time: string, rest = ''): string {
  return `<event><string key="concept:name" value="${name}"/><date key="time:timestamp" value="${time}"/>${rest}</event>`
}

function log(...traces: string[]): string {
  return `<log>${traces.map((trace, i) => `<trace><string key="concept:name" value="c${i}"/>${trace}</trace>`).join('')}</log>`
}

function eventValues({ log }: Reading, key: string) {
  const column = log.eventAttributes.get(key)!
  return Array.from(log.time, (_, row) => valueAt(column, row))
}

function notices({ report }: Reading) {
  return report.notices.map(({ kind, column, count }) => [kind, column, count])
}

const noon = '2025-01-01T12:00:00Z'

describe('readXes', () => {
  it('reads cases, activities, times and every type of attribute', async () => {
    const reading = await read(
      `<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849.2016">
  <trace>
    <string key="concept:name" value="case 1"/>
    <boolean key="urgent" value="true"/>
    <event>
      <date value='2025-03-30T01:59:59.999+01:00' key='time:timestamp'/>
      <string key="concept:name" value="accept &amp; check &#x4E2D;"/>
      <int key="n" value="-7"/><float key="f" value="1.5E3"/><id key="uuid" value="u-1"/><boolean key="b" value="0"/>
      <date key="due" value="2025-03-30T03:00:00.000+02:00"/>
    </event>
  </trace>
</log>`,
    )
    expect(reading.log.caseIds).toEqual(['case 1'])
    expect(reading.log.activity.values).toEqual(['accept & check 中'])
    expect(Array.from(reading.log.time)).toEqual([Date.UTC(2025, 2, 30, 0, 59, 59, 999)])
    expect(Array.from(reading.log.sourceRow)).toEqual([6])
    expect(reading.log.eventAttributes).toEqual(
      new Map<string, unknown>([
        ['n', { kind: 'number', integer: true, values: Float64Array.of(-7) }],
        ['f', { kind: 'number', integer: false, values: Float64Array.of(1500) }],
        ['uuid', { kind: 'string', codes: Int32Array.of(0), values: ['u-1'] }],
        ['b', { kind: 'boolean', values: Int8Array.of(0) }],
        ['due', { kind: 'instant', values: Float64Array.of(Date.UTC(2025, 2, 30, 1)) }],
      ]),
    )
    expect(reading.log.caseAttributes).toEqual(new Map([['urgent', { kind: 'boolean', values: Int8Array.of(1) }]]))
  })

  it('gives the same log wherever the chunks are cut', async () => {
    const text = log(
      event('one', noon) + event('two\t&amp;', noon) + event("it'/>s", noon),
      event('a&lt;b', noon, '<list key="l"><values><int key="x" value="1"/></values></list><!-- > -->'),
      `${event('中文', noon, '<string key="s" value="v"><string key="t" value="w"/></string>')}<![CDATA[ <event> ]]>`,
    )
    const bytes = new TextEncoder().encode(`<?xml version='1.0'?>\n<!-- c -->\n${text}\n`)
    const whole = await read(bytes)
    expect(whole.log.activity.values).toEqual(['one', 'two &', "it'/>s", 'a<b', '中文'])
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: bytes.length }), { maxLength: 40 }), async (cuts) => {
        const ends = [...cuts.sort((a, b) => a - b), bytes.length]
        const chunks = ends.map((end, i) => bytes.slice(i === 0 ? 0 : ends[i - 1], end))
        expect(await readChunks(chunks, {})).toEqual(whole)
      }),
    )
    expect(
      await readChunks(
        Array.from(bytes, (byte) => Uint8Array.of(byte)),
        {},
      ),
    ).toEqual(whole)
  })

  it('tells attributes apart whose tags begin alike', async () => {
    const reading = await read(
      log(
        event('a', noon, '<string key="k" value="1"/><string key="k2" value="x"/>') +
          event('b', noon, "<string key='k' value='2'/><string key=\"k2\" value='y' ></string>") +
          event('c', noon, '<string key="k2" value="z" /><string key="k" value="3"/>') +
          event('d', noon, '<string key="k" value=""/><string\nkey="k2" value="&#65;"/>') +
          event('e', noon, '<string value="5" key="k"/><string key="k2" value="w"><int key="n" value="1"/></string>'),
      ),
    )
    expect(eventValues(reading, 'k')).toEqual(['1', '2', '3', '', '5'])
    expect(eventValues(reading, 'k2')).toEqual(['x', 'y', 'z', 'A', 'w'])
    expect(eventValues(reading, 'k2/children').filter((value) => value !== undefined).length).toBe(1)
    expect(Array.from(reading.log.sourceRow)).toEqual([1, 1, 1, 1, 2])
  })

  it('keeps children beside the value, and lists and containers whole', async () => {
    const reading = await read(
      log(
        event(
          'a',
          noon,
          `<string key="s" value="v"><int key="n" value="1"/></string>
           <list key="l"><values><string key="i" value="x"/><container key="c"><id key="d" value="y"/></container></values></list>
           <container key="empty"/>`,
        ),
      ),
    )
    expect(eventValues(reading, 's')).toEqual(['v'])
    expect(eventValues(reading, 's/children')).toEqual(['[{"type":"int","key":"n","value":"1"}]'])
    expect(eventValues(reading, 'l')).toEqual([
      '{"type":"list","children":[{"type":"string","key":"i","value":"x"},{"type":"container","key":"c","children":[{"type":"id","key":"d","value":"y"}]}]}',
    ])
    expect(eventValues(reading, 'empty')).toEqual(['{"type":"container"}'])
  })

  it('keeps extensions, classifiers, globals and log attributes, and fills in no default', async () => {
    const reading = await read(
      `<xes:log xmlns:xes="http://www.xes-standard.org/"><xes:extension name="Concept" prefix="concept" uri="u"/>
       <xes:global scope="trace"><xes:string key="dep" value="UNKNOWN"/></xes:global>
       <xes:global scope="event"><xes:int key="n" value="0"/></xes:global>
       <xes:classifier name="A" keys="concept:name 'life cycle'"/><xes:classifier name="T" scope="trace" keys="x"/>
       <xes:float key="f" value="1"><xes:float key="g" value="2"/></xes:float>
       <xes:trace><xes:string key="concept:name" value="c"/>${event('a', noon).replace(/<(\/?)/g, '<$1xes:')}</xes:trace></xes:log>`,
    )
    expect(reading.log.meta).toEqual({
      extensions: [{ name: 'Concept', prefix: 'concept', uri: 'u' }],
      classifiers: [
        { name: 'A', keys: ['concept:name', 'life cycle'] },
        { name: 'T', keys: ['x'], scope: 'trace' },
      ],
      globals: {
        trace: [{ type: 'string', key: 'dep', value: 'UNKNOWN' }],
        event: [{ type: 'int', key: 'n', value: '0' }],
      },
      attributes: [{ type: 'float', key: 'f', value: '1', children: [{ type: 'float', key: 'g', value: '2' }] }],
    })
    expect([...reading.log.eventAttributes.keys(), ...reading.log.caseAttributes.keys()]).toEqual([])
  })

  it('takes a classifier as the activity', async () => {
    const classifier = '<classifier name="Step" keys="concept:name lifecycle:transition"/>'
    const text = log(event('a', noon, '<string key="lifecycle:transition" value="start"/>') + event('b', noon))
    const reading = await read(text.replace('<log>', `<log>${classifier}`), {
      columns: { ...columns, activity: 'Step' },
    })
    expect(Array.from(reading.log.activity.codes, (code) => reading.log.activity.values[code])).toEqual([
      'a+start',
      'b',
    ])
    expect(eventValues(reading, 'concept:name')).toEqual(['a', 'b'])
  })

  it('refuses events without case, activity or time, and says where', async () => {
    const reading = await read(
      `<log>
<event><string key="concept:name" value="a"/></event>
<trace><string key="dep" value="x"/>
${event('lost', noon)}
</trace>
<trace><string key="concept:name" value="c"/>
${event('', noon)}
${event('b', 'yesterday')}
<event><string key="concept:name" value="b"/></event>
${event('kept', noon)}
</trace></log>`,
    )
    expect(reading.log.activity.values).toEqual(['kept'])
    expect(reading.log.caseAttributes.size).toBe(0)
    expect(reading.report.rowsRead).toBe(6)
    expect(reading.report.refusals).toEqual([
      { line: 2, column: 'case:concept:name', reason: 'missingCase' },
      { line: 4, column: 'case:concept:name', reason: 'missingCase' },
      { line: 7, column: 'concept:name', reason: 'missingActivity' },
      { line: 8, column: 'time:timestamp', value: 'yesterday', reason: 'unreadableTime' },
      { line: 9, column: 'time:timestamp', reason: 'missingTime' },
    ])
  })

  it('stops at the first refusal where it is strict', async () => {
    await expect(read(log(event('b', 'yesterday')), {}, { strict: true })).rejects.toMatchObject({
      code: 'rowRefused',
      values: { line: 1, column: 'time:timestamp', value: 'yesterday' },
    })
  })

  it('makes text of a key that has several types, and says so', async () => {
    const reading = await read(
      log(
        event('a', noon, '<int key="k" value="12"/>') +
          event('b', noon, '<string key="k" value="x"/>') +
          event('c', noon) +
          event('d', noon, '<float key="k" value="1.5"/>'),
      ),
    )
    expect(eventValues(reading, 'k')).toEqual(['12', 'x', undefined, '1.5'])
    expect(notices(reading)).toEqual([['unfitValues', 'k', 2]])
  })

  it('keeps the digits of whole numbers that are too large for a number', async () => {
    const reading = await read(
      log(event('a', noon, '<int key="k" value="7"/>') + event('b', noon, '<int key="k" value="9007199254740993"/>')),
    )
    expect(eventValues(reading, 'k')).toEqual(['7', '9007199254740993'])
  })

  it('joins traces of one case and keeps the first value of an attribute', async () => {
    const trace = (dep: string, activity: string, time: string) =>
      `<trace><string key="concept:name" value="c"/><string key="dep" value="${dep}"/>${event(activity, time)}</trace>`
    const reading = await read(
      `<log>${trace('x', 'b', '2025-01-02T00:00:01Z')}${trace('y', 'a', '2025-01-01T00:00:01Z')}</log>`,
    )
    expect(reading.log.caseIds).toEqual(['c'])
    expect(Array.from(reading.log.activity.codes, (code) => reading.log.activity.values[code])).toEqual(['a', 'b'])
    expect(reading.log.caseAttributes.get('dep')).toEqual({
      kind: 'string',
      codes: Int32Array.of(0),
      values: ['x', 'y'],
    })
    expect(notices(reading)).toEqual([
      ['outOfOrder', undefined, 1],
      ['changingCaseAttribute', 'dep', 1],
    ])
  })

  it('keeps cases of two offices apart that share an id', async () => {
    const trace = (office: string) =>
      `<trace><string key="concept:name" value="c"/><string key="office" value="${office}"/>${event('a', noon)}</trace>`
    const { log } = await read(`<log>${trace('N')}${trace('S')}</log>`, { columns: { ...columns, office: 'office' } })
    expect([log.caseIds, log.caseOffice]).toEqual([
      ['c', 'c'],
      { kind: 'string', codes: Int32Array.of(0, 1), values: ['N', 'S'] },
    ])
  })

  it('reads times without offset in the zone of the profile and notices what is doubtful', async () => {
    const reading = await read(
      log(
        event('a', '2025-03-30T02:30:00') +
          event('b', '2025-03-31T00:00:00+02:00') +
          event('c', '2025-04-01') +
          event('c', '2025-04-01'),
        '',
      ),
      { timeZone: 'Europe/Amsterdam' },
      { now: Date.UTC(2025, 2, 31) },
    )
    expect(Array.from(reading.log.time)).toEqual([
      Date.UTC(2025, 2, 30, 1, 30),
      Date.UTC(2025, 2, 30, 22),
      Date.UTC(2025, 2, 31, 22),
      Date.UTC(2025, 2, 31, 22),
    ])
    expect(notices(reading)).toEqual([
      ['mixedZones', 'time:timestamp', 1],
      ['zoneGaps', 'time:timestamp', 1],
      ['midnightOnly', 'time:timestamp', 3],
      ['duplicates', undefined, 1],
      ['emptyCases', undefined, 1],
      ['implausibleTimes', 'time:timestamp', 2],
    ])
  })

  it('notices offsets unlike that of the zone at the instant, and no other', async () => {
    const events = event('a', '2025-01-01T12:00:00+01:00') + event('b', '2025-07-01T12:00:00+02:00')
    const mixed = async (timeZone: string) =>
      (await read(log(events), { timeZone })).report.notices.filter(({ kind }) => kind === 'mixedZones')
    expect(await mixed('Europe/Amsterdam')).toEqual([])
    expect(await mixed('Asia/Shanghai')).toEqual([
      { kind: 'mixedZones', column: 'time:timestamp', count: 1, examples: [{ value: '+01:00' }, { value: '+02:00' }] },
    ])
  })

  it('takes texts that stand for nothing as missing, and types from the profile', async () => {
    const rest =
      '<string key="org:group" value="EMPTY"/><string key="days" value="12"/><string key="due" value="2025-01-02 00:00"/>'
    const reading = await read(log(event('a', noon, rest)), {
      columns: { ...columns, department: 'org:group' },
      missing: ['EMPTY'],
      types: { days: 'integer', due: 'instant' },
    })
    expect(reading.log.department).toEqual({ kind: 'string', codes: Int32Array.of(-1), values: [] })
    expect(eventValues(reading, 'days')).toEqual([12])
    expect(eventValues(reading, 'due')).toEqual([Date.UTC(2025, 0, 2)])
  })

  it('makes a case attribute of an event attribute where the profile says so', async () => {
    const item = (value: string) => `<string key="item" value="${value}"/>`
    const reading = await read(
      log(event('a', noon) + event('b', noon, item('x')) + event('c', noon, item('y')), event('a', noon)),
      { caseColumns: ['item'] },
    )
    expect(reading.log.caseAttributes.get('item')).toEqual({
      kind: 'string',
      codes: Int32Array.of(0, -1),
      values: ['x', 'y'],
    })
    expect(reading.log.eventAttributes.has('item')).toBe(false)
    expect(notices(reading)).toEqual([['changingCaseAttribute', 'item', 1]])
  })

  it('refuses a time that can be read both ways', async () => {
    const text = log(event('a', noon), event('b', '03/04/2025 10:00'))
    const reading = await read(text)
    expect(reading.report.refusals).toEqual([
      { line: 1, column: 'time:timestamp', value: '03/04/2025 10:00', reason: 'ambiguousTime' },
    ])
    expect((await read(text, { dayFirst: true })).log.time[1]).toBe(Date.UTC(2025, 3, 3, 10))
  })

  it('takes a department from the trace', async () => {
    const trace = `<trace><string key="concept:name" value="c"/><string key="dep" value="x"/>${event('a', noon)}${event('b', noon)}</trace>`
    const { log } = await read(`<log>${trace}</log>`, { columns: { ...columns, department: 'case:dep' } })
    expect(log.department).toEqual({ kind: 'string', codes: Int32Array.of(0, 0), values: ['x'] })
  })

  it.each(['utf-16le', 'utf-16be', 'iso-8859-1'])('reads %s', async (encoding) => {
    const { log: read1 } = await read(
      encoded(`<?xml version="1.0" encoding="${encoding}"?>${log(event('ä', noon))}`, encoding),
    )
    expect(read1.activity.values).toEqual(['ä'])
  })

  it('reads gb18030', async () => {
    const [before, after] = `<?xml version="1.0" encoding="GB18030"?>${log(event('#', noon))}`.split('#')
    const bytes = Buffer.concat([Buffer.from(before!), Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), Buffer.from(after!)])
    expect((await read(bytes)).log.activity.values).toEqual(['中文'])
  })

  it.each([
    ['sourceEmpty', ''],
    ['sourceTruncated', '<log><trace>'],
    ['sourceTruncated', '<log><trace><string key="concept:na'],
    ['sourceNotRecognised', '<html></html>'],
    ['sourceMalformed', '<log><trace></log></trace>'],
    ['sourceMalformed', '<log a="1" a="2"/>'],
    ['sourceMalformed', '<log><string key="a" value="&nbsp;"/></log>'],
    ['sourceMalformed', '<log><string key="a" value="&#0;"/></log>'],
    ['sourceMalformed', '<log></log><log></log>'],
    ['sourceMalformed', 'case,activity'],
    ['sourceMalformed', '<log><string value="x"/></log>'],
    ['sourceBinary', '\0\0\0\0'],
    ['xmlEntityForbidden', '<!DOCTYPE log [<!ENTITY a "b"><!ENTITY c "&a;&a;">]><log>&c;</log>'],
    ['xmlEntityForbidden', '<!DOCTYPE log SYSTEM "file:///etc/passwd"><log/>'],
    ['xmlTooDeep', `<log>${'<a>'.repeat(250)}`],
    ['noEvents', '<log/>'],
    ['noEvents', log('')],
    ['noEvents', log(event('a', 'yesterday'))],
    ['columnMissing', log('<event><string key="concept:name" value="a"/></event>')],
    ['columnMissing', `<log><trace><string key="id" value="1"/>${event('a', noon)}</trace></log>`],
  ])('says %s of %j', async (code, xml) => {
    await expect(read(xml)).rejects.toMatchObject({ name: 'SourceError', code })
  })

  it('says lineTooLong of an attribute without end, in linear time', async () => {
    const chunk = new Uint8Array(1 << 20).fill(0x61)
    const head = new TextEncoder().encode('<log><string key="a" value="')
    await expect(readChunks([head, ...Array.from({ length: 18 }, () => chunk)], {})).rejects.toMatchObject({
      code: 'lineTooLong',
    })
  })
})

function encoded(text: string, encoding: string): Uint8Array {
  if (encoding === 'iso-8859-1') return Buffer.from(text, 'latin1')
  const little = Buffer.from(`\ufeff${text}`, 'utf16le')
  return encoding === 'utf-16le' ? little : little.swap16()
}

const data = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))

/** Case, activity and time of every event, in an order that does not depend on the source. */
function steps(log: EventLog): string[] {
  const found: string[] = []
  for (const [index, id] of log.caseIds.entries())
    for (let event = log.caseOffsets[index]!; event < log.caseOffsets[index + 1]!; event++)
      found.push(`${id} ${log.time[event]} ${log.activity.values[log.activity.codes[event]!]}`)
  return found.sort()
}

async function readFile(path: string): Promise<Reading> {
  const profile = Profile.parse({ timeZone: 'Europe/Amsterdam', columns: { ...columns, resource: 'org:resource' } })
  return readXes(createReadStream(data + path).pipe(createGunzip()), profile, { source: path })
}

function shape(log: EventLog): number[] {
  return [log.caseIds.length, log.time.length, log.activity.values.length]
}

describe.skipIf(!existsSync(data))('readXes on real logs (skipped: ../shared/data is absent)', () => {
  it('reads the receipt phase of WABO', async () => {
    const { log, report } = await readFile('permits-wabo/receipt.xes.gz')
    expect(shape(log)).toEqual([1434, 8577, 27])
    expect(report.rowsRefused).toBe(0)
  })

  it('agrees with the CSV of the same log in case, activity and time', async () => {
    const csv = await readCsv(
      createReadStream(`${data}permits-wabo/receipt.csv`),
      Profile.parse({ timeZone: 'Europe/Amsterdam', columns }),
      { source: 'receipt.csv' },
    )
    expect(steps((await readFile('permits-wabo/receipt.xes.gz')).log)).toEqual(steps(csv.log))
  })

  it('reads BPIC15 of two municipalities and honours both offsets', async () => {
    const first = await readFile('permits-bpic15/BPIC15_1.xes.gz')
    expect(shape(first.log)).toEqual([1199, 52217, 398])
    expect((await readFile('permits-bpic15/BPIC15_2.xes.gz')).log.time.length).toBe(44354)
    // Summer and winter time of the zone itself are no mixture.
    expect(first.report.notices.filter(({ kind }) => kind === 'mixedZones')).toEqual([])
  })
})
