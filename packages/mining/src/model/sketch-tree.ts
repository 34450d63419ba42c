import { type Random, randomIndex } from '../statistics/random.ts'
import { type ProcessTree, tau } from './process-tree.ts'

/**
 * Draws a small process tree, for property tests.
 *
 * @param random where the numbers come from
 * @param options.leaves how many leaves it has at most
 * @param options.letters how many activities there are: `a`, `b`, …
 * @param options.distinct each activity at most once, as in a discovered tree
 */
export function sketchTree(
  random: Random,
  options: { readonly leaves: number; readonly letters: number; readonly distinct?: boolean },
): ProcessTree {
  const letters = Array.from({ length: options.letters }, (_, i) => String.fromCharCode(97 + i))
  const leaf = (): ProcessTree => {
    const at = randomIndex(random, letters.length + 1)
    if (at === letters.length) return tau
    return { kind: 'activity', name: options.distinct ? letters.splice(at, 1)[0]! : letters[at]! }
  }
  const grow = (leaves: number): ProcessTree => {
    if (leaves <= 1) return leaf()
    const kind = (['sequence', 'xor', 'parallel', 'loop'] as const)[randomIndex(random, 4)]!
    const first = 1 + randomIndex(random, leaves - 1)
    const [left, right] = [grow(first), grow(leaves - first)]
    return kind === 'loop' ? { kind, body: left, redo: right } : { kind, children: [left, right] }
  }
  return grow(1 + randomIndex(random, options.leaves))
}

/**
 * Every trace of at most `maxLength` events that a tree over one-letter activities allows, each as a word. Straight from the
 * definition of the operators, to check cleverer calculations by.
 */
export function wordsOfTree(tree: ProcessTree, maxLength: number): Set<string> {
  const words = (child: ProcessTree): Set<string> => wordsOfTree(child, maxLength)
  switch (tree.kind) {
    case 'tau':
      return new Set([''])
    case 'activity':
      return new Set(maxLength >= 1 ? [tree.name] : [])
    case 'xor':
      return new Set(tree.children.flatMap((child) => [...words(child)]))
    case 'sequence':
      return tree.children.map(words).reduce((a, b) => combine(a, b, maxLength, (x, y) => [x + y]))
    case 'parallel':
      return tree.children.map(words).reduce((a, b) => combine(a, b, maxLength, shuffles))
    case 'loop': {
      const body = words(tree.body)
      const round = combine(words(tree.redo), body, maxLength, (x, y) => [x + y])
      const all = new Set(body)
      for (const word of all) for (const more of round) if (word.length + more.length <= maxLength) all.add(word + more)
      return all
    }
  }
}

function combine(
  a: ReadonlySet<string>,
  b: ReadonlySet<string>,
  maxLength: number,
  join: (x: string, y: string) => readonly string[],
): Set<string> {
  const all = new Set<string>()
  for (const x of a) {
    for (const y of b) if (x.length + y.length <= maxLength) for (const word of join(x, y)) all.add(word)
  }
  return all
}

function shuffles(x: string, y: string): readonly string[] {
  if (x === '' || y === '') return [x + y]
  return [
    ...shuffles(x.slice(1), y).map((rest) => x[0]! + rest),
    ...shuffles(x, y.slice(1)).map((rest) => y[0]! + rest),
  ]
}
