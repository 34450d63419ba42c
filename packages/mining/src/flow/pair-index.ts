import { GrowableInt32 } from '@zhengfeng/eventlog'

/** Tables of up to this many cells (16 MB) are held in full; larger ones are hashed. */
const densestTable = 2 ** 22

/**
 * Gives every ordered pair of codes that turns up a small number, `0 …` in order of first appearance, and counts how
 * often each was seen. A full table where there are few codes, open addressing where there are many.
 */
export class PairIndex {
  readonly #width: number
  readonly #dense: boolean
  readonly #from = new GrowableInt32(64)
  readonly #to = new GrowableInt32(64)
  #counts: Int32Array = new Int32Array(64)
  /** Number of the pair plus one; 0 where there is none. */
  #slots: Int32Array

  /** @param width one more than the largest code */
  constructor(width: number) {
    this.#width = width
    this.#dense = width * width <= densestTable
    this.#slots = new Int32Array(this.#dense ? width * width : 1024)
  }

  /** Number of distinct pairs so far. */
  get size(): number {
    return this.#from.length
  }

  /** Counts one more of the pair, and returns its number. Codes are never negative. */
  add(from: number, to: number): number {
    const slot = this.#dense ? from * this.#width + to : this.#find(from, to)
    const known = this.#slots[slot]!
    if (known === 0) return this.#append(from, to, slot)
    this.#counts[known - 1]!++
    return known - 1
  }

  /** The number of a pair, or `-1` where it was never added. */
  get(from: number, to: number): number {
    return this.#slots[this.#dense ? from * this.#width + to : this.#find(from, to)]! - 1
  }

  /** Pairs and their counts, by number. */
  finish(): { readonly from: Int32Array; readonly to: Int32Array; readonly count: Int32Array } {
    return { from: this.#from.finish(), to: this.#to.finish(), count: this.#counts.slice(0, this.size) }
  }

  /** The slot that holds the pair, or the empty one where it belongs. */
  #find(from: number, to: number): number {
    const mask = this.#slots.length - 1
    let slot = mixPair(from, to) & mask
    for (let known = this.#slots[slot]!; known !== 0; known = this.#slots[slot]!) {
      if (this.#from.get(known - 1) === from && this.#to.get(known - 1) === to) break
      slot = (slot + 1) & mask
    }
    return slot
  }

  #append(from: number, to: number, slot: number): number {
    const id = this.size
    this.#from.push(from)
    this.#to.push(to)
    if (id === this.#counts.length) this.#counts = widened(this.#counts)
    this.#counts[id] = 1
    this.#slots[slot] = id + 1
    if (!this.#dense && this.size * 2 > this.#slots.length) this.#rehash()
    return id
  }

  #rehash(): void {
    this.#slots = new Int32Array(this.#slots.length * 2)
    for (let id = 0; id < this.size; id++) this.#slots[this.#find(this.#from.get(id), this.#to.get(id))] = id + 1
  }
}

function widened(values: Int32Array): Int32Array {
  const wider = new Int32Array(values.length * 2)
  wider.set(values)
  return wider
}

/** Both codes spread over 32 bits (the finaliser of MurmurHash3). */
function mixPair(from: number, to: number): number {
  let hash = Math.imul(from, 0x9e3779b1) ^ to
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
