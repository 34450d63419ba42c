import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { detectEncoding, Utf8Chunks } from './utf8-chunks.ts'

async function decode(bytes: Uint8Array, size = 1): Promise<{ text: string; invalid: number }> {
  const chunks = new Utf8Chunks(parts(bytes, size), 'a.csv')
  const pieces: Uint8Array[] = []
  for await (const piece of chunks) pieces.push(piece)
  return { text: Buffer.concat(pieces).toString('utf8'), invalid: chunks.invalidCount }
}

function* parts(bytes: Uint8Array, size: number): Generator<Uint8Array> {
  for (let from = 0; from < bytes.length; from += size) yield bytes.subarray(from, from + size)
}

function utf16be(text: string): Buffer {
  return Buffer.from(text, 'utf16le').swap16()
}

const table = '案号,环节,时间\r\n甲1,受理,2026-01-05 09:00\r\n'
/** The same table in GB18030, whose every byte is known: no encoder for it comes with Node. */
const gb18030 = Buffer.from(
  'b0b8bac52cbbb7bdda2ccab1bce40d0abcd7312ccadcc0ed2c323032362d30312d30352030393a30300d0a',
  'hex',
)

describe('Utf8Chunks', () => {
  it.each([
    ['UTF-8', Buffer.from(table), 'utf-8'],
    ['UTF-8 with mark', Buffer.from(`\ufeff${table}`), 'utf-8'],
    ['GB18030', gb18030, 'gb18030'],
    ['UTF-16 LE with mark', Buffer.from(`\ufeff${table}`, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE with mark', utf16be(`\ufeff${table}`), 'utf-16be'],
    ['UTF-16 LE', Buffer.from(table, 'utf16le'), 'utf-16le'],
    ['UTF-16 BE', utf16be(table), 'utf-16be'],
  ])('tells %s, in chunks of any size', async (_, bytes, encoding) => {
    expect(detectEncoding(bytes)).toBe(encoding)
    for (const size of [1, 2, 3, 5, 1000]) expect(await decode(bytes, size)).toEqual({ text: table, invalid: 0 })
  })

  it('decides where the first other character stands, however late that is', async () => {
    const ascii = 'id,step,at\n'.repeat(20_000)
    const late = Buffer.concat([Buffer.from(ascii), gb18030])
    expect(await decode(late, 65_536)).toEqual({ text: ascii + table, invalid: 0 })
    expect(await decode(Buffer.from(ascii + table), 65_536)).toEqual({ text: ascii + table, invalid: 0 })
    expect(await decode(Buffer.from(ascii), 65_536)).toEqual({ text: ascii, invalid: 0 })
  })

  it('passes any text in UTF-8 through', async () => {
    const texts = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !/[\0\ufeff]/.test(text))
    await fc.assert(
      fc.asyncProperty(texts, fc.integer({ min: 1, max: 9 }), async (text, size) => {
        const padded = `标题,${text}标题`
        expect((await decode(Buffer.from(padded), size)).text).toBe(Buffer.from(padded).toString('utf8'))
      }),
    )
  })

  it('counts characters that are invalid, but not replacements that were there before', async () => {
    const sample = Buffer.from('标题标题标题标题'.repeat(10_000))
    const broken = Buffer.concat([
      sample,
      Buffer.from('a\ufffdb'),
      Buffer.from([0xff]),
      Buffer.from('c\0d'),
      Buffer.from([0xe6]),
    ])
    expect(await decode(broken, 65_536)).toEqual({ text: `${sample}a\ufffdb\ufffdc\ufffdd\ufffd`, invalid: 3 })
  })
})
