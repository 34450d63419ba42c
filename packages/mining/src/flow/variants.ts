import { caseCount, type EventLog, GrowableInt32 } from '@zhengfeng/eventlog'

/** Cases grouped by their exact sequence of activities; variants by number of cases, most frequent first. */
export interface Variants {
  /** Index of its variant, one per case. */
  readonly ofCase: Int32Array
  /** Number of cases, one per variant, descending; equal numbers in order of first appearance. */
  readonly cases: Int32Array
  /** The first case of each variant: it shows the sequence. */
  readonly firstCase: Int32Array
}

/**
 * Groups cases by variant. Sequences are found by hash and then compared event by event, so two unlike sequences never
 * share a variant, whatever their hashes.
 *
 * @param log any log; linear in events
 * @returns indexes into the log; `activitiesOf(log, variants.firstCase[v])` shows the sequence of variant `v`
 * @example
 * const log = sketchLog([['a', 'accept', 0], ['b', 'accept', 0], ['b', 'close', 1], ['c', 'accept', 0]])
 * variants(log) // → { ofCase: Int32Array.of(0, 1, 0), cases: Int32Array.of(2, 1), firstCase: Int32Array.of(0, 1) }
 */
export function variants(log: EventLog): Variants {
  const table = new VariantTable(log)
  const found = new Int32Array(caseCount(log))
  for (let c = 0; c < found.length; c++) found[c] = table.add(c)
  const { cases, firstCase } = table
  const ranking = Int32Array.from(cases.keys()).sort((a, b) => cases[b]! - cases[a]! || a - b)
  const rank = new Int32Array(ranking.length)
  for (let place = 0; place < ranking.length; place++) rank[ranking[place]!] = place
  for (let c = 0; c < found.length; c++) found[c] = rank[found[c]!]!
  return {
    ofCase: found,
    cases: ranking.map((v) => cases[v]!),
    firstCase: ranking.map((v) => firstCase[v]!),
  }
}

/**
 * The activity codes of one case, in order, as a view into the log.
 *
 * @param caseIndex index of the case in the log
 * @example
 * activitiesOf(sketchLog([['a', 'accept', 0], ['a', 'close', 1]]), 0) // → Int32Array.of(0, 1)
 */
export function activitiesOf(log: EventLog, caseIndex: number): Int32Array {
  return log.activity.codes.subarray(log.caseOffsets[caseIndex]!, log.caseOffsets[caseIndex + 1]!)
}

/** Open addressing over the first case of each variant. */
class VariantTable {
  readonly #codes: Int32Array
  readonly #offsets: Int32Array
  readonly #hashes = new GrowableInt32(256)
  readonly #firstCase = new GrowableInt32(256)
  readonly #cases = new GrowableInt32(256)
  /** Number of the variant plus one; 0 where there is none. */
  #slots = new Int32Array(1024)

  constructor(log: EventLog) {
    this.#codes = log.activity.codes
    this.#offsets = log.caseOffsets
  }

  get firstCase(): Int32Array {
    return this.#firstCase.finish()
  }

  get cases(): Int32Array {
    return this.#cases.finish()
  }

  /** Counts one more case and returns the number of its variant, by first appearance. */
  add(caseIndex: number): number {
    const hash = hashCodes(this.#codes, this.#offsets[caseIndex]!, this.#offsets[caseIndex + 1]!)
    const mask = this.#slots.length - 1
    let slot = hash & mask
    for (let known = this.#slots[slot]!; known !== 0; known = this.#slots[slot]!) {
      const variant = known - 1
      if (this.#hashes.get(variant) === hash && this.#same(this.#firstCase.get(variant), caseIndex)) {
        this.#cases.set(variant, this.#cases.get(variant) + 1)
        return variant
      }
      slot = (slot + 1) & mask
    }
    return this.#append(caseIndex, hash, slot)
  }

  #same(caseA: number, caseB: number): boolean {
    const startA = this.#offsets[caseA]!
    const startB = this.#offsets[caseB]!
    const length = this.#offsets[caseA + 1]! - startA
    if (this.#offsets[caseB + 1]! - startB !== length) return false
    const codes = this.#codes
    for (let i = 0; i < length; i++) if (codes[startA + i] !== codes[startB + i]) return false
    return true
  }

  #append(caseIndex: number, hash: number, slot: number): number {
    const variant = this.#hashes.length
    this.#hashes.push(hash)
    this.#firstCase.push(caseIndex)
    this.#cases.push(1)
    this.#slots[slot] = variant + 1
    if ((variant + 1) * 2 > this.#slots.length) this.#rehash()
    return variant
  }

  #rehash(): void {
    const slots = new Int32Array(this.#slots.length * 2)
    const mask = slots.length - 1
    for (let variant = 0; variant < this.#hashes.length; variant++) {
      let slot = this.#hashes.get(variant) & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = variant + 1
    }
    this.#slots = slots
  }
}

/** MurmurHash3 (x86, 32 bits) over whole codes. */
function hashCodes(codes: Int32Array, from: number, to: number): number {
  let hash = to - from
  for (let i = from; i < to; i++) {
    let k = Math.imul(codes[i]!, 0xcc9e2d51)
    k = Math.imul((k << 15) | (k >>> 17), 0x1b873593)
    hash ^= k
    hash = (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}
