import type { ProcessTree } from './process-tree.ts'
import { NetBuilder, type WorkflowNet } from './workflow-net.ts'

/**
 * Turns a process tree into a net that allows exactly the same traces; it is sound and never holds two tokens in a place.
 *
 * @param tree any process tree
 * @returns a net with one initial and one final place
 * @example
 * netOfTree(parseTree("'accept'")).transitions // → [{ inputs: [0], outputs: [1], label: 'accept' }]
 */
export function netOfTree(tree: ProcessTree): WorkflowNet {
  const net = new NetBuilder()
  const begin = net.place()
  const end = net.place()
  connect(net, tree, begin, end)
  return net.finish([begin], [end])
}

function connect(net: NetBuilder, tree: ProcessTree, from: number, to: number): void {
  switch (tree.kind) {
    case 'tau':
      net.transition([from], [to])
      break
    case 'activity':
      net.transition([from], [to], tree.name)
      break
    case 'sequence':
      connectInOrder(net, tree.children, from, to)
      break
    case 'xor':
      for (const child of tree.children) connect(net, child, from, to)
      break
    case 'parallel':
      connectBeside(net, tree.children, from, to)
      break
    case 'loop':
      connectLoop(net, tree, from, to)
  }
}

function connectInOrder(net: NetBuilder, children: readonly ProcessTree[], from: number, to: number): void {
  let at = from
  for (const child of children) {
    const next = net.place()
    connect(net, child, at, next)
    at = next
  }
  net.transition([at], [to])
}

function connectBeside(net: NetBuilder, children: readonly ProcessTree[], from: number, to: number): void {
  const branches = children.map((child) => ({ child, begin: net.place(), end: net.place() }))
  const split = branches.length > 0 ? branches.map(({ begin }) => begin) : [to]
  net.transition([from], split)
  if (branches.length === 0) return
  for (const { child, begin, end } of branches) connect(net, child, begin, end)
  const join = branches.map(({ end }) => end)
  net.transition(join, [to])
}

/** Places of its own: a token that comes back for another round must not find the way into a neighbouring alternative. */
function connectLoop(net: NetBuilder, loop: ProcessTree & { kind: 'loop' }, from: number, to: number): void {
  const ready = net.place()
  const done = net.place()
  net.transition([from], [ready])
  connect(net, loop.body, ready, done)
  connect(net, loop.redo, done, ready)
  net.transition([done], [to])
}
