import type { ServerResponse } from 'node:http'
import type { Overview } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'
import type { Platform } from '../platform.ts'
import type { Overviews, Viewer } from './overviews.ts'

const mostStreams = 500
const everyMs = 1_000
const heartbeatMs = 15_000
/** Then the browser connects again, and rights are looked at anew. */
const longestMs = 15 * 60_000
/** How long somebody who signed out, or lost the right, may still be sent figures. */
const checkedEveryMs = 5_000
/** Who has so much unread gets nothing new until it is read, and is let go after a minute. */
const mostUnread = 1 << 20
const unreadMs = 60_000

interface Stream {
  readonly viewer: Viewer
  readonly response: ServerResponse
  readonly openedAt: number
  readonly mayStillSee: () => Promise<boolean>
  checkedAt: number
  sent: Overview | undefined
  writtenAt: number
  /** When it began to be too slow; undefined where it is not. */
  slowSince: number | undefined
}

/** Sends overviews to those who watch, whenever their figures changed. One timer for all of them; none where nobody watches. */
export class OverviewStreams {
  readonly #overviews: Overviews
  readonly #log: Platform['log']
  readonly #streams = new Set<Stream>()
  #timer: NodeJS.Timeout | undefined
  #busy = false

  constructor(overviews: Overviews, log: Platform['log']) {
    this.#overviews = overviews
    this.#log = log
  }

  get size(): number {
    return this.#streams.size
  }

  /** @throws ProblemError `busy` where too many watch already */
  checkRoom(): void {
    if (this.#streams.size >= mostStreams)
      throw new ProblemError('busy', { reason: 'streams' }, { headers: { 'retry-after': '30' } })
  }

  /**
   * Begins to send; ends when the other side goes away.
   *
   * @param watcher.mayStillSee asked every few seconds: whether the session and the rights are still those that the stream was opened with
   */
  open(
    { viewer, mayStillSee }: { readonly viewer: Viewer; readonly mayStillSee: () => Promise<boolean> },
    response: ServerResponse,
    first: Overview,
  ): void {
    const now = performance.now()
    const stream: Stream = {
      ...{ viewer, mayStillSee, response, openedAt: now, checkedAt: now },
      ...{ sent: undefined, writtenAt: now, slowSince: undefined },
    }
    this.#streams.add(stream)
    response.once('close', () => this.#close(stream))
    response.write('retry: 3000\n\n')
    this.#send(stream, first, eventText(first))
    this.#timer ??= setInterval(() => void this.tick(), everyMs).unref()
  }

  /** Ends all streams and tells browsers so. */
  close(): void {
    for (const { response } of this.#streams) response.end('event: end\ndata: {}\n\n')
  }

  /** Sends what changed; equal viewers are sent the same text, written once. */
  async tick(): Promise<void> {
    if (this.#busy) return
    this.#busy = true
    try {
      const byKey = new Map<string, Stream[]>()
      for (const stream of this.#streams) {
        if (this.#keep(stream) && (await this.#maySee(stream)))
          byKey.set(stream.viewer.key, [...(byKey.get(stream.viewer.key) ?? []), stream])
      }
      for (const streams of byKey.values()) await this.#update(streams)
    } finally {
      this.#busy = false
    }
  }

  /** Ends the stream of who may see no longer; the browser connects again and hears why. */
  async #maySee(stream: Stream): Promise<boolean> {
    const now = performance.now()
    if (now - stream.checkedAt < checkedEveryMs) return true
    stream.checkedAt = now
    const may = await stream.mayStillSee().catch((error: unknown) => {
      this.#log.warn({ err: error }, 'rights of who watches not read')
      return true
    })
    if (!may) stream.response.end('event: end\ndata: {}\n\n')
    return may
  }

  async #update(streams: readonly Stream[]): Promise<void> {
    try {
      const overview = await this.#overviews.latest(streams[0]!.viewer)
      const text = streams.some(({ sent }) => sent !== overview) ? eventText(overview) : ''
      for (const stream of streams) {
        if (stream.sent !== overview) this.#send(stream, overview, text)
        else if (performance.now() - stream.writtenAt > heartbeatMs) this.#write(stream, ': alive\n\n')
      }
    } catch (error) {
      // What was sent last stays on the screen; the next second tries again.
      this.#log.warn({ err: error }, 'overview not computed for those who watch')
    }
  }

  #send(stream: Stream, overview: Overview, text: string): void {
    if (stream.response.writableLength > mostUnread) {
      stream.slowSince ??= performance.now()
      return
    }
    stream.slowSince = undefined
    stream.sent = overview
    this.#write(stream, text)
  }

  #write(stream: Stream, text: string): void {
    stream.writtenAt = performance.now()
    stream.response.write(text)
  }

  /** Whether a stream goes on. */
  #keep(stream: Stream): boolean {
    const now = performance.now()
    if (stream.response.writableEnded || stream.response.destroyed) {
      this.#close(stream)
      return false
    }
    if (stream.slowSince !== undefined && now - stream.slowSince > unreadMs) {
      stream.response.destroy()
      return false
    }
    if (now - stream.openedAt < longestMs) return true
    stream.response.end('event: end\ndata: {}\n\n')
    return false
  }

  #close(stream: Stream): void {
    this.#streams.delete(stream)
    if (this.#streams.size > 0) return
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}

function eventText(overview: Overview): string {
  return `event: overview\ndata: ${JSON.stringify(overview)}\n\n`
}
