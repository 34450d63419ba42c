import { Profile, serviceEventColumns } from '@zhengfeng/eventlog'
import { defaultWarningRules, profileInForce, projectCases } from '@zhengfeng/monitor'
import { describe, expect, it } from 'vitest'
import { cardId, decideCards, type KnownCard } from './decide-cards.ts'

const profile = profileInForce(
  Profile.parse({
    timeZone: 'Asia/Shanghai',
    columns: serviceEventColumns,
    clock: { promised: { limit: { amount: 5, unit: 'workingDay' } } },
  }),
)

/** Local time of March 2026; the case is due at the end of business of Friday, the 13th. */
function at(day: number, hour: number, minute = 0): number {
  return Date.UTC(2026, 2, day, hour - 8, minute)
}

const accepted = { seq: 1, occurredAt: at(6, 10), activity: 'accept' }
const due = at(13, 17)

function decide(now: number, options: { readonly closedAt?: number; readonly cards?: readonly KnownCard[] } = {}) {
  const { closedAt, cards = [] } = options
  const events = [accepted, ...(closedAt === undefined ? [] : [{ seq: 2, occurredAt: closedAt, activity: 'close' }])]
  const [projection] = projectCases([{ division: '4401', caseNo: 'A', attributes: {}, events }], profile, {
    until: now,
  })
  return decideCards(projection!, cards, { rules: defaultWarningRules, profile, now })
}

function raisedAt(now: number): unknown[] {
  return decide(now).raise.map(({ due: { level, reason } }) => [level, reason.values.overdueWorkingMs])
}

const red: KnownCard = { id: cardId('A', 'overdue', due), rule: 'overdue', level: 'red', state: 'open', caseDue: due }

describe('cards of a case', () => {
  it('are red from the first working moment after the limit, not on the night or the weekend in between', () => {
    expect([raisedAt(at(14, 3, 8)), raisedAt(at(15, 12)), raisedAt(at(16, 0, 1))]).toEqual([
      [['yellow', undefined]],
      [['yellow', undefined]],
      [['yellow', undefined]],
    ])
    expect(raisedAt(at(16, 9, 30))).toEqual([['red', 30 * 60_000]])
  })

  it('stay red where it is told later that the case ended on the Saturday after the limit: the day was missed', () => {
    const later = at(16, 10)
    expect(decide(later, { closedAt: at(14, 11), cards: [red] })).toEqual({ raise: [], lapse: [] })
    expect(decide(later, { closedAt: at(13, 19), cards: [red] }).lapse).toEqual([
      { id: red.id, reason: { key: 'lapses.kept', values: {} } },
    ])
  })
})
