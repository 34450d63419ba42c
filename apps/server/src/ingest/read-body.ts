import { isUtf8 } from 'node:buffer'
import type { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { eventLimits } from '@zhengfeng/contract'
import { ProblemError } from '../http/problem-error.ts'
import { LineCutter } from './line-cutter.ts'
import { ValueCounter } from './value-counter.ts'

/** What is told while a body is read. */
export interface BodyListener {
  readonly take: TakeEvent
  /** Bytes that have come, unpacked. @throws to refuse more */
  readonly onBytes?: (bytes: number) => void
}

/** Takes one event of a body as parsed; `undefined` where it is no JSON. */
export type TakeEvent = (raw: unknown, line: number | undefined) => void

export interface BodyForm {
  readonly contentType: string | undefined
  readonly contentEncoding: string | undefined
}

export interface BodyPatience {
  /** So long may the sender say nothing. */
  readonly idleMs: number
  /** So long may the whole body take. */
  readonly wholeMs: number
}

const usualPatience: BodyPatience = { idleMs: 30_000, wholeMs: 300_000 }

/**
 * Reads the events of a request body as it arrives: JSON or NDJSON, plain or gzip. Nothing is kept but what `take` keeps (JSON: the
 * text, until it is complete).
 *
 * @param body bytes as sent
 * @throws ProblemError `unsupportedMedia`, `unsupportedEncoding`, `tooLarge`, `malformed`, `timeout`
 */
export async function readEventBody(
  body: Readable,
  form: BodyForm,
  { take, onBytes }: BodyListener,
  patience: BodyPatience = usualPatience,
): Promise<void> {
  const reader = readerFor(form.contentType, counted(take))
  const unpacked = unpackedBody(body, form.contentEncoding)
  const watch = watchPatience(body, patience)
  const values = new ValueCounter()
  let bytes = 0
  try {
    for await (const chunk of unpacked as AsyncIterable<Uint8Array>) {
      bytes += chunk.length
      if (bytes > eventLimits.unpackedBytes) throw tooLarge('Unpacked', eventLimits.unpackedBytes)
      values.push(chunk)
      if (values.count > eventLimits.valuesPerRequest) throw tooLarge('Values', eventLimits.valuesPerRequest)
      onBytes?.(chunk.length)
      reader.push(chunk)
    }
    reader.end()
  } catch (error) {
    throw watch.late() ? new ProblemError('timeout', { reason: 'body' }) : refusalOf(error)
  } finally {
    watch.stop()
    if (unpacked !== body) unpacked.destroy()
  }
}

interface EventReader {
  push(chunk: Uint8Array): void
  end(): void
}

function readerFor(contentType: string | undefined, take: TakeEvent): EventReader {
  const media = (contentType ?? '').split(';', 1)[0]!.trim().toLowerCase()
  if (media === 'application/json') return jsonReader(take)
  if (media === 'application/x-ndjson' || media === 'application/ndjson') return ndjsonReader(take)
  throw new ProblemError('unsupportedMedia', { reason: 'events', value: media.slice(0, 100) })
}

function ndjsonReader(take: TakeEvent): EventReader {
  const lines = new LineCutter(eventLimits.lineBytes)
  const takeLine = (line: number, text: Buffer): void => {
    // Empty lines are free, but not endlessly so.
    if (line > 2 * eventLimits.eventsPerRequest) throw tooLarge('Count', eventLimits.eventsPerRequest)
    if (text.length === 0) return
    take(isUtf8(text) ? parsed(text.toString()) : undefined, line)
  }
  return {
    push: (chunk) => lines.push(chunk, takeLine),
    end: () => lines.end(takeLine),
  }
}

function jsonReader(take: TakeEvent): EventReader {
  const chunks: Uint8Array[] = []
  return {
    push: (chunk) => void chunks.push(chunk),
    end: () => {
      const bytes = Buffer.concat(chunks)
      const body = isUtf8(bytes) ? parsed(bytes.toString().replace(/^\ufeff/, '')) : undefined
      const events = Array.isArray(body) ? body : (body as { events?: unknown } | undefined | null)?.events
      if (!Array.isArray(events)) throw new ProblemError('malformed', { reason: 'eventsJson' })
      for (const event of events) take(event, undefined)
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function counted(take: TakeEvent): TakeEvent {
  let count = 0
  return (raw, line) => {
    count += 1
    if (count > eventLimits.eventsPerRequest) throw tooLarge('Count', eventLimits.eventsPerRequest)
    take(raw, line)
  }
}

/** Counts what is sent, and unpacks it. */
function unpackedBody(body: Readable, contentEncoding: string | undefined): Readable {
  const encoding = (contentEncoding ?? 'identity').trim().toLowerCase()
  const packed = encoding === 'gzip' || encoding === 'x-gzip'
  if (!packed && encoding !== 'identity' && encoding !== '')
    throw new ProblemError('unsupportedEncoding', { value: encoding.slice(0, 100) })
  if (!packed) return body
  const gunzip = createGunzip()
  let bytes = 0
  body.on('data', (chunk: Uint8Array) => {
    bytes += chunk.length
    if (bytes > eventLimits.bodyBytes) gunzip.destroy(tooLarge('Body', eventLimits.bodyBytes))
  })
  body.on('error', (error) => gunzip.destroy(error))
  // A client that goes away in the middle ends the body without an error.
  body.on('close', () => {
    if (!body.readableEnded) gunzip.destroy(new Error('aborted'))
  })
  return body.pipe(gunzip)
}

/** Ends a body that comes too slowly, so that slow clients cannot hold places for ever. */
function watchPatience(body: Readable, { idleMs, wholeMs }: BodyPatience): { late(): boolean; stop(): void } {
  let late = false
  const giveUp = (): void => {
    late = true
    body.destroy(new Error('late'))
  }
  const whole = setTimeout(giveUp, wholeMs)
  const idle = setTimeout(giveUp, idleMs)
  const heard = (): void => void idle.refresh()
  body.on('data', heard)
  return {
    late: () => late,
    stop: () => {
      clearTimeout(whole)
      clearTimeout(idle)
      body.off('data', heard)
    },
  }
}

function tooLarge(reason: 'Body' | 'Unpacked' | 'Count' | 'Line' | 'Values', limit: number): ProblemError {
  return new ProblemError('tooLarge', { reason: `events${reason}`, limit })
}

function refusalOf(error: unknown): unknown {
  if (error instanceof ProblemError) return error
  if (error instanceof RangeError) return tooLarge('Line', eventLimits.lineBytes)
  const { code } = error as { code?: unknown }
  const reason = typeof code === 'string' && code.startsWith('Z_') ? 'gzip' : 'truncated'
  return new ProblemError('malformed', { reason }, { cause: error })
}
