import type { WorkflowNet } from '../model/workflow-net.ts'

/**
 * What can still come of a token, place by place, the other tokens left aside: a cheap outlook that never promises too much
 * cost, as A* needs.
 */
export interface Outlook {
  /** Labels; codes index them. */
  readonly labels: readonly string[]
  /** Code of each transition's label, `-1` for silent ones. */
  readonly labelOf: Int32Array
  /** Per place, the fewest activities before its token can be gone or at the end; infinite where never. */
  readonly remaining: Float64Array
  /** Per place, a bit set (`words` integers) of the labels that its token can still lead to. */
  readonly reachable: Int32Array
  readonly words: number
}

export function outlookOf(net: WorkflowNet): Outlook {
  const labels = [...new Set(net.transitions.flatMap(({ label }) => (label === undefined ? [] : [label])))]
  const codeOf = new Map(labels.map((label, code) => [label, code]))
  const labelOf = Int32Array.from(net.transitions, ({ label }) => (label === undefined ? -1 : codeOf.get(label)!))
  const words = Math.max(1, (labels.length + 31) >>> 5)
  return { labels, labelOf, words, remaining: remainingOf(net, labelOf), reachable: reachableOf(net, labelOf, words) }
}

/**
 * A token must be taken by some transition, whose tokens must each go on:
 * `remaining(p) = min over transitions of (label + max over outputs)`, 0 at the end, as the limit from above.
 */
function remainingOf(net: WorkflowNet, labelOf: Int32Array): Float64Array {
  const remaining = new Float64Array(net.places).fill(Number.POSITIVE_INFINITY)
  for (const place of net.final) remaining[place] = 0
  untilStable(() => {
    let changed = false
    net.transitions.forEach(({ inputs, outputs }, t) => {
      const onward = outputs.reduce((most, place) => Math.max(most, remaining[place]!), 0)
      const cost = onward + (labelOf[t]! >= 0 ? 1 : 0)
      for (const place of inputs) {
        if (cost >= remaining[place]!) continue
        remaining[place] = cost
        changed = true
      }
    })
    return changed
  })
  return remaining
}

function reachableOf(net: WorkflowNet, labelOf: Int32Array, words: number): Int32Array {
  const reachable = new Int32Array(net.places * words)
  untilStable(() => {
    let changed = false
    net.transitions.forEach(({ inputs, outputs }, t) => {
      for (let word = 0; word < words; word++) {
        let bits = labelOf[t]! >>> 5 === word ? 1 << (labelOf[t]! & 31) : 0
        for (const place of outputs) bits |= reachable[place * words + word]!
        for (const place of inputs) {
          const at = place * words + word
          if ((bits & ~reachable[at]!) === 0) continue
          reachable[at]! |= bits
          changed = true
        }
      }
    })
    return changed
  })
  return reachable
}

/** Values are whole numbers that only fall, and sets only grow, so this ends. */
function untilStable(round: () => boolean): void {
  while (round());
}
