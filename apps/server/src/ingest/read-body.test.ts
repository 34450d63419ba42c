import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { eventLimits } from '@zhengfeng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readEventBody } from './read-body.ts'

const ndjson = { contentType: 'application/x-ndjson', contentEncoding: undefined }
const json = { contentType: 'application/json; charset=utf-8', contentEncoding: undefined }

async function read(
  chunks: Iterable<Uint8Array> | AsyncIterable<Uint8Array>,
  form = ndjson as { contentType: string; contentEncoding: string | undefined },
) {
  const taken: [unknown, number | undefined][] = []
  await readEventBody(Readable.from(chunks, { objectMode: false }), form, {
    take: (raw, line) => taken.push([raw, line]),
  })
  return taken
}

const bytes = (text: string) => new TextEncoder().encode(text)

describe('readEventBody', () => {
  it('reads lines, numbers them as an editor does, and says which are no JSON', async () => {
    expect(await read([bytes('\ufeff{"a":1}\r\n\n  \nx\n{"b":"中"}')])).toEqual([
      [{ a: 1 }, 1],
      [undefined, 4],
      [{ b: '中' }, 5],
    ])
  })

  it('reads a list, and a list under events', async () => {
    expect(await read([bytes('[{"a":1},2]')], json)).toEqual([
      [{ a: 1 }, undefined],
      [2, undefined],
    ])
    expect(await read([bytes('{"events":[3]}')], json)).toEqual([[3, undefined]])
  })

  it('reads the same wherever the chunks are cut, plain or gzip', async () => {
    const text = bytes('{"a":"中文"}\n\n{"b":2}\n{"c":')
    const whole = await read([text])
    const cut = (all: Uint8Array, places: number[]) => {
      const sorted = [0, ...places.map((place) => place % (all.length + 1)).sort((a, b) => a - b), all.length]
      return sorted.slice(1).map((to, i) => all.subarray(sorted[i]!, to))
    }
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(200), { maxLength: 6 }), async (places) => {
        expect(await read(cut(text, places))).toEqual(whole)
        expect(await read(cut(gzipSync(text), places), { ...ndjson, contentEncoding: 'gzip' })).toEqual(whole)
      }),
      { numRuns: 50 },
    )
  })

  it('takes bytes that are no UTF-8 for no JSON', async () => {
    expect(await read([Uint8Array.of(0x22, 0xff, 0x22)])).toEqual([[undefined, 1]])
  })

  it.each([
    [
      'another media type',
      [bytes('a')],
      { ...ndjson, contentType: 'text/csv' },
      { code: 'unsupportedMedia', values: { reason: 'events', value: 'text/csv' } },
    ],
    [
      'another encoding',
      [bytes('a')],
      { ...ndjson, contentEncoding: 'br' },
      { code: 'unsupportedEncoding', values: { value: 'br' } },
    ],
    ['JSON without a list', [bytes('{"a":1}')], json, { code: 'malformed', values: { reason: 'eventsJson' } }],
    ['half a JSON', [bytes('[{"a":1}')], json, { code: 'malformed', values: { reason: 'eventsJson' } }],
    [
      'a gzip cut off',
      [gzipSync(bytes('{"a":1}\n')).subarray(0, 20)],
      { ...ndjson, contentEncoding: 'gzip' },
      { code: 'malformed', values: { reason: 'gzip' } },
    ],
    [
      'no gzip at all',
      [bytes('{"a":1}')],
      { ...ndjson, contentEncoding: 'gzip' },
      { code: 'malformed', values: { reason: 'gzip' } },
    ],
    [
      'too many lines',
      [bytes('1\n'.repeat(10_001))],
      ndjson,
      { code: 'tooLarge', values: { reason: 'eventsCount', limit: 10_000 } },
    ],
    [
      'a gzip bomb of empty lines',
      [gzipSync(Buffer.alloc(eventLimits.unpackedBytes, '\n'))],
      { ...ndjson, contentEncoding: 'gzip' },
      { code: 'tooLarge', values: { reason: 'eventsCount', limit: 10_000 } },
    ],
    [
      'a line without end',
      [Buffer.alloc(eventLimits.lineBytes + 1, 'x')],
      ndjson,
      { code: 'tooLarge', values: { reason: 'eventsLine', limit: eventLimits.lineBytes } },
    ],
    [
      'a gzip bomb',
      [gzipSync(Buffer.alloc(eventLimits.unpackedBytes + 8000, `${' '.repeat(7999)}\n`))],
      { ...ndjson, contentEncoding: 'gzip' },
      { code: 'tooLarge', values: { reason: 'eventsUnpacked', limit: eventLimits.unpackedBytes } },
    ],
    [
      'a list of more values than memory is spent on',
      [gzipSync(`[${'{},'.repeat(eventLimits.valuesPerRequest)}{}]`)],
      { ...json, contentEncoding: 'gzip' },
      { code: 'tooLarge', values: { reason: 'eventsValues', limit: eventLimits.valuesPerRequest } },
    ],
    [
      'lines of more values than memory is spent on, behind a text without end',
      [gzipSync(`"\n${`[${'{},'.repeat(100_000)}{}]\n`.repeat(10)}`)],
      { ...ndjson, contentEncoding: 'gzip' },
      { code: 'tooLarge', values: { reason: 'eventsValues', limit: eventLimits.valuesPerRequest } },
    ],
  ])('refuses %s', async (_, chunks, form, problem) => {
    await expect(read(chunks as Uint8Array[], form)).rejects.toMatchObject(problem)
  })

  it('refuses a body that breaks off', async () => {
    async function* broken() {
      yield bytes('{"a":1}\n')
      throw new Error('ECONNRESET')
    }
    const problem = { code: 'malformed', values: { reason: 'truncated' } }
    await expect(read(broken())).rejects.toMatchObject(problem)
    await expect(read(broken(), { ...ndjson, contentEncoding: 'gzip' })).rejects.toMatchObject(problem)
  })

  it('does not wait for ever for a sender that says nothing more', async () => {
    const body = new Readable({ read: () => undefined })
    body.push('{"a":1}\n')
    const reading = readEventBody(body, ndjson, { take: () => undefined }, { idleMs: 30, wholeMs: 1000 })
    await expect(reading).rejects.toMatchObject({ code: 'timeout' })
    const slow = new Readable({ read: () => undefined })
    const drip = setInterval(() => slow.push(' '), 10)
    await expect(
      readEventBody(slow, ndjson, { take: () => undefined }, { idleMs: 50, wholeMs: 120 }),
    ).rejects.toMatchObject({
      code: 'timeout',
    })
    clearInterval(drip)
  })
})
