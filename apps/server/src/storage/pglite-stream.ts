import { Duplex } from 'node:stream'
import type { PgliteLink } from './pglite-link.ts'

/**
 * A connection to PGlite in the shape of the socket that the `pg` driver expects, so that both engines share one driver: the same
 * values, parameters, prepared statements and errors.
 */
export class PgliteStream extends Duplex {
  readonly #open: () => Promise<PgliteLink>
  #link: PgliteLink | undefined
  #unsent: Uint8Array[] = []
  #inFlight = false

  constructor(open: () => Promise<PgliteLink>) {
    super()
    this.#open = open
  }

  /** Called by the driver. */
  connect(): this {
    this.#open().then(
      (link) => {
        this.#link = link
        this.emit('connect')
      },
      (error: Error) => this.destroy(error),
    )
    return this
  }

  /** What the next `copy … from '/dev/blob'` of this connection reads. */
  async attach(bytes: Uint8Array): Promise<void> {
    await this.#link!.attach(bytes)
  }

  setNoDelay(): this {
    return this
  }

  setKeepAlive(): this {
    return this
  }

  ref(): this {
    return this
  }

  unref(): this {
    return this
  }

  override _read(): void {}

  override _write(chunk: Uint8Array, _encoding: string, done: (error?: Error | null) => void): void {
    this.#unsent.push(chunk)
    this.#send(done)
  }

  override _writev(chunks: { readonly chunk: Uint8Array }[], done: (error?: Error | null) => void): void {
    for (const { chunk } of chunks) this.#unsent.push(chunk)
    this.#send(done)
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    // A statement that runs cannot be cancelled in PGlite; ending its thread takes back the transaction, as a crash would.
    if (this.#inFlight) void this.#link?.kill(error ?? new Error('Connection terminated: the statement was given up'))
    done(error)
  }

  #send(done: (error?: Error | null) => void): void {
    const last = this.#unsent.at(-1)!
    if (last[0] === terminate) {
      this.#unsent = []
      this.push(null)
      done()
      return
    }
    // The driver writes parse, bind and execute one by one; PGlite is called once for all of them.
    if (!endsRequest.has(last[0]!)) {
      done()
      return
    }
    const message = this.#unsent.length === 1 ? last : Buffer.concat(this.#unsent)
    this.#unsent = []
    this.#exchange(message).then(() => done(), done)
  }

  async #exchange(message: Uint8Array): Promise<void> {
    this.#inFlight = true
    const answer = await this.#link!.exchange(message)
    this.#inFlight = false
    this.push(answer)
  }
}

// X of terminate; S of sync, Q of query, H of flush, p of password, and the start-up message, which begins with its length.
const terminate = 88
const endsRequest = new Set([83, 81, 72, 112, 0])
