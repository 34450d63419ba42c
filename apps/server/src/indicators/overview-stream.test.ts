import type { ServerResponse } from 'node:http'
import { PassThrough } from 'node:stream'
import type { Overview } from '@zhengfeng/contract'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { silentLog } from '../storage/testing.ts'
import { OverviewStreams } from './overview-stream.ts'
import type { Overviews, Viewer } from './overviews.ts'

const everything = { everything: true, divisions: [], departments: [] }
const viewer = (key: string): Viewer => ({ key, query: {}, scope: everything })
const watching = (key: string) => ({ viewer: viewer(key), mayStillSee: async () => true })
const overview = (computedAt: string) => ({ computedAt }) as Overview

/** Overviews that are what the test says; `asked` tells how often each was asked for. */
function givenOverviews(): { overviews: Overviews; now: { told: Overview | Error }; asked: string[] } {
  const now = { told: overview('first') as Overview | Error }
  const asked: string[] = []
  const overviews = {
    latest: async ({ key }: Viewer) => {
      asked.push(key)
      if (now.told instanceof Error) throw now.told
      return now.told
    },
  } as unknown as Overviews
  return { overviews, now, asked }
}

function response(): { raw: ServerResponse; text: () => string } {
  const raw = new PassThrough({ highWaterMark: 1 << 24 })
  let text = ''
  const write = raw.write.bind(raw)
  raw.write = ((chunk: string) => {
    text += chunk
    return write(chunk)
  }) as typeof raw.write
  return { raw: raw as unknown as ServerResponse, text: () => text }
}

const messages = (text: string): string[] =>
  [...text.matchAll(/^data: (.*)$/gm)].map(([, data]) => JSON.parse(data!).computedAt)

describe('the stream of overviews', () => {
  afterEach(() => vi.useRealTimers())

  test('sends what changed, once, and computes it once for all who see the same', async () => {
    const { overviews, now, asked } = givenOverviews()
    const streams = new OverviewStreams(overviews, silentLog)
    const [one, other, third] = [response(), response(), response()]
    const first = now.told as Overview
    streams.open(watching('a'), one.raw, first)
    streams.open(watching('a'), other.raw, first)
    streams.open(watching('b'), third.raw, first)
    await streams.tick()
    expect(asked).toEqual(['a', 'b'])
    expect(messages(one.text())).toEqual(['first'])
    now.told = overview('second')
    await streams.tick()
    await streams.tick()
    for (const { text } of [one, other, third]) expect(messages(text())).toEqual(['first', 'second'])
    expect(one.text()).toMatch(/^retry: 3000\n\nevent: overview\ndata: \{/)
    for (const { raw } of [one, other, third]) raw.destroy()
  })

  test('goes on after an overview could not be computed', async () => {
    const { overviews, now } = givenOverviews()
    const streams = new OverviewStreams(overviews, silentLog)
    const watcher = response()
    streams.open(watching('a'), watcher.raw, overview('first'))
    now.told = new Error('database gone')
    await streams.tick()
    now.told = overview('second')
    await streams.tick()
    expect(messages(watcher.text())).toEqual(['first', 'second'])
    watcher.raw.destroy()
  })

  test('ends for who may see no longer, within seconds, and goes on where that cannot be told', async () => {
    vi.useFakeTimers()
    const { overviews, now } = givenOverviews()
    const streams = new OverviewStreams(overviews, silentLog)
    const [gone, doubtful] = [response(), response()]
    let may = true
    streams.open({ viewer: viewer('a'), mayStillSee: async () => may }, gone.raw, overview('first'))
    const away = () => Promise.reject(new Error('database gone'))
    streams.open({ viewer: viewer('a'), mayStillSee: away }, doubtful.raw, overview('first'))
    may = false
    now.told = overview('second')
    await vi.advanceTimersByTimeAsync(6_000)
    now.told = overview('third')
    await vi.advanceTimersByTimeAsync(2_000)
    expect(gone.raw.writableEnded).toBe(true)
    expect(gone.text()).not.toContain('third')
    expect(doubtful.raw.writableEnded).toBe(false)
    expect(doubtful.text()).toContain('third')
    doubtful.raw.destroy()
  })

  test('forgets who went away, and works for nobody', async () => {
    const { overviews, now, asked } = givenOverviews()
    const streams = new OverviewStreams(overviews, silentLog)
    const watcher = response()
    streams.open(watching('a'), watcher.raw, now.told as Overview)
    watcher.raw.destroy()
    await new Promise((resolve) => setImmediate(resolve))
    expect(streams.size).toBe(0)
    await streams.tick()
    expect(asked).toEqual([])
  })

  test('tells browsers that it ends', () => {
    const { overviews, now } = givenOverviews()
    const streams = new OverviewStreams(overviews, silentLog)
    const watcher = response()
    const ended: string[] = []
    watcher.raw.end = ((text: string) => ended.push(text)) as never
    streams.open(watching('a'), watcher.raw, now.told as Overview)
    streams.close()
    expect(ended).toEqual(['event: end\ndata: {}\n\n'])
    watcher.raw.destroy()
  })

  test('beats when nothing changes, and ends after a quarter of an hour', async () => {
    vi.useFakeTimers()
    const { overviews, now } = givenOverviews()
    const streams = new OverviewStreams(overviews, silentLog)
    const watcher = response()
    const ended: string[] = []
    watcher.raw.end = ((text: string) => ended.push(text)) as never
    streams.open(watching('a'), watcher.raw, now.told as Overview)
    await vi.advanceTimersByTimeAsync(17_000)
    expect(watcher.text().match(/^: alive$/gm)).toHaveLength(1)
    await vi.advanceTimersByTimeAsync(15 * 60_000)
    expect(ended[0]).toBe('event: end\ndata: {}\n\n')
  })

  test('sends nothing new to who does not read, and lets it go after a minute', async () => {
    vi.useFakeTimers()
    const { overviews, now } = givenOverviews()
    const streams = new OverviewStreams(overviews, silentLog)
    const watcher = response()
    streams.open(watching('a'), watcher.raw, overview('first'))
    Object.defineProperty(watcher.raw, 'writableLength', { value: 2 << 20 })
    now.told = overview('second')
    await vi.advanceTimersByTimeAsync(3_000)
    expect(messages(watcher.text())).toEqual(['first'])
    await vi.advanceTimersByTimeAsync(62_000)
    expect(watcher.raw.destroyed).toBe(true)
  })

  test('has room for five hundred', () => {
    const { overviews, now } = givenOverviews()
    const streams = new OverviewStreams(overviews, silentLog)
    const watchers = Array.from({ length: 500 }, response)
    for (const { raw } of watchers) {
      streams.checkRoom()
      streams.open(watching('a'), raw, now.told as Overview)
    }
    expect(() => streams.checkRoom()).toThrow(
      expect.objectContaining({ code: 'busy', headers: { 'retry-after': '30' } }),
    )
    for (const { raw } of watchers) raw.destroy()
  })
})
