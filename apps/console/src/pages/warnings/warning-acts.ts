import { type WarningView, warningsRoutes } from '@zhengfeng/contract'
import { call } from '../../api/call.ts'

export const warningDeeds = ['reply', 'accept', 'return', 'close', 'escalate'] as const
export type WarningDeed = (typeof warningDeeds)[number]

/** Deeds that need a text: all but accepting. */
export function needsText(deed: WarningDeed): boolean {
  return deed !== 'accept'
}

/** What the person may do with a card as it stands. */
export function possibleDeeds({ state, may }: Pick<WarningView, 'state' | 'may'>): readonly WarningDeed[] {
  const waiting = state === 'open' || state === 'returned'
  const deeds: Readonly<Record<WarningDeed, boolean>> = {
    reply: may.reply && waiting,
    accept: may.manage && state === 'replied',
    return: may.manage && state === 'replied',
    escalate: may.manage && (waiting || state === 'replied'),
    close: may.manage && (waiting || state === 'replied'),
  }
  return warningDeeds.filter((deed) => deeds[deed])
}

/** Does it. */
export function sendDeed(
  { division, id, version }: Pick<WarningView, 'division' | 'id' | 'version'>,
  deed: WarningDeed,
  text = '',
): Promise<WarningView> {
  const params = { division, id }
  if (deed === 'accept') return call(warningsRoutes.accept, { params, body: { version, ...(text && { text }) } })
  return call(warningsRoutes[deed], { params, body: { version, text } })
}
