import type { Division } from '@zhengfeng/contract'

/** Something that the command palette can do. */
export interface Command {
  readonly id: string
  readonly group: 'pages' | 'cases' | 'divisions' | 'actions'
  readonly label: string
  /** Said behind the label: where a division lies, for example. */
  readonly hint?: string
  readonly run: () => void
}

/**
 * The commands that a text finds: every word of it is somewhere in the label or hint. Those that begin with it come first; the
 * order is kept otherwise.
 */
export function findCommands(commands: readonly Command[], text: string, atMost = 12): readonly Command[] {
  const words = fold(text).split(/\s+/).filter(Boolean)
  const found = commands.filter(({ label, hint, id }) => {
    const searched = fold(`${label} ${hint ?? ''} ${id}`)
    return words.every((word) => searched.includes(word))
  })
  const first = words[0] ?? ''
  const rank = ({ label }: Command): number => (fold(label).startsWith(first) ? 0 : 1)
  return found
    .map((command, position) => ({ command, position }))
    .sort((a, b) => rank(a.command) - rank(b.command) || a.position - b.position)
    .slice(0, atMost)
    .map(({ command }) => command)
}

/** Where a division lies: the names above it, from the top. */
export function wayTo(division: Division, byCode: ReadonlyMap<string, Division>): readonly string[] {
  const names: string[] = []
  for (let above = byCode.get(division.parent ?? ''); above; above = byCode.get(above.parent ?? ''))
    names.unshift(above.name)
  return names
}

/** Width and case of letters make no difference to who searches. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase()
}
