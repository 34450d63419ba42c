import type { ReadingNotes } from '../reading-notes.ts'
import type { InstantReader } from './instant-reader.ts'
import { OffsetTally } from './offset-tally.ts'
import { layoutCount } from './time-text.ts'

/** Where a time stands in its source, so that it can be shown. */
export interface TimePlace {
  readonly line: number
  readonly bytes: Uint8Array
  readonly from: number
  readonly to: number
}

const mostExamples = 5

/** Counts what there is to notice about the times of one column, row by row. */
export class TimeTally {
  readonly #now: number
  #rows = 0
  readonly #layouts = new Int32Array(layoutCount)
  readonly #layoutExamples: Example[] = []
  readonly #offsets: OffsetTally
  readonly #offsetExamples: Example[] = []
  readonly #either = new Counted()
  readonly #zoneGaps = new Counted()
  readonly #midnights = new Counted()
  readonly #implausible = new Counted()

  /** `timeZone` is that of times without an offset; `now`, UTC milliseconds, is when times begin to be implausible. */
  constructor({ timeZone, now = Number.POSITIVE_INFINITY }: { timeZone: string; now?: number | undefined }) {
    this.#now = now
    this.#offsets = new OffsetTally(timeZone)
  }

  /** Counts the time that `reader` read last, for `count` rows. `instant` is what became of it. */
  add(reader: InstantReader, instant: number, count: number, place: TimePlace): void {
    const { text } = reader
    this.#rows += count
    if (this.#layouts[text.layout] === 0 && this.#layoutExamples.length < mostExamples)
      this.#layoutExamples.push(exampleOf(place))
    this.#layouts[text.layout]! += count
    if (this.#offsets.add(text.offsetMs, instant, count)) this.#offsetExamples.push(exampleOf(place))
    if (text.order === 'either' && text.dayFirstMs !== text.localMs) this.#either.add(count, place)
    if (reader.inZoneGap) this.#zoneGaps.add(count, place)
    if (text.midnight) this.#midnights.add(count, place)
    if (instant < 0 || instant > this.#now) this.#implausible.add(count, place)
  }

  /** Tells what was noticed. Midnights and implausible times are told of event times only: a deadline may well be either. */
  noticeTo(notes: ReadingNotes, column: string, kind: 'event' | 'attribute'): void {
    const counted = { column, notes }
    this.#either.noticeTo('ambiguousDates', counted)
    this.#zoneGaps.noticeTo('zoneGaps', counted)
    noticeMixture('mixedZones', this.#offsets.counts(), this.#offsetExamples, counted)
    noticeMixture('mixedLayouts', Array.from(this.#layouts), this.#layoutExamples, counted)
    if (kind === 'attribute') return
    this.#midnights.noticeTo('midnightOnly', counted)
    this.#implausible.noticeTo('implausibleTimes', counted)
  }
}

interface Example {
  readonly line: number
  readonly value: string
}

interface Told {
  readonly notes: ReadingNotes
  readonly column: string
}

/** A count with its first examples. */
class Counted {
  #count = 0
  readonly #examples: Example[] = []

  add(count: number, place: TimePlace): void {
    this.#count += count
    if (this.#examples.length < mostExamples) this.#examples.push(exampleOf(place))
  }

  noticeTo(kind: 'ambiguousDates' | 'zoneGaps' | 'midnightOnly' | 'implausibleTimes', { notes, column }: Told): void {
    if (this.#count === 0) return
    notes.notice(kind, { column, count: this.#count })
    for (const example of this.#examples) notes.notice(kind, { column, count: 0, ...example })
  }
}

/** Where there are several kinds, those that are not the usual one are counted, and one of each is shown. */
function noticeMixture(
  kind: 'mixedZones' | 'mixedLayouts',
  counts: readonly number[],
  examples: readonly Example[],
  { notes, column }: Told,
): void {
  const present = counts.filter((count) => count > 0)
  if (present.length < 2) return
  const total = present.reduce((sum, count) => sum + count, 0)
  notes.notice(kind, { column, count: total - Math.max(...present) })
  for (const example of examples) notes.notice(kind, { column, count: 0, ...example })
}

function exampleOf({ line, bytes, from, to }: TimePlace): Example {
  return { line, value: new TextDecoder().decode(bytes.subarray(from, to)) }
}
