const decoder = new TextDecoder('utf-8')

/**
 * Gives every distinct text a small code, straight from its UTF-8 bytes: a text that was seen before costs a hash and a
 * comparison, and no string is made for it. Codes count up from 0 in order of first appearance.
 *
 * @example
 * const interner = new Interner()
 * interner.intern('window') // → 0
 * interner.internBytes(new TextEncoder().encode('window'), 0, 6) // → 0
 * interner.values // → ['window']
 */
export class Interner {
  /** Every distinct text, by code. */
  readonly values: string[] = []
  #bytes = new Uint8Array(4096)
  #used = 0
  #starts: number[] = [0]
  #hashes = new Int32Array(256)
  #slots = new Int32Array(256).fill(-1)

  /** The code of the UTF-8 text in `source[from … to − 1]`. */
  internBytes(source: Uint8Array, from: number, to: number): number {
    const hash = hashBytes(source, from, to)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let code = this.#slots[slot]!; code !== -1; code = this.#slots[slot]!) {
      if (this.#hashes[slot] === hash && this.#equals(code, source, from, to)) return code
      slot = (slot + 1) & mask
    }
    return this.#add(source, from, to, hash, slot)
  }

  /** The code of a string. */
  intern(text: string): number {
    const bytes = Buffer.from(text, 'utf8')
    return this.internBytes(bytes, 0, bytes.length)
  }

  #equals(code: number, source: Uint8Array, from: number, to: number): boolean {
    const start = this.#starts[code]!
    if (this.#starts[code + 1]! - start !== to - from) return false
    const bytes = this.#bytes
    for (let i = from, j = start; i < to; i++, j++) if (source[i] !== bytes[j]) return false
    return true
  }

  #add(source: Uint8Array, from: number, to: number, hash: number, slot: number): number {
    const code = this.values.length
    const length = to - from
    if (this.#used + length > this.#bytes.length) {
      const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#used + length))
      grown.set(this.#bytes.subarray(0, this.#used))
      this.#bytes = grown
    }
    this.#bytes.set(source.subarray(from, to), this.#used)
    this.#used += length
    this.#starts.push(this.#used)
    this.values.push(decodeText(source, from, to))
    this.#slots[slot] = code
    this.#hashes[slot] = hash
    if (code * 2 >= this.#slots.length) this.#rehash()
    return code
  }

  #rehash(): void {
    const size = this.#slots.length * 2
    const slots = new Int32Array(size).fill(-1)
    const hashes = new Int32Array(size)
    for (let old = 0; old < this.#slots.length; old++) {
      if (this.#slots[old] === -1) continue
      let slot = this.#hashes[old]! & (size - 1)
      while (slots[slot] !== -1) slot = (slot + 1) & (size - 1)
      slots[slot] = this.#slots[old]!
      hashes[slot] = this.#hashes[old]!
    }
    this.#slots = slots
    this.#hashes = hashes
  }
}

/** UTF-8 bytes as a string that does not keep `source` alive. */
function decodeText(source: Uint8Array, from: number, to: number): string {
  return decoder.decode(source.subarray(from, to))
}

/** FNV-1a, 32 bits, with a final mix so that the low bits are good enough for a table. */
function hashBytes(source: Uint8Array, from: number, to: number): number {
  let hash = 0x811c9dc5
  for (let i = from; i < to; i++) hash = Math.imul(hash ^ source[i]!, 0x01000193)
  hash ^= hash >>> 15
  return Math.imul(hash, 0x2c1b3c6d) | 0
}
