import type { CaseChange } from './fold-cases.ts'

/** The sources that are needed to fold cases: of the cases and of their events. */
export function sourcesOf(changes: readonly CaseChange[]): string[] {
  const ids = new Set<string>()
  for (const { before, events } of changes) {
    if (before) ids.add(before.source_id)
    for (const { source_id } of events) ids.add(source_id)
  }
  return [...ids]
}
