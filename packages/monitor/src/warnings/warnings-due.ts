import type { Profile } from '@zhengfeng/eventlog'
import { deadline, workingMs } from '@zhengfeng/worktime'
import { calendarOf } from '../case/profile-in-force.ts'
import type { CaseProjection } from '../case/project.ts'
import { cardInstant, dueOf } from './due-instants.ts'
import type { WarningAddressee, WarningRule } from './rules.ts'

/** A card that is due now. Instants are UTC milliseconds. */
export interface DueWarning {
  readonly rule: string
  readonly level: 'yellow' | 'red'
  /** When it fell due. */
  readonly dueAt: number
  /** Key under `warnings.reasons`; values `…At` are instants, `…Share` shares, `…WorkingMs` working time. */
  readonly reason: { readonly key: string; readonly values: Readonly<Record<string, number>> }
  readonly addressee: WarningAddressee
  /** Names of department and officer where they are the addressee; else the office is. */
  readonly department?: string
  readonly actor?: string
  /** When a reply is due, if the card is raised now; absent where none is needed. */
  readonly replyDue?: number
  /** A graver card of the case is due too, so that this one need not be raised any more. */
  readonly superseded: boolean
}

/**
 * When the first card falls due that warns before the case is late.
 *
 * @param projection an open case; stops of its clock are respected
 * @param rules in force
 * @param profile in force
 * @returns UTC milliseconds; `undefined` where no rule asks for one, nothing is due, or nobody can say while a stop lasts
 * @example
 * const input = { timeZone: 'UTC', columns: serviceEventColumns }
 * const limit = { amount: 10, unit: 'workingDay' }
 * const profile = profileInForce(Profile.parse({ ...input, clock: { promised: { limit } } }))
 * const events = [{ seq: 1, occurredAt: Date.UTC(2026, 0, 5, 17), activity: 'accept' }]
 * const [open] = projectCases([{ division: '1', caseNo: '1', attributes: {}, events }], profile, { until: 0 })
 * // ten working days from the close of a Monday; nine of them are used on the Friday of the week after
 * nearDueOf(open, defaultWarningRules, profile) // → Date.UTC(2026, 0, 16, 17)
 */
export function nearDueOf(
  projection: CaseProjection,
  rules: readonly WarningRule[],
  profile: Profile,
): number | undefined {
  const calendar = calendarOf(profile)
  let first: number | undefined
  for (const rule of rules) {
    if (rule.when.kind === 'overdue' || rule.when.kind === 'overdueBy') continue
    const at = cardInstant(projection, rule, calendar)
    if (at !== undefined && (first === undefined || at < first)) first = at
  }
  return first
}

/**
 * The cards that an open case calls for now. A card raised before whose rule is not among them has lost its reason: the case ended,
 * was extended, or its clock stands still.
 *
 * @param projection the case as it is now
 * @param rules in force
 * @param options the profile in force, and now in UTC milliseconds
 * @returns in the order of the rules
 */
export function warningsDue(
  projection: CaseProjection,
  rules: readonly WarningRule[],
  { profile, now }: { readonly profile: Profile; readonly now: number },
): DueWarning[] {
  const calendar = calendarOf(profile)
  const due = rules.flatMap((rule) => {
    const dueAt = cardInstant(projection, rule, calendar)
    return dueAt !== undefined && dueAt <= now ? [{ rule, dueAt }] : []
  })
  const isRed = due.some(({ rule }) => rule.level === 'red')
  return due.map(({ rule, dueAt }) => ({
    rule: rule.id,
    level: rule.level,
    dueAt,
    reason: reasonOf(projection, rule, { profile, now }),
    addressee: rule.addressee,
    ...addresseeOf(projection, rule.addressee),
    ...(rule.reply && { replyDue: deadline(calendar, now, rule.reply.within) }),
    superseded: isRed && rule.level === 'yellow',
  }))
}

/** What becomes of a card whose reply is late. */
export interface Escalation {
  readonly to: WarningAddressee
  /** UTC milliseconds. */
  readonly replyDue: number
}

/**
 * To whom a card goes whose reply is late, and until when they are to reply.
 *
 * @param rule of the card
 * @param card when the reply was due, and how often it was escalated already
 * @param options the profile in force, and now in UTC milliseconds
 * @returns `undefined` where the reply is not late, none is needed, or nobody is left above
 * @example
 * const profile = Profile.parse({ timeZone: 'UTC', columns: serviceEventColumns })
 * const rule = defaultWarningRules[1]
 * const now = Date.UTC(2026, 0, 5, 10)
 * const next = escalationOf(rule, { replyDue: now - 1, escalation: 0 }, { profile, now })
 * next // → { to: 'division', replyDue: Date.UTC(2026, 0, 7, 17) }
 */
export function escalationOf(
  rule: WarningRule,
  card: { readonly replyDue: number; readonly escalation: number },
  { profile, now }: { readonly profile: Profile; readonly now: number },
): Escalation | undefined {
  const to = rule.reply?.escalateTo[card.escalation]
  if (!rule.reply || to === undefined || now <= card.replyDue) return undefined
  const within = rule.reply.againWithin ?? rule.reply.within
  return { to, replyDue: deadline(calendarOf(profile), now, within) }
}

function reasonOf(
  projection: CaseProjection,
  { when }: WarningRule,
  { profile, now }: { readonly profile: Profile; readonly now: number },
): DueWarning['reason'] {
  const dueAt = dueOf(projection, when)!
  const calendar = calendarOf(profile)
  if (when.kind === 'share')
    return {
      key: 'share',
      values: { usedShare: when.share, dueAt, leftWorkingMs: Math.max(0, workingMs(calendar, now, dueAt)) },
    }
  if (when.kind === 'before')
    return { key: 'before', values: { dueAt, leftWorkingMs: Math.max(0, workingMs(calendar, now, dueAt)) } }
  const overdueWorkingMs = Math.max(0, workingMs(calendar, dueAt, now))
  return { key: when.kind, values: { dueAt, overdueWorkingMs } }
}

function addresseeOf(
  { department, holderDepartment, holderActor }: CaseProjection,
  addressee: WarningAddressee,
): Pick<DueWarning, 'department' | 'actor'> {
  if (addressee === 'department') return department === '' ? {} : { department }
  if (addressee !== 'holder') return {}
  const held = holderDepartment === '' ? department : holderDepartment
  return { ...(held !== '' && { department: held }), ...(holderActor !== '' && { actor: holderActor }) }
}
