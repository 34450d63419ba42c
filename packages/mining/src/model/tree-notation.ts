import { ModelError } from './errors.ts'
import { childrenOf, type ProcessTree, tau } from './process-tree.ts'

const symbols = { sequence: '->', xor: 'X', parallel: '+', loop: '*' } as const
const operatorOf = { '->': 'sequence', X: 'xor', '+': 'parallel', '*': 'loop' } as const

/** Deeper trees are refused, so that hostile text cannot exhaust the stack. */
const maxDepth = 2_000

/**
 * Writes a process tree in the usual notation: `->` sequence, `X` choice, `+` parallel, `*` loop (body, redo), `tau`.
 * A quote or backslash in a name is escaped with a backslash.
 *
 * @param tree any process tree
 * @returns one line of text that `parseTree` reads back
 * @example
 * formatTree({ kind: 'loop', body: { kind: 'activity', name: 'check' }, redo: { kind: 'tau' } }) // → "*( 'check', tau )"
 */
export function formatTree(tree: ProcessTree): string {
  if (tree.kind === 'tau') return 'tau'
  if (tree.kind === 'activity') return `'${tree.name.replaceAll(/['\\]/g, '\\$&')}'`
  return `${symbols[tree.kind]}( ${childrenOf(tree).map(formatTree).join(', ')} )`
}

/**
 * Reads a process tree in the notation of `formatTree`. White space between tokens does not matter.
 *
 * @param text for example `->( 'accept', X( tau, 'review' ), 'decide' )`
 * @returns the tree as written, not simplified
 * @throws ModelError `treeMalformed` with the 1-based position, or `treeTooDeep`
 * @example
 * parseTree("X( tau, 'review' )") // → { kind: 'xor', children: [{ kind: 'tau' }, { kind: 'activity', name: 'review' }] }
 */
export function parseTree(text: string): ProcessTree {
  const reader = { text, at: 0 }
  const tree = readTree(reader, 0)
  skipSpace(reader)
  if (reader.at < text.length) refuse(reader, 'end of text')
  return tree
}

interface Reader {
  readonly text: string
  at: number
}

function readTree(reader: Reader, depth: number): ProcessTree {
  if (depth > maxDepth) throw new ModelError('treeTooDeep', { limit: maxDepth })
  skipSpace(reader)
  if (reader.text[reader.at] === "'") return { kind: 'activity', name: readName(reader) }
  if (take(reader, 'tau')) return tau
  for (const symbol of ['->', 'X', '+', '*'] as const) {
    if (take(reader, symbol)) return readOperator(reader, operatorOf[symbol], depth)
  }
  return refuse(reader, "'name', tau, ->, X, + or *")
}

function readOperator(reader: Reader, kind: keyof typeof symbols, depth: number): ProcessTree {
  expect(reader, '(')
  const children = [readTree(reader, depth + 1)]
  for (skipSpace(reader); take(reader, ','); skipSpace(reader)) children.push(readTree(reader, depth + 1))
  // Tools disagree on whether a third child of a loop is another redo part or an exit part, so it is not guessed.
  if (kind === 'loop' && children.length !== 2) refuse(reader, 'a loop with two children, body and redo')
  expect(reader, ')')
  return kind === 'loop' ? { kind, body: children[0]!, redo: children[1]! } : { kind, children }
}

function readName(reader: Reader): string {
  const quoted = /'((?:[^'\\]|\\.)*)'/sy
  quoted.lastIndex = reader.at
  const match = quoted.exec(reader.text)
  if (!match) return refuse(reader, 'a closing quote')
  reader.at = quoted.lastIndex
  return match[1]!.replaceAll(/\\(.)/gs, '$1')
}

function take(reader: Reader, token: string): boolean {
  if (!reader.text.startsWith(token, reader.at)) return false
  reader.at += token.length
  return true
}

function expect(reader: Reader, token: string): void {
  skipSpace(reader)
  if (!take(reader, token)) refuse(reader, token)
}

function skipSpace(reader: Reader): void {
  while (/\s/.test(reader.text[reader.at] ?? '')) reader.at++
}

function refuse(reader: Reader, expected: string): never {
  throw new ModelError('treeMalformed', { position: reader.at + 1, expected })
}
