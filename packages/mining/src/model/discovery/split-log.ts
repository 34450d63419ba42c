import { type Cut, groupOfEach } from './cut.ts'
import { type Sublog, SublogBuilder } from './sublog.ts'

/**
 * Divides a sublog along a cut, one sublog per group. Where the cut was found after noise was filtered away, events that
 * contradict it are left out, as few as possible.
 */
export function splitLog(sublog: Sublog, cut: Cut): Sublog[] {
  const groupOf = groupOfEach(cut, sublog.alphabet.length)
  const builders = cut.groups.map(() => new SublogBuilder())
  const split = splitters[cut.kind]
  for (let t = 0; t < sublog.counts.length; t++) {
    split({ sublog, groupOf, from: sublog.offsets[t]!, to: sublog.offsets[t + 1]!, count: sublog.counts[t]! }, builders)
  }
  return builders.map((builder) => builder.finish())
}

/** One trace, `codes[from … to − 1]`, about to be divided. */
interface Division {
  readonly sublog: Sublog
  readonly groupOf: Int32Array
  readonly from: number
  readonly to: number
  readonly count: number
}

const splitters = { xor: splitChoice, sequence: splitSequence, parallel: splitParallel, loop: splitLoop }

/** A trace belongs to the group with most of its events. */
function splitChoice(division: Division, builders: readonly SublogBuilder[]): void {
  const { sublog, groupOf, from, to, count } = division
  const votes = new Int32Array(builders.length)
  for (let i = from; i < to; i++) votes[groupOf[sublog.codes[i]!]!]!++
  const winner = votes.indexOf(Math.max(...votes))
  pushGroup(division, winner, builders[winner]!)
  builders[winner]!.endTrace(count)
}

/** Each group gets one stretch of the trace; the boundaries are those that leave out fewest events. */
function splitSequence(division: Division, builders: readonly SublogBuilder[]): void {
  const { sublog, groupOf, from, to, count } = division
  const stretch = inOrder(division) ? undefined : bestStretches(division, builders.length)
  for (let i = from; i < to; i++) {
    const group = groupOf[sublog.codes[i]!]!
    if (!stretch || stretch[i - from] === group) builders[group]!.push(sublog.alphabet[sublog.codes[i]!]!)
  }
  for (const builder of builders) builder.endTrace(count)
}

function inOrder({ sublog, groupOf, from, to }: Division): boolean {
  for (let i = from + 1; i < to; i++) if (groupOf[sublog.codes[i]!]! < groupOf[sublog.codes[i - 1]!]!) return false
  return true
}

/** For each event, the group whose stretch it falls into: a shortest path over (event, group), cost 1 per event left out. */
function bestStretches({ sublog, groupOf, from, to }: Division, groups: number): Int32Array {
  const length = to - from
  // cost[i * groups + g]: fewest events left out among the first i, when event i - 1 falls into group g or an earlier one.
  const cost = new Int32Array((length + 1) * groups)
  for (let i = 1; i <= length; i++) {
    const own = groupOf[sublog.codes[from + i - 1]!]!
    for (let g = 0; g < groups; g++) {
      const here = cost[(i - 1) * groups + g]! + (own === g ? 0 : 1)
      cost[i * groups + g] = g === 0 ? here : Math.min(here, cost[i * groups + g - 1]!)
    }
  }
  const stretch = new Int32Array(length)
  for (let i = length, g = groups - 1; i > 0; i--) {
    while (g > 0 && cost[i * groups + g] === cost[i * groups + g - 1]) g--
    stretch[i - 1] = g
  }
  return stretch
}

/** Each group gets its own events, in their order. */
function splitParallel(division: Division, builders: readonly SublogBuilder[]): void {
  builders.forEach((builder, group) => {
    pushGroup(division, group, builder)
    builder.endTrace(division.count)
  })
}

/** The trace is cut wherever it goes over from the body to the redo part or back; it begins and ends in the body. */
function splitLoop({ sublog, groupOf, from, to, count }: Division, builders: readonly SublogBuilder[]): void {
  let group = 0
  for (let i = from; i < to; i++) {
    const own = groupOf[sublog.codes[i]!]!
    if (own !== group) builders[group]!.endTrace(count)
    group = own
    builders[group]!.push(sublog.alphabet[sublog.codes[i]!]!)
  }
  builders[group]!.endTrace(count)
  if (group === 1) builders[0]!.endTrace(count)
}

function pushGroup({ sublog, groupOf, from, to }: Division, group: number, builder: SublogBuilder): void {
  for (let i = from; i < to; i++) {
    if (groupOf[sublog.codes[i]!] === group) builder.push(sublog.alphabet[sublog.codes[i]!]!)
  }
}
