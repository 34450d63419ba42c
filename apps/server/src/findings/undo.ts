import type { Access } from '../http/access.ts'
import { type Act, foldFinding } from './fold-finding.ts'

const undoWithinMs = 10 * 60_000

/** The act of a person that may still be taken back by the caller: the last one of any person, if it is the caller’s own and fresh. */
export function undoableAct(acts: readonly Act[], { who }: Pick<Access, 'who'>, now: number): Act | undefined {
  if (who.kind === 'nobody') return undefined
  const { undone } = foldFinding(acts)
  const last = acts.findLast(({ by }) => by !== 'system')
  if (!last || last.by !== who.id || last.kind === 'undone' || undone.has(last.number)) return undefined
  return now - last.at <= undoWithinMs ? last : undefined
}
