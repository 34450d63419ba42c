import { type CanonicalActivity, canonicalActivities, type Profile } from '@zhengfeng/eventlog'
import type { TraceEvent } from './trace.ts'

/** Steps of which the second ends what the first began. */
const pairs = [
  ['accept', 'close'],
  ['suspend', 'resume'],
  ['specialStart', 'specialEnd'],
  ['supplementRequest', 'supplementAnswer'],
  ['queue', 'call'],
] as const satisfies readonly (readonly [CanonicalActivity, CanonicalActivity])[]

/** Which pair, and whether the step begins (0) or ends (1) it. */
type Place = readonly [pair: number, side: 0 | 1]

/**
 * The events of a case in order of time, equal times in order of `seq`. Where nothing of a pair lasts and as many beginnings as ends of it fall on one
 * instant, beginnings come before their ends however they arrived: else a stop whose end arrived first would never end.
 * All other events keep their places.
 */
export function inOrderOfTime(events: readonly TraceEvent[], profile: Profile): readonly TraceEvent[] {
  const sorted = isInOrder(events)
    ? events
    : events.slice().sort((a, b) => a.occurredAt - b.occurredAt || a.seq - b.seq)
  return hasEqualTimes(sorted) ? withPairsInOrder(sorted, placesOf(profile)) : sorted
}

function isInOrder(events: readonly TraceEvent[]): boolean {
  for (let i = 1; i < events.length; i++) if (events[i]!.occurredAt < events[i - 1]!.occurredAt) return false
  return true
}

function hasEqualTimes(events: readonly TraceEvent[]): boolean {
  for (let i = 1; i < events.length; i++) if (events[i]!.occurredAt === events[i - 1]!.occurredAt) return true
  return false
}

function withPairsInOrder(events: readonly TraceEvent[], places: ReadonlyMap<string, Place>): readonly TraceEvent[] {
  const ordered = events.slice()
  const lasting = pairs.map(() => false)
  for (let from = 0, to = 0; from < ordered.length; from = to) {
    while (to < ordered.length && ordered[to]!.occurredAt === ordered[from]!.occurredAt) to++
    for (let pair = 0; pair < pairs.length; pair++) {
      const found = slotsOf(ordered, { from, to, pair, places })
      if (found.length === 0) continue
      if (!lasting[pair]) alternate(ordered, found)
      lasting[pair] = found.at(-1)!.side === 0
    }
  }
  return ordered
}

interface Slot {
  readonly at: number
  side: 0 | 1
}

interface Instant {
  readonly from: number
  readonly to: number
  readonly pair: number
  readonly places: ReadonlyMap<string, Place>
}

function slotsOf(events: readonly TraceEvent[], { from, to, pair, places }: Instant): Slot[] {
  const slots: Slot[] = []
  for (let at = from; at < to; at++) {
    const place = isDone(events[at]!) ? places.get(events[at]!.activity) : undefined
    if (place?.[0] === pair) slots.push({ at, side: place[1] })
  }
  return slots
}

function isDone({ transition }: TraceEvent): boolean {
  return transition === undefined || transition.toLowerCase() === 'complete'
}

/** Beginning, end, beginning, end; those of a kind as they arrived. What does not come in twos stays. */
function alternate(events: TraceEvent[], slots: readonly Slot[]): void {
  const ofSide = (side: 0 | 1): TraceEvent[] => slots.filter((slot) => slot.side === side).map(({ at }) => events[at]!)
  const sides = [ofSide(0), ofSide(1)] as const
  if (sides[0].length !== sides[1].length) return
  slots.forEach((slot, k) => {
    slot.side = k % 2 === 0 ? 0 : 1
    events[slot.at] = sides[slot.side][k >> 1]!
  })
}

const placesByProfile = new WeakMap<Profile, ReadonlyMap<string, Place>>()

function placesOf(profile: Profile): ReadonlyMap<string, Place> {
  let places = placesByProfile.get(profile)
  if (!places) {
    places = makePlaces(profile)
    placesByProfile.set(profile, places)
  }
  return places
}

/** A name that the profile gives to two steps is the first of them, as wherever steps are read. */
function makePlaces({ activities }: Profile): ReadonlyMap<string, Place> {
  const stepOf = new Map<string, CanonicalActivity>()
  for (const step of canonicalActivities)
    for (const name of activities[step] ?? []) if (!stepOf.has(name)) stepOf.set(name, step)
  const placeOf = new Map<CanonicalActivity, Place>(
    pairs.flatMap(([begin, end], pair) => [
      [begin, [pair, 0]],
      [end, [pair, 1]],
    ]),
  )
  return new Map(
    Array.from(stepOf).flatMap(([name, step]): [string, Place][] => {
      const place = placeOf.get(step)
      return place ? [[name, place]] : []
    }),
  )
}
