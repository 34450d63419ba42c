import { createHash } from 'node:crypto'
import type { MessageOf } from '@zhengfeng/contract'
import type { Profile } from '@zhengfeng/eventlog'
import { type CaseProjection, type DueWarning, type WarningRule, warningsDue } from '@zhengfeng/monitor'
import type { State } from './fold-warning.ts'

/** What of a card bears on whether its reason still holds. */
export interface KnownCard {
  readonly id: string
  readonly rule: string
  readonly level: 'yellow' | 'red'
  readonly state: State
  /** When the case was due by it, UTC milliseconds. */
  readonly caseDue: number
}

export interface CardDecisions {
  /** Cards to raise, or to raise again where they had lapsed. */
  readonly raise: readonly { readonly id: string; readonly due: DueWarning; readonly again: boolean }[]
  readonly lapse: readonly { readonly id: string; readonly reason: MessageOf }[]
}

/**
 * Compares the cards that a case calls for with those that it has. A red card stays when the case ends late: that it was late has to be
 * answered for. It lapses only where it turns out that the case was not.
 *
 * @param projection the case as it is now
 * @param cards those of the case that nobody closed
 * @param options rules and profile in force, and now in UTC milliseconds
 */
export function decideCards(
  projection: CaseProjection,
  cards: readonly KnownCard[],
  { rules, profile, now }: { rules: readonly WarningRule[]; profile: Profile; now: number },
): CardDecisions {
  const standing = cards.filter(({ state }) => state !== 'lapsed' && state !== 'closed')
  if (projection.status === 'void') return { raise: [], lapse: lapseAll(cards) }
  const ended = projection.clockTo !== undefined
  const due = ended ? warningsAtEnd(projection, rules, profile) : warningsDue(projection, rules, { profile, now })
  const idOf = (one: DueWarning): string => cardId(projection.caseNo, one.rule, dueOf(one))
  const wanted = new Map(due.filter(({ superseded }) => !superseded).map((one) => [idOf(one), one]))
  const known = new Map(cards.map((card) => [card.id, card]))
  const raise = ended
    ? []
    : [...wanted].flatMap(([id, one]) => {
        const card = known.get(id)
        if (card && card.state !== 'lapsed') return []
        return [{ id, due: one, again: card !== undefined }]
      })
  const lapse = standing
    .filter((card) => !wanted.has(card.id) || (ended && card.level === 'yellow'))
    // A reply was given: it is for people to say what comes of it.
    .filter((card) => card.state !== 'replied' || card.level === 'red')
    .map((card) => ({ id: card.id, reason: lapseReason(card, { projection, due, rules, ended }) }))
  return { raise, lapse }
}

/** Of a case about which everything was taken back. */
export function lapseAll(cards: readonly KnownCard[]): CardDecisions['lapse'] {
  return cards
    .filter(({ state }) => state !== 'lapsed' && state !== 'closed')
    .map(({ id }) => ({ id, reason: { key: 'lapses.gone', values: {} } }))
}

/** The cards that an ended case called for at its end, as if it were still open then. */
function warningsAtEnd(projection: CaseProjection, rules: readonly WarningRule[], profile: Profile): DueWarning[] {
  const end = projection.clockTo!
  const open: CaseProjection = { ...projection, openDue: end }
  return warningsDue(open, rules, { profile, now: end })
}

interface LapseContext {
  readonly projection: CaseProjection
  readonly due: readonly DueWarning[]
  readonly rules: readonly WarningRule[]
  readonly ended: boolean
}

function lapseReason(card: KnownCard, { projection, due, rules, ended }: LapseContext): MessageOf {
  const plain = (key: string): MessageOf => ({ key: `lapses.${key}`, values: {} })
  const rule = rules.find(({ id }) => id === card.rule)
  if (due.some(({ rule: id, superseded }) => superseded && id === card.rule)) return plain('superseded')
  if (!rule?.enabled || (rule.items && !rule.items.includes(projection.item))) return plain('ruleOff')
  if (ended) return plain(card.level === 'red' ? 'kept' : 'ended')
  if (projection.status === 'suspended' || projection.openDue === undefined) return plain('stopped')
  const dueAt = Math.min(
    projection.promisedDue ?? Number.POSITIVE_INFINITY,
    projection.statutoryDue ?? Number.POSITIVE_INFINITY,
  )
  return Number.isFinite(dueAt) && dueAt !== card.caseDue
    ? { key: 'lapses.moved', values: { dueAt } }
    : plain('ruleOff')
}

/** When the case is due by a card. */
export function dueOf({ reason, dueAt }: DueWarning): number {
  return reason.values.dueAt ?? dueAt
}

/** One card per case, rule and due, whoever raises it. */
export function cardId(caseNo: string, rule: string, due: number): string {
  return createHash('sha256')
    .update(JSON.stringify([caseNo, rule, due]))
    .digest('base64url')
    .slice(0, 22)
}
