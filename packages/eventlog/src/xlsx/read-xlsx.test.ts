import { existsSync, readFileSync } from 'node:fs'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { deflateRawSync } from 'node:zlib'
import ExcelJS from 'exceljs'
import { describe, expect, it } from 'vitest'
import { valueAt } from '../column.ts'
import { readCsv } from '../csv/index.ts'
import { Profile, type ProfileInput } from '../profile/profile.ts'
import { isDateFormat } from './number-format.ts'
import { previewXlsx, readXlsx, type XlsxReadOptions } from './read-xlsx.ts'

const columns = { case: '案号', activity: '环节', time: '时间' }

async function* chunked(bytes: Uint8Array) {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}

function read(bytes: Uint8Array, profile: Partial<ProfileInput> = {}, options: Partial<XlsxReadOptions> = {}) {
  return readXlsx(chunked(bytes), Profile.parse({ columns, ...profile }), { source: 'a.xlsx', ...options })
}

async function workbook(fill: (book: ExcelJS.Workbook) => void): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook()
  fill(book)
  return new Uint8Array(await book.xlsx.writeBuffer())
}

/** A date as Excel shows it, which exceljs takes as UTC. */
function local(text: string): Date {
  return new Date(`${text}Z`)
}

describe('readXlsx', () => {
  it('reads dates in the zone of the profile, results of formulas, rich text, numbers and truth values', async () => {
    const bytes = await workbook((book) => {
      book.addWorksheet('empty')
      const sheet = book.addWorksheet('数据')
      sheet.addRow(['办件明细表'])
      sheet.addRow([])
      sheet.addRow(['案号', '环节', '时间', '天数', '加急', '备注'])
      sheet.addRow([
        1,
        { richText: [{ text: '受' }, { text: '理' }] },
        local('2025-03-04T09:30:15.250'),
        { formula: 'A4*2', result: 2.5 },
        true,
        '甲\n"乙",',
      ])
      sheet.addRow([])
      sheet.addRow([1, '办结', local('2025-03-05T00:00:00'), 7, false])
      sheet.getColumn(3).numFmt = 'yyyy"年"m"月"d"日" hh:mm'
    })
    const { log, report } = await read(bytes)
    expect(log.caseIds).toEqual(['1'])
    expect(log.activity.values).toEqual(['受理', '办结'])
    expect(Array.from(log.time)).toEqual([Date.UTC(2025, 2, 4, 1, 30, 15, 250), Date.UTC(2025, 2, 4, 16)])
    expect(Array.from(log.sourceRow)).toEqual([4, 6])
    const second = (name: string) => [0, 1].map((row) => valueAt(log.eventAttributes.get(name)!, row))
    expect([second('天数'), second('加急'), second('备注')]).toEqual([
      [2.5, 7],
      [true, false],
      ['甲\n"乙",', undefined],
    ])
    expect(report).toMatchObject({ format: 'xlsx', rowsRead: 2, rowsKept: 2 })
  })

  it('says which row of the worksheet is refused', async () => {
    const bytes = await workbook((book) => {
      const sheet = book.addWorksheet('a')
      sheet.addRow(['案号', '环节', '时间'])
      sheet.addRow(['1', '受\n理', '2025-01-01 08:00'])
      sheet.addRow([])
      sheet.addRow(['1', '办结', '没有'])
    })
    const { report } = await read(bytes)
    expect(report.refusals).toEqual([{ line: 4, column: '时间', value: '没有', reason: 'unreadableTime' }])
    await expect(read(bytes, {}, { strict: true })).rejects.toMatchObject({ code: 'rowRefused', values: { line: 4 } })
  })

  it('reads a named worksheet, and days that are counted from 1904', async () => {
    const bytes = await workbook((book) => {
      book.properties.date1904 = true
      book.addWorksheet('first').addRow(['x'])
      const sheet = book.addWorksheet('second')
      sheet.addRow(['案号', '环节', '时间'])
      sheet.addRow(['1', '受理', local('2025-01-01T08:00:00')])
    })
    const { log } = await read(bytes, { timeZone: 'UTC' }, { sheet: 'second' })
    expect(Array.from(log.time)).toEqual([Date.UTC(2025, 0, 1, 8)])
    await expect(read(bytes, {}, { sheet: 'third' })).rejects.toMatchObject({
      code: 'columnMissing',
      values: { column: 'third', expected: 'first, second' },
    })
  })

  it('reads inline strings, cells without reference, phonetic guides and prefixed names', async () => {
    const cell = (text: string) =>
      `<x:c t="inlineStr"><x:is><x:t>${text}</x:t><x:rPh><x:t>no</x:t></x:rPh></x:is></x:c>`
    const sheet = `<x:worksheet xmlns:x="u"><x:sheetData><x:row>${['案号', '环节', '时间'].map(cell).join('')}</x:row>
      <x:row r="9">${['1', 'a_x000D_\nb', '2025-01-01 08:00'].map(cell).join('')}</x:row></x:sheetData></x:worksheet>`
    const { log } = await read(zipOf({ ...book, 'xl/worksheets/sheet1.xml': sheet }))
    expect([log.caseIds, log.activity.values, Array.from(log.sourceRow)]).toEqual([['1'], ['a\nb'], [9]])
  })

  it('refuses what is no workbook, is cut off, or expands without end', async () => {
    const good = await workbook((book) => book.addWorksheet('a').addRow(['案号', '环节', '时间']))
    await expect(read(new Uint8Array(0))).rejects.toMatchObject({ code: 'sourceEmpty' })
    await expect(read(good.subarray(0, good.length - 30))).rejects.toMatchObject({ code: 'sourceTruncated' })
    await expect(read(zipOf({ 'a.txt': 'x' }))).rejects.toMatchObject({ code: 'sourceNotRecognised' })
    await expect(read(zipOf({ ...book, 'xl/worksheets/sheet1.xml': '<a></b>' }))).rejects.toMatchObject({
      code: 'sourceMalformed',
    })
    await expect(
      read(zipOf({ ...book, 'xl/worksheets/sheet1.xml': '<!DOCTYPE a [<!ENTITY b "c">]><a/>' })),
    ).rejects.toMatchObject({ code: 'xmlEntityForbidden' })
    const bomb = `<worksheet>${'<row/>'.repeat(12 << 20)}</worksheet>`
    await expect(read(zipOf({ ...book, 'xl/worksheets/sheet1.xml': bomb }))).rejects.toMatchObject({
      code: 'expansionTooLarge',
    })
    await expect(read(await workbook((each) => each.addWorksheet('a')))).rejects.toMatchObject({ code: 'sourceEmpty' })
  })

  it('refuses few cells that stand for more text than memory holds', async () => {
    const far = `<c t="inlineStr" r="XFD1"><is><t>1</t></is></c>`
    const rows = `<row>${['案号', '环节', '时间'].map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('')}${far}</row>`
    const sheet = `<worksheet>${rows}${`<row>${far}</row>`.repeat(2000)}</worksheet>`
    await expect(read(zipOf({ ...book, 'xl/worksheets/sheet1.xml': sheet }))).rejects.toMatchObject({
      code: 'expansionTooLarge',
    })
  })

  it('refuses files that share their bytes, and reads one file once however many tabs show it', async () => {
    const files = { ...book, 'xl/worksheets/sheet1.xml': '<worksheet/>' }
    const shared = Buffer.from(zipOf({ ...files, [`${'x'.repeat(200)}.xml`]: 'y' }))
    const entry = shared.lastIndexOf(Buffer.from([0x50, 0x4b, 0x01, 0x02]))
    shared.writeUInt32LE(shared.length - 100, entry + 20)
    await expect(read(shared)).rejects.toMatchObject({ code: 'sourceMalformed', values: { detail: 'ZIP overlap' } })
    const tabs = Array.from({ length: 20_000 }, () => '<sheet name="a" r:id="rId1"/>').join('')
    const many = { ...files, 'xl/workbook.xml': `<workbook><sheets>${tabs}</sheets></workbook>` }
    const empty = `<worksheet>${' '.repeat(1 << 20)}</worksheet>`
    await expect(read(zipOf({ ...many, 'xl/worksheets/sheet1.xml': empty }))).rejects.toMatchObject({
      code: 'sourceEmpty',
    })
  })

  it('never ends otherwise than with a log or a SourceError, wherever a byte is damaged', async () => {
    const good = await workbook((each) => {
      const sheet = each.addWorksheet('a')
      sheet.addRow(['案号', '环节', '时间'])
      sheet.addRow(['1', '受理', local('2025-01-01T08:00:00')])
    })
    for (let at = 0; at < good.length; at += 31) {
      const damaged = good.slice()
      damaged[at] = damaged[at]! ^ 0x55
      const outcome = await read(damaged).then(
        () => 'SourceError',
        (error: Error) => (error.name === 'SourceError' ? error.name : String(error.stack)),
      )
      expect(outcome).toBe('SourceError')
    }
  })
})

describe('previewXlsx', () => {
  it('shows the columns of the first worksheet with data', async () => {
    const bytes = await workbook((each) => {
      each.addWorksheet('empty')
      const sheet = each.addWorksheet('a')
      sheet.addRow(['案号', 'case:事项'])
      sheet.addRow([1, '许可'])
    })
    expect(await previewXlsx(chunked(bytes), { source: 'a.xlsx' })).toEqual({
      format: 'xlsx',
      rows: 1,
      columns: [
        { name: '案号', scope: 'event', texts: ['1'] },
        { name: 'case:事项', scope: 'case', texts: ['许可'] },
      ],
    })
  })
})

describe('isDateFormat', () => {
  it.each([
    [14, undefined, true],
    [31, undefined, true],
    [2, undefined, false],
    [176, 'yyyy/m/d;@', true],
    [177, '[$-804]上午/下午 h:mm', true],
    [178, '[h]:mm', true],
    [179, '0.00"days"', false],
    [180, '[Red]#,##0;General', false],
    [181, 'General', false],
  ])('%i %s is %s', (id, code, expected) => {
    expect(isDateFormat(id, code)).toBe(expected)
  })
})

const data = fileURLToPath(new URL('../../../../../shared/data/', import.meta.url))

describe.skipIf(!existsSync(data))('readXlsx on a real log (skipped: ../shared/data is absent)', () => {
  it('agrees with the CSV of the same rows', async () => {
    const path = `${data}permits-wabo/receipt.csv`
    const profile = Profile.parse({
      timeZone: 'Europe/Amsterdam',
      columns: {
        case: 'case:concept:name',
        activity: 'concept:name',
        time: 'time:timestamp',
        resource: 'org:resource',
      },
    })
    const text = readFileSync(path, 'utf8').split('\n').slice(0, 1500).join('\n')
    const csv = await readCsv([Buffer.from(text)], profile, { source: 'receipt' })
    const book = new ExcelJS.Workbook()
    await book.csv.read(Readable.from([text]), { map: (cell: string) => cell })
    const bytes = new Uint8Array(await book.xlsx.writeBuffer())
    const xlsx = await readXlsx(chunked(bytes), profile, { source: 'receipt' })
    expect(xlsx.log).toEqual(csv.log)
    expect(xlsx.report).toEqual({ ...csv.report, format: 'xlsx' })
  })
})

const book = {
  'xl/workbook.xml': '<workbook xmlns:r="r"><sheets><sheet name="a" sheetId="1" r:id="rId1"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels':
    '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
}

/** A ZIP archive of texts, deflated. */
function zipOf(files: Readonly<Record<string, string>>): Uint8Array {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [name, text] of Object.entries(files)) {
    const content = deflateRawSync(text)
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(8, 8)
    local.writeUInt16LE(name.length, 26)
    parts.push(local, Buffer.from(name), content)
    const entry = Buffer.alloc(46)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(content.length, 20)
    entry.writeUInt32LE(Buffer.byteLength(text), 24)
    entry.writeUInt16LE(name.length, 28)
    entry.writeUInt32LE(offset, 42)
    directory.push(entry, Buffer.from(name))
    offset += 30 + name.length + content.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(Object.keys(files).length, 10)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}
