import type { WholeCase } from './read-stored-case.ts'
import type { StoredEvent } from './timeline.ts'

const digest = /person:[A-Za-z0-9_-]{22}(?![A-Za-z0-9_-])/g

/** The digests that stand for people anywhere in a case, each once. */
export function digestsIn(
  row: Pick<WholeCase, 'attributes' | 'applicant' | 'agent'>,
  events: readonly Pick<StoredEvent, 'attributes' | 'actor'>[],
): readonly string[] {
  const texts = [row.applicant ?? '', row.agent ?? '', JSON.stringify(row.attributes)]
  for (const { attributes, actor } of events) texts.push(actor ?? '', attributes ? JSON.stringify(attributes) : '')
  return [...new Set(texts.flatMap((text) => text.match(digest) ?? []))]
}
