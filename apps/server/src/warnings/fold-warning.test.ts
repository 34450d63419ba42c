import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { foldWarning, isPossible, type WarningAct, type WarningActKind, type WarningDetail } from './fold-warning.ts'

function acts(...given: readonly (WarningActKind | readonly [WarningActKind, WarningDetail])[]): WarningAct[] {
  return given.map((each, i) => {
    const [kind, detail] = typeof each === 'string' ? [each, {}] : each
    return { number: i + 1, kind, at: (i + 1) * 1000, by: 'p', detail }
  })
}
const raised = ['raised', { addressee: 'department', replyDue: 5000, escalations: 2 }] as const

describe('what the acts of a card come to', () => {
  it('waits for a reply, and goes up when the deadline passes', () => {
    expect(foldWarning(acts(raised))).toEqual({
      state: 'open',
      addressee: 'department',
      replyDue: 5000,
      escalatesAt: 5000,
      escalation: 0,
      changedAt: 1000,
      version: 1,
    })
  })

  it('goes up as often as its rule says, each time with a new deadline', () => {
    const up = (addressee: 'division' | 'parentDivision', replyDue: number) =>
      ['escalated', { addressee, replyDue }] as const
    expect(foldWarning(acts(raised, up('division', 8000)))).toMatchObject({
      addressee: 'division',
      escalatesAt: 8000,
      escalation: 1,
    })
    const last = foldWarning(acts(raised, up('division', 8000), up('parentDivision', 9000)))
    expect(last).toMatchObject({ state: 'open', addressee: 'parentDivision', replyDue: 9000, escalation: 2 })
    expect(last.escalatesAt).toBeUndefined()
  })

  it('a reply stops the clock until it is returned or accepted', () => {
    expect(foldWarning(acts(raised, 'replied'))).not.toHaveProperty('escalatesAt')
    expect(foldWarning(acts(raised, 'replied', ['returned', { replyDue: 9000 }]))).toMatchObject({
      state: 'returned',
      replyDue: 9000,
      escalatesAt: 9000,
    })
    expect(foldWarning(acts(raised, 'replied', 'accepted')).state).toBe('closed')
    expect(foldWarning(acts(raised, 'replied', 'escalated')).state).toBe('returned')
  })

  it('a card without a deadline never goes up', () => {
    expect(foldWarning(acts(['raised', { escalations: 2 }]))).not.toHaveProperty('escalatesAt')
  })

  it('what is closed stays closed, whatever follows; what lapsed may be raised again from the beginning', () => {
    const kinds: WarningActKind[] = ['lapsed']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 5 }), (after) => {
        expect(foldWarning(acts(raised, 'closed', ...after)).state).toBe('closed')
      }),
    )
    expect(foldWarning(acts(raised, 'lapsed')).state).toBe('lapsed')
    expect(foldWarning(acts(raised, 'escalated', 'lapsed', raised))).toMatchObject({ state: 'open', escalation: 0 })
  })

  it('people act only where it makes sense', () => {
    const all: WarningActKind[] = ['replied', 'accepted', 'returned', 'closed', 'escalated', 'raised', 'lapsed']
    const possible = (state: Parameters<typeof isPossible>[1]) => all.filter((kind) => isPossible(kind, state))
    expect(possible('open')).toEqual(['replied', 'closed', 'escalated'])
    expect(possible('replied')).toEqual(['accepted', 'returned', 'closed', 'escalated'])
    expect(possible('closed')).toEqual([])
    expect(possible('lapsed')).toEqual([])
  })
})
