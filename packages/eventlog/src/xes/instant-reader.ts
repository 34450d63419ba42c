import { instantOfLocal } from '@zhengfeng/worktime'
import { parseIsoInstant } from '../instant/index.ts'
import { endOfDigits } from '../instant/iso.ts'

const Z = 90

/**
 * Reads the instants of one attribute from bytes and counts what makes them doubtful: offsets, local times that the
 * clock skipped or told twice, and times that are exactly midnight.
 */
export class InstantReader {
  readonly #timeZone: string
  readonly #scratch = new Uint8Array(64)
  readonly #offsets = new Map<string, number>()
  #offset = -1
  #offsetText = ''
  #offsetCount = 0
  /** Texts that named only a date or were exactly midnight. */
  midnights = 0
  /** Local times that do not exist or exist twice in the time zone. */
  zoneGaps = 0
  /** One of them. */
  zoneGapExample = ''

  constructor(timeZone: string) {
    this.#timeZone = timeZone
  }

  /** UTC milliseconds of an xs:dateTime, or `NaN`; without offset the time is local. */
  parse(bytes: Uint8Array, from: number, to: number): number {
    const instant = parseIsoInstant(bytes, from, to)
    if (Number.isNaN(instant)) return this.#parseLocal(bytes, from, to)
    const offset = bytes[to - 1] === Z ? Z : packed(bytes, to)
    if (offset === this.#offset) this.#offsetCount++
    else this.#countOffset(offset, bytes, to)
    if (isMidnight(bytes, from)) this.midnights++
    return instant
  }

  /** How many values had which offset; `''` for those without. */
  offsets(): ReadonlyMap<string, number> {
    this.#countOffset(-1, new Uint8Array(0), 0)
    return this.#offsets
  }

  #countOffset(offset: number, bytes: Uint8Array, to: number): void {
    if (this.#offsetCount > 0)
      this.#offsets.set(this.#offsetText, (this.#offsets.get(this.#offsetText) ?? 0) + this.#offsetCount)
    this.#offset = offset
    this.#offsetCount = offset === -1 ? 0 : 1
    this.#offsetText = offset === -1 ? '' : offsetText(bytes, to)
  }

  #parseLocal(bytes: Uint8Array, from: number, to: number): number {
    const length = to - from
    if (length < 10 || length > 40) return Number.NaN
    const scratch = this.#scratch
    scratch.set(bytes.subarray(from, to))
    const dateOnly = length === 10 && endOfDigits(scratch, 8, 10) === 10
    let end = length
    if (dateOnly) for (const character of 'T00:00') scratch[end++] = character.charCodeAt(0)
    scratch[end++] = Z
    const local = parseIsoInstant(scratch, 0, end)
    if (Number.isNaN(local)) return local
    this.#offsets.set('', (this.#offsets.get('') ?? 0) + 1)
    if (isMidnight(scratch, 0)) this.midnights++
    const { instant, kind } = instantOfLocal(this.#timeZone, local)
    if (kind !== 'exact') {
      this.zoneGaps++
      this.zoneGapExample ||= Buffer.from(scratch.subarray(0, length)).toString('latin1')
    }
    return instant
  }
}

/** The last six bytes in one number. */
function packed(bytes: Uint8Array, to: number): number {
  const high = (bytes[to - 6]! << 16) | (bytes[to - 5]! << 8) | bytes[to - 4]!
  return high * 0x1000000 + ((bytes[to - 3]! << 16) | (bytes[to - 2]! << 8) | bytes[to - 1]!)
}

function offsetText(bytes: Uint8Array, to: number): string {
  const tail = Buffer.from(bytes.subarray(Math.max(0, to - 9), to)).toString('latin1')
  return /(?:Z|[+-][\d:]+)$/i.exec(tail)?.[0] ?? tail
}

/** Whether the characters after `2011-10-11T` tell midnight to the last digit before the offset. */
function isMidnight(bytes: Uint8Array, from: number): boolean {
  for (let i = from + 11; i < from + 30; i++) {
    const byte = bytes[i]!
    // Digits other than 0 end the search; so does whatever is not part of a time of day.
    if (byte > 48 && byte <= 57) return false
    if (byte !== 48 && byte !== 58 && byte !== 46 && byte !== 44) return true
  }
  return true
}
