import { existsSync, readdirSync, rmSync } from 'node:fs'
import { request } from 'node:http'
import { setTimeout as delay } from 'node:timers/promises'
import { deflateRawSync, gzipSync } from 'node:zlib'
import type { Import } from '@zhengfeng/contract'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { insertDivisions } from '../http/testing.ts'
import type { OwnedDatabase } from '../storage/pooled-database.ts'
import { openTestDatabase } from '../storage/testing.ts'
import { type ImportWorld, openImportWorld, type UploadFile } from './testing.ts'

const csv = 'case,activity,time\na,accept,2026-01-05T09:00:00+08:00\na,close,2026-01-06T09:00:00+08:00\n'

let db: OwnedDatabase
let world: ImportWorld

beforeAll(async () => {
  db = await openTestDatabase({ name: 'PGlite' })
  world = await openImportWorld(db, { environment: { ZHENGFENG_UPLOAD_MB: '200' } })
  await insertDivisions(db)
}, 120_000)
afterAll(async () => {
  await world.close()
  await db.close()
})

// One failure must not make the others fail.
beforeEach(() => rmSync(world.uploads, { recursive: true, force: true }))

/** What is left on the disk of the uploads. */
function left(): readonly string[] {
  return existsSync(world.uploads) ? readdirSync(world.uploads) : []
}

async function imports(): Promise<number> {
  const [row] = await db.query<{ n: number }>('select count(*) as n from import_batch')
  return row!.n
}

/** Uploads what must be refused at once; answers with its status and the words for the file. */
async function refusal(
  ...files: readonly UploadFile[]
): Promise<readonly [status: number, message: string | undefined]> {
  const before = await imports()
  const { status, body } = await world.upload(files)
  expect(JSON.stringify(body)).not.toMatch(/\bat .*\.(ts|js):\d+/)
  expect([left(), await imports()]).toEqual([[], before])
  return [status, body.errors?.[0]?.message ?? body.detail]
}

/** Uploads what only reading to the end can find out. */
async function unreadable(file: UploadFile): Promise<readonly [code: string | undefined, text: string | undefined]> {
  const { status, body } = await world.upload([file])
  expect(status).toBe(200)
  const read = await world.settle(body.id)
  expect([read.state, left()]).toEqual(['unreadable', []])
  return [read.failure?.code, read.failure?.text]
}

describe('what is no log is refused at once and leaves nothing behind', () => {
  test('an empty file', async () => {
    expect(await refusal({ name: 'empty.csv', content: '' })).toEqual([
      422,
      'empty.csv is empty. Export the log again and check that it holds rows.',
    ])
  })

  test('no file at all', async () => {
    const { status, body } = await world.upload([], { source: '' })
    expect([status, body.errors?.[0]?.field, left()]).toEqual([422, 'file', []])
  })

  test('a picture that is called a table', async () => {
    const content = Uint8Array.from({ length: 5000 }, (_, i) => (i * 7919) % 256)
    expect((await refusal({ name: 'picture.csv', content }))[0]).toBe(422)
  })

  test('gzip whose beginning is damaged', async () => {
    const content = gzipSync(csv)
    content.fill(0xff, 10, 30)
    const [status, message] = await refusal({ name: 'damaged.csv.gz', content })
    expect([status, message]).toEqual([422, expect.stringContaining('ends too early or is damaged')])
  })

  test('two files of different kinds', async () => {
    const event = { caseNo: '1', activity: 'a', occurredAt: '2026-01-05T09:00:00+08:00' }
    const [status, message] = await refusal(
      { name: 'a.csv', content: csv },
      { name: 'b.ndjson', content: `${JSON.stringify(event)}\n` },
    )
    expect([status, message]).toEqual([
      422,
      'Files of one import must be of one format: a.csv is csv, b.ndjson is ndjson. Import them separately.',
    ])
  })

  test('more bytes than one import may have, announced or not', async () => {
    const small = await openImportWorld(db, { environment: { ZHENGFENG_UPLOAD_MB: '1' }, login: 'small' })
    const content = Buffer.alloc(3 << 20, 'a,b,c\n')
    const announced = await small.upload([{ name: 'big.csv', content }])
    expect([announced.status, announced.body.code, announced.body.detail]).toEqual([
      413,
      'tooLarge',
      expect.stringContaining('1 MB together'),
    ])
    const split = await small.upload([
      { name: 'a.csv', content: content.subarray(0, 700_000) },
      { name: 'b.csv', content: content.subarray(0, 700_000) },
    ])
    expect([split.status, existsSync(small.uploads) ? readdirSync(small.uploads) : []]).toEqual([413, []])
    await small.close()
  })

  test('a body that is not multipart, or whose parts are broken', async () => {
    const plain = await world.call('POST', '/imports', { file: csv })
    expect([plain.status, plain.body.code]).toEqual([415, 'unsupportedMedia'])
    const broken = await fetch(`${world.url}/api/v1/imports`, {
      method: 'POST',
      headers: { cookie: world.cookie, 'content-type': 'multipart/form-data; boundary=x' },
      body: '--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\ncase,activity',
    })
    expect([broken.status, left()]).toEqual([400, []])
  })

  test('a client that goes away in the middle', async () => {
    const before = await imports()
    const sending = request(`${world.url}/api/v1/imports`, {
      method: 'POST',
      headers: { cookie: world.cookie, 'content-type': 'multipart/form-data; boundary=x', 'content-length': '1000000' },
    })
    sending.on('error', () => undefined)
    sending.write(`--x\r\ncontent-disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${csv}`)
    await expect.poll(() => left().length, { timeout: 5000 }).toBe(1)
    sending.destroy()
    await expect.poll(() => left().length, { timeout: 5000 }).toBe(0)
    expect(await imports()).toBe(before)
  })
})

describe('what is found out by reading is told and its file deleted', () => {
  test('gzip that ends in the middle', async () => {
    const whole = gzipSync(
      Buffer.from(
        Array.from({ length: 50_000 }, (_, i) => `a${(i * 7919) % 104_729},accept,2026-01-05T09:00:00+08:00\n`).join(
          '',
        ),
      ),
    )
    const [code, text] = await unreadable({ name: 'cut.csv.gz', content: whole.subarray(0, whole.length - 400) })
    expect([code, text]).toEqual(['sourceTruncated', expect.stringContaining('cut.csv.gz ends too early')])
  })

  test('XML entities that expand without end, and those that read a file', async () => {
    const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('')
    for (const declaration of [`<!ENTITY l0 "ha">${laughs}`, '<!ENTITY l9 SYSTEM "file:///etc/hostname">']) {
      const content = `<?xml version="1.0"?><!DOCTYPE log [${declaration}]><log><trace><string key="concept:name" value="&l9;"/></trace></log>`
      expect((await unreadable({ name: 'laughs.xes', content }))[0]).toBe('xmlEntityForbidden')
    }
  })

  test('XML that ends in the middle', async () => {
    expect((await unreadable({ name: 'cut.xes', content: '<?xml version="1.0"?><log><trace><event>' }))[0]).toBe(
      'noEvents',
    )
  })

  test('a line of 100 MB', async () => {
    const [code] = await unreadable({ name: 'long.csv', content: `case,activity,time\n"${'x'.repeat(100 << 20)}` })
    expect(code).toBe('lineTooLong')
  }, 120_000)

  test('a zip archive, and gzip, that unpack to far more than a log', async () => {
    const row = 'a,accept,2026-01-05T09:00:00+08:00\n'
    const rows = Buffer.alloc(300 << 20, row)
    const [gzip] = await unreadable({
      name: 'bomb.csv.gz',
      content: gzipSync(Buffer.concat([Buffer.from('case,activity,time\n'), rows])),
    })
    expect(gzip).toMatch(/expansionTooLarge|outOfMemory/)
    const sheet = await unreadable({
      name: 'bomb.xlsx',
      content: zipOf('xl/worksheets/sheet1.xml', Buffer.alloc(700 << 20, ' ')),
    })
    expect(sheet[0]).toMatch(/expansionTooLarge|sourceNotRecognised|outOfMemory/)
  }, 120_000)

  test('a case number that no index could hold', async () => {
    const event = { caseNo: 'x'.repeat(100_000), activity: 'a', occurredAt: '2026-01-05T09:00:00+08:00' }
    const [code, text] = await unreadable({ name: 'long.ndjson', content: `${JSON.stringify(event)}\n` })
    expect([code, text]).toEqual(['textTooLong', expect.stringContaining('100000')])
  })

  test('a character that no database could hold', async () => {
    const event = { caseNo: 'a', activity: 'a', occurredAt: '2026-01-05T09:00:00+08:00', attributes: { note: 'a\0b' } }
    expect((await unreadable({ name: 'nul.ndjson', content: `${JSON.stringify(event)}\n` }))[0]).toBe('badCharacter')
  })
})

describe('what a person can mend is kept until it is', () => {
  test('a table without the columns that a log needs', async () => {
    const { body } = await world.upload([{ name: 'colours.csv', content: 'colour,size\nred,3\nblue,4\n' }])
    const read = await world.settle(body.id)
    expect([read.state, read.failure?.code]).toEqual(['needsProfile', 'columnNotChosen'])
    expect(await world.preview(body.id)).toMatchObject({
      missing: expect.arrayContaining(['time']),
      columns: [
        { name: 'colour', examples: ['red', 'blue'] },
        { name: 'size', examples: ['3', '4'] },
      ],
      rows: [
        ['red', '3'],
        ['blue', '4'],
      ],
    })
    expect((await world.call<Import>('POST', `/imports/${body.id}/run`)).status).toBe(409)
    await discard(body.id)
  })

  test('a profile for other data, and then the right one', async () => {
    const { body } = await world.upload([{ name: 'good.csv', content: csv }])
    await world.settle(body.id)
    await world.call('PUT', `/imports/${body.id}/profile`, {
      profileText: 'columns: { case: nr, activity: step, time: at }',
    })
    expect(await world.settle(body.id)).toMatchObject({ state: 'needsProfile', failure: { code: 'columnMissing' } })
    await world.call('PUT', `/imports/${body.id}/profile`, {
      profileText: 'columns: { case: case, activity: activity, time: time }',
    })
    const ready = await world.settle(body.id)
    expect([ready.state, ready.failure]).toEqual(['ready', undefined])
    await discard(body.id)
  })

  test('a profile that is not valid names every field, its line and its value', async () => {
    const { body } = await world.upload([{ name: 'good.csv', content: csv }])
    await world.settle(body.id)
    const profileText =
      'columns: { case: case, activity: activity, time: time }\ncalendar:\n  weekend: [8]\n  hours: []\n'
    const checked = await world.call<{ problems: object[] }>('POST', `/imports/${body.id}/check-profile`, {
      profileText,
    })
    expect(checked.body.problems).toMatchObject([
      { path: 'calendar.weekend.0', line: 3, value: '8' },
      { path: 'calendar.hours', line: 4, value: '[]' },
    ])
    const set = await world.call('PUT', `/imports/${body.id}/profile`, { profileText })
    expect([set.status, set.body.errors?.map(({ field }) => field)]).toEqual([
      422,
      ['profileText.calendar.weekend.0', 'profileText.calendar.hours'],
    ])
    for (const wrong of [
      'columns: [',
      'columns: { case: a, activity: b, time: c }\ntimeZone: Mars/Phobos',
      'columns: { case: a, activity: b, time: c }\ndetectors: { overdue: { nothing: 1 } }',
    ])
      expect((await world.call('PUT', `/imports/${body.id}/profile`, { profileText: wrong })).status).toBe(422)
    await discard(body.id)
  })
})

test('names of files are names only', async () => {
  const { body } = await world.upload([{ name: '../../\u202e\u0007etc/pass\u0000wd', content: csv }])
  expect([body.files[0]!.name, left()]).toEqual([expect.stringMatching(/^pass.*wd$/), [body.id]])
  expect(readdirSync(`${world.uploads}/${body.id}`)).toEqual(['0.upload'])
  await discard(body.id)
})

test('the server answers while a large file is read', async () => {
  const line = (i: number): string =>
    `c${i % 40_000},accept,2026-01-${String((i % 28) + 1).padStart(2, '0')}T09:00:00+08:00,${'x'.repeat(40)}\n`
  const content = `case,activity,time,note\n${Array.from({ length: 400_000 }, (_, i) => line(i)).join('')}`
  const { body } = await world.upload([{ name: 'large.csv', content }])
  const settled = world.settle(body.id)
  let slowest = 0
  for (let i = 0; i < 20; i++) {
    const began = performance.now()
    await world.call('GET', '/imports')
    slowest = Math.max(slowest, performance.now() - began)
    await delay(30)
  }
  expect((await settled).state).toBe('ready')
  expect(slowest).toBeLessThan(1000)
  await discard(body.id)
}, 120_000)

async function discard(id: string): Promise<void> {
  expect((await world.call<Import>('POST', `/imports/${id}/cancel`)).body.state).toBe('cancelled')
  expect(left()).toEqual([])
}

/** A ZIP archive with one file. */
function zipOf(name: string, content: Buffer): Buffer {
  const packed = deflateRawSync(content)
  const file = Buffer.from(name)
  const sizes = Buffer.alloc(12)
  sizes.writeUInt32LE(packed.length, 4)
  sizes.writeUInt32LE(content.length, 8)
  const local = Buffer.concat([
    Buffer.from([0x50, 0x4b, 3, 4, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0]),
    sizes,
    Buffer.from([file.length, 0, 0, 0]),
    file,
    packed,
  ])
  const central = Buffer.concat([
    Buffer.from([0x50, 0x4b, 1, 2, 20, 0, 20, 0, 0, 0, 8, 0, 0, 0, 0, 0]),
    sizes,
    Buffer.from([file.length, 0]),
    Buffer.alloc(16),
    file,
  ])
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(1, 8)
  end.writeUInt16LE(1, 10)
  end.writeUInt32LE(central.length, 12)
  end.writeUInt32LE(local.length, 16)
  return Buffer.concat([local, central, end])
}
