import type { FoundFinding } from './detect.ts'
import type { State } from './fold-finding.ts'
import { findingId } from './identity.ts'

/** What of a known finding bears on whether it was found again. */
export interface KnownFinding {
  readonly id: string
  readonly state: State
  readonly judged: boolean
  readonly contentDigest: string
  /** UTC milliseconds of the last event in evidence. */
  readonly to: number
}

/** What a found finding is, beside those known of its identity. */
export type Decision =
  | { readonly kind: 'new'; readonly id: string }
  /** The same, with other evidence than before, or after it had lapsed. */
  | { readonly kind: 'again'; readonly id: string }
  | { readonly kind: 'same'; readonly id: string }

/**
 * Decides whether a found finding is a new one. What was judged and shows again in later events only is a new finding: a judgement
 * covers what the person saw, not the future.
 *
 * @param known those of the same identity, oldest first
 */
export function decideFinding(
  found: Pick<FoundFinding, 'identity' | 'contentDigest' | 'from'>,
  known: readonly KnownFinding[],
): Decision {
  const last = known.at(-1)
  if (!last) return { kind: 'new', id: findingId(found.identity, 0) }
  if (last.judged && found.from > last.to) return { kind: 'new', id: findingId(found.identity, known.length) }
  if (last.state === 'lapsed' || last.contentDigest !== found.contentDigest) return { kind: 'again', id: last.id }
  return { kind: 'same', id: last.id }
}
