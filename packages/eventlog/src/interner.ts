import { isAscii } from 'node:buffer'

const decoder = new TextDecoder('utf-8', { ignoreBOM: true })
const initialBytes = 256
const initialSlots = 16
const blockBytes = 16_384

/**
 * Gives every distinct text a small code, straight from its UTF-8 bytes: a text that was seen before costs a hash and a
 * comparison, and no string is made for it. Codes count up from 0 in order of first appearance. Strings are made only when
 * `values` is asked for.
 *
 * @example
 * const interner = new Interner()
 * interner.intern('window') // → 0
 * interner.internBytes(new TextEncoder().encode('window'), 0, 6) // → 0
 * interner.values // → ['window']
 */
export class Interner {
  #values: string[] = []
  #count = 0
  /** The distinct texts one after the other; text `code` is at `#starts[code] … #starts[code + 1] − 1`. */
  #bytes = Buffer.allocUnsafeSlow(initialBytes)
  #used = 0
  #starts = new Uint32Array(initialSlots)
  /** Open addressing; a slot holds code and hash side by side so that a probe touches one cache line. */
  #slots = new Int32Array(initialSlots * 2).fill(-1)

  /** How many distinct texts there are. */
  get count(): number {
    return this.#count
  }

  /** Every distinct text, by code; the same array every time, longer when texts were added. */
  get values(): readonly string[] {
    while (this.#values.length < this.#count) this.#makeStrings(this.#values.length)
    return this.#values
  }

  /** The bytes of all texts; those of one text lie between `startOf(code)` and `startOf(code + 1)`. Valid until the next addition. */
  get bytes(): Uint8Array {
    return this.#bytes
  }

  /** Where in `bytes` a text begins; `startOf(count)` is where the last one ends. */
  startOf(code: number): number {
    return this.#starts[code]!
  }

  /** One text as a string. */
  text(code: number): string {
    return this.#values[code] ?? textOf(this.#bytes, this.#starts[code]!, this.#starts[code + 1]!)
  }

  /** The code of the UTF-8 text in `source[from … to − 1]`. */
  internBytes(source: Uint8Array, from: number, to: number): number {
    return this.internHashed(source, from, to, hashBytes(source, from, to))
  }

  /** The code of the UTF-8 text in `source[from … to − 1]` whose `hashBytes` is known already. */
  internHashed(source: Uint8Array, from: number, to: number, hash: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = (mixed(hash) << 1) & mask
    for (let code = slots[slot]!; code !== -1; code = slots[slot]!) {
      if (slots[slot + 1] === hash && this.#equals(code, source, from, to)) return code
      slot = (slot + 2) & mask
    }
    return this.#add(source, from, to, hash, slot)
  }

  /** The code of a string. */
  intern(text: string): number {
    const bytes = Buffer.from(text, 'utf8')
    return this.internBytes(bytes, 0, bytes.length)
  }

  /** Makes the strings of a block of texts: of ASCII as slices of one string, which is far quicker than one by one. */
  #makeStrings(first: number): void {
    const from = this.#starts[first]!
    let end = first + 1
    while (end < this.#count && this.#starts[end + 1]! - from <= blockBytes) end++
    const block = this.#bytes.subarray(from, this.#starts[end]!)
    if (isAscii(block)) {
      const text = block.toString('latin1')
      for (let code = first; code < end; code++)
        this.#values.push(text.slice(this.#starts[code]! - from, this.#starts[code + 1]! - from))
    } else for (let code = first; code < end; code++) this.#values.push(this.text(code))
  }

  #equals(code: number, source: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[code]!
    if (this.#starts[code + 1]! - start !== to - from) return false
    const bytes = this.#bytes
    for (let i = from, j = start; i < to; i++, j++) if (source[i] !== bytes[j]) return false
    return true
  }

  #add(source: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    const code = this.#count++
    const length = to - from
    if (this.#used + length > this.#bytes.length) this.#growBytes(this.#used + length)
    this.#bytes.set(source.subarray(from, to), this.#used)
    this.#used += length
    if (code + 1 === this.#starts.length) {
      const grown = new Uint32Array(this.#starts.length * 2)
      grown.set(this.#starts)
      this.#starts = grown
    }
    this.#starts[code + 1] = this.#used
    this.#slots[slot] = code
    this.#slots[slot + 1] = hash
    if (this.#count * 4 >= this.#slots.length) this.#rehash()
    return code
  }

  #growBytes(needed: number): void {
    const grown = Buffer.allocUnsafeSlow(Math.max(this.#bytes.length * 2, needed))
    grown.set(this.#bytes.subarray(0, this.#used))
    this.#bytes = grown
  }

  #rehash(): void {
    const old = this.#slots
    const slots = new Int32Array(old.length * 2).fill(-1)
    const mask = slots.length - 1
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === -1) continue
      let slot = (mixed(old[i + 1]!) << 1) & mask
      while (slots[slot] !== -1) slot = (slot + 2) & mask
      slots[slot] = old[i]!
      slots[slot + 1] = old[i + 1]!
    }
    this.#slots = slots
  }
}

/** Where an FNV-1a hash starts; see `hashBytes`. */
export const hashSeed = 0x811c9dc5 | 0
/** What an FNV-1a hash is multiplied with after each byte; see `hashBytes`. */
export const hashPrime = 0x01000193

/**
 * FNV-1a, 32 bits, of `source[from … to − 1]`. A scanner that looks at every byte anyway computes it on the way:
 * start at `hashSeed`, then `hash = Math.imul(hash ^ byte, hashPrime)`.
 */
export function hashBytes(source: Uint8Array, from: number, to: number): number {
  let hash = hashSeed
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ source[i]!, hashPrime)
  return hash
}

/** FNV's low bits depend on the low bits of the bytes only; this makes them good enough for a table. */
function mixed(hash: number): number {
  return Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d) ^ (hash >>> 13)
}

/** UTF-8 bytes as a string that does not keep `source` alive. Short ASCII, the usual case, is built without the decoder. */
function textOf(source: Buffer, from: number, to: number): string {
  for (let i = from; i < to; i++) if (source[i]! >= 128) return decoder.decode(source.subarray(from, to))
  return source.toString('latin1', from, to)
}
