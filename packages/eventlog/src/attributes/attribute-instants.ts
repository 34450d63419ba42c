import { InstantReader } from '../instant/instant-reader.ts'
import { parseIsoInstant, parseOffset } from '../instant/iso.ts'
import { OffsetTally } from '../instant/offset-tally.ts'

const Z = 90
const noOffset = ''

/**
 * Reads the instants of one attribute from bytes and counts what makes them doubtful: offsets, local times that the
 * clock skipped or told twice, and times that are exactly midnight.
 */
export class AttributeInstants {
  readonly #others: InstantReader
  readonly #offsets: OffsetTally
  readonly #offsetTexts: string[] = []
  #offset = -1
  #offsetMs = Number.NaN
  /** Whether the last value was not read because its date can be read both ways. */
  ambiguous = false
  /** Texts that named only a date or were exactly midnight. */
  midnights = 0
  /** Local times that do not exist or exist twice in the time zone. */
  zoneGaps = 0
  /** One of them. */
  zoneGapExample = ''

  constructor(options: { readonly timeZone: string; readonly dayFirst?: boolean | undefined }) {
    this.#others = new InstantReader(options)
    this.#offsets = new OffsetTally(options.timeZone)
  }

  /** UTC milliseconds of an xs:dateTime, or of any other layout that offices write; `NaN` where it is none. */
  parse(bytes: Uint8Array, from: number, to: number): number {
    const instant = parseIsoInstant(bytes, from, to)
    if (Number.isNaN(instant)) return this.#parseOther(bytes, from, to)
    const offset = bytes[to - 1] === Z ? Z : packed(bytes, to)
    if (offset !== this.#offset) {
      this.#offset = offset
      this.#offsetMs = offsetMsOf(offsetText(bytes, to))
    }
    if (this.#offsets.add(this.#offsetMs, instant, 1)) this.#offsetTexts.push(offsetText(bytes, to))
    if (isMidnight(bytes, from)) this.midnights++
    return instant
  }

  /** How many values told their offset in which way, the zone's own offsets being one, and the first text of each; `''` for none. */
  offsets(): readonly { readonly text: string; readonly count: number }[] {
    return this.#offsets.counts().map((count, index) => ({ text: this.#offsetTexts[index]!, count }))
  }

  #parseOther(bytes: Uint8Array, from: number, to: number): number {
    const reader = this.#others
    const instant = reader.read(bytes, from, to)
    this.ambiguous = !Number.isNaN(reader.dayFirstInstant)
    if (Number.isNaN(instant) || this.ambiguous) return Number.NaN
    const { offsetMs } = reader.text
    if (this.#offsets.add(offsetMs, instant, 1))
      this.#offsetTexts.push(Number.isNaN(offsetMs) ? noOffset : offsetText(bytes, to))
    if (reader.text.midnight) this.midnights++
    if (reader.inZoneGap) {
      this.zoneGaps++
      this.zoneGapExample ||= Buffer.from(bytes.subarray(from, to)).toString('utf8')
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

function offsetMsOf(text: string): number {
  const bytes = Buffer.from(text, 'latin1')
  return parseOffset(bytes, 0, bytes.length)
}

/** Whether the characters after `2011-10-11T` tell midnight to the last digit before the offset. */
function isMidnight(bytes: Uint8Array, from: number): boolean {
  for (let i = from + 11; ; i++) {
    const byte = bytes[i]!
    // Digits other than 0 end the search; so does whatever is not part of a time of day.
    if (byte > 48 && byte <= 57) return false
    if (byte !== 48 && byte !== 58 && byte !== 46 && byte !== 44) return true
  }
}
