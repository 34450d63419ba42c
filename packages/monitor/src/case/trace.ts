import { MonitorError } from '../errors.ts'

/** A value of an attribute that a case keeps. */
export type AttributeValue = string | number | boolean
export type Attributes = Readonly<Record<string, AttributeValue>>

/** One event of a case, in short. Instants are whole UTC milliseconds. */
export interface TraceEvent {
  /** Its number within the division. */
  readonly seq: number
  readonly occurredAt: number
  /** When it was written down, by the clock of the source, or of the server where the source is a live one. */
  readonly recordedAt?: number
  /** When the work on it began. */
  readonly startedAt?: number
  /** As the source calls it. */
  readonly activity: string
  readonly department?: string
  readonly actor?: string
  readonly window?: string
  readonly channel?: string
  /** Lifecycle transition (IEEE 1849). */
  readonly transition?: string
  /** Those of the event's attributes from which something is computed. */
  readonly attributes?: Attributes
  /** The import that brought it. */
  readonly batch?: string
}

/** Changes when the layout does, so that an older text is refused instead of misread. */
const layout = 1

const texts = ['department', 'actor', 'window', 'channel', 'transition', 'batch'] as const
const recordedBit = 1 << texts.length
const startedBit = recordedBit << 1
const attributesBit = startedBit << 1
const allBits = attributesBit * 2 - 1

type Mutable = { -readonly [Key in keyof TraceEvent]: TraceEvent[Key] }

/**
 * Writes the events of a case as short text: every word once, numbers and times as differences.
 *
 * @param events in order of `seq`; all numbers whole
 * @returns about 60 bytes an event; empty for no events
 * @example
 * encodeTrace([{ seq: 7, occurredAt: 1000, activity: 'submit' }]) // → '[1,["submit"],[0,7,1000,0],[]]'
 */
export function encodeTrace(events: readonly TraceEvent[]): string {
  if (events.length === 0) return ''
  const words = new Map<string, number>()
  const codeOf = (word: string): number => {
    const known = words.get(word)
    if (known !== undefined) return known
    words.set(word, words.size)
    return words.size - 1
  }
  const numbers: number[] = []
  const attributes: Attributes[] = []
  let seq = 0
  let at = 0
  for (const event of events) {
    const start = numbers.length
    numbers.push(0, event.seq - seq, event.occurredAt - at, codeOf(event.activity))
    let bits = 0
    for (let i = 0; i < texts.length; i++) {
      const word = event[texts[i]!]
      if (word === undefined) continue
      bits |= 1 << i
      numbers.push(codeOf(word))
    }
    if (event.recordedAt !== undefined) {
      bits |= recordedBit
      numbers.push(event.recordedAt - event.occurredAt)
    }
    if (event.startedAt !== undefined) {
      bits |= startedBit
      numbers.push(event.occurredAt - event.startedAt)
    }
    if (event.attributes !== undefined) {
      bits |= attributesBit
      attributes.push(event.attributes)
    }
    numbers[start] = bits
    seq = event.seq
    at = event.occurredAt
  }
  return JSON.stringify([layout, [...words.keys()], numbers, attributes])
}

/**
 * Reads what `encodeTrace` wrote.
 *
 * @returns the very same events
 * @throws MonitorError `traceUnreadable`
 * @example
 * decodeTrace('[1,["submit"],[0,7,1000,0],[]]') // → [{ seq: 7, occurredAt: 1000, activity: 'submit' }]
 */
export function decodeTrace(text: string): TraceEvent[] {
  if (text === '') return []
  const [words, numbers, attributes] = partsOf(text)
  const events: TraceEvent[] = []
  let place = 0
  let attributesRead = 0
  let seq = 0
  let at = 0
  const word = (): string => {
    const found = words[numbers[place++]!]
    if (typeof found !== 'string') throw unreadable(text)
    return found
  }
  while (place < numbers.length) {
    const bits = numbers[place++]!
    seq += numbers[place++]!
    at += numbers[place++]!
    const event: Mutable = { seq, occurredAt: at, activity: word() }
    for (let i = 0; i < texts.length; i++) if (bits & (1 << i)) event[texts[i]!] = word()
    if (bits & recordedBit) event.recordedAt = at + numbers[place++]!
    if (bits & startedBit) event.startedAt = at - numbers[place++]!
    if (bits & attributesBit) event.attributes = attributes[attributesRead++]!
    if (!(bits >= 0 && bits <= allBits) || place > numbers.length || !Number.isSafeInteger(seq + at))
      throw unreadable(text)
    events.push(event)
  }
  if (attributesRead !== attributes.length) throw unreadable(text)
  return events
}

function partsOf(text: string): [words: readonly unknown[], numbers: readonly number[], attributes: Attributes[]] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch (cause) {
    throw unreadable(text, cause)
  }
  if (!Array.isArray(parsed) || parsed.length !== 4 || parsed[0] !== layout) throw unreadable(text)
  const [, words, numbers, attributes] = parsed as unknown[]
  if (!Array.isArray(words) || !Array.isArray(numbers) || !Array.isArray(attributes)) throw unreadable(text)
  return [words, numbers as number[], attributes as Attributes[]]
}

function unreadable(text: string, cause?: unknown): MonitorError {
  return new MonitorError('traceUnreadable', { found: text.slice(0, 80) }, { cause })
}
