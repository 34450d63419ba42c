import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decideFinding } from './decide-finding.ts'
import { type Act, type ActDetail, type ActKind, foldFinding, isPossible } from './fold-finding.ts'
import { identityOf } from './identity.ts'

function acts(...given: readonly (ActKind | readonly [ActKind, ActDetail])[]): Act[] {
  return given.map((each, i) => {
    const [kind, detail] = typeof each === 'string' ? [each, {}] : each
    return { number: i + 1, kind, at: (i + 1) * 1000, by: 'p', detail }
  })
}
const li = { id: 'a1', name: 'Li' }

describe('what the acts of a finding come to', () => {
  it('is a suspicion until a person judges it', () => {
    expect(foldFinding(acts('found'))).toEqual({
      state: 'suspected',
      judged: false,
      comments: 0,
      changedAt: 1000,
      version: 1,
      undone: new Set(),
    })
  })

  it('keeps the last judgement, who it is assigned to, and how much was said', () => {
    const given = acts('found', ['assigned', { assignee: li }], 'commented', 'confirmed', [
      'dismissed',
      { reason: 'falseAlarm', text: 'wrong calendar' },
    ])
    expect(foldFinding(given)).toMatchObject({
      state: 'dismissed',
      judged: true,
      dismissal: { reason: 'falseAlarm', text: 'wrong calendar' },
      assignee: li,
      comments: 1,
      version: 5,
    })
    expect(foldFinding(acts('found', 'confirmed', 'reopened', 'assigned'))).toMatchObject({
      state: 'suspected',
      judged: false,
    })
  })

  it('lapses and comes back while nobody judged it; a judgement stays whatever the detectors say', () => {
    expect(foldFinding(acts('found', 'lapsed')).state).toBe('lapsed')
    expect(foldFinding(acts('found', 'lapsed', 'foundAgain')).state).toBe('suspected')
    expect(foldFinding(acts('found', 'confirmed', 'lapsed', 'foundAgain')).state).toBe('confirmed')
    expect(foldFinding(acts('found', ['dismissed', { reason: 'lawfulException' }], 'foundAgain'))).toMatchObject({
      state: 'dismissed',
      dismissal: { reason: 'lawfulException', text: '' },
    })
  })

  it('an act that was taken back counts as if it had never been', () => {
    const kinds: ActKind[] = ['confirmed', 'dismissed', 'reopened', 'assigned', 'commented', 'lapsed', 'foundAgain']
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...kinds), { maxLength: 8 }), fc.constantFrom(...kinds), (before, taken) => {
        const without = foldFinding(acts('found', ...before))
        const number = before.length + 2
        const withUndo = foldFinding(acts('found', ...before, taken, ['undone', { undoes: number }]))
        const { version: _, changedAt: __, undone: ___, ...plain } = without
        expect(withUndo).toMatchObject(plain)
        expect(withUndo.undone).toEqual(new Set([number]))
      }),
    )
  })

  it('a judgement is not given twice', () => {
    expect(isPossible('confirmed', 'confirmed')).toBe(false)
    expect(isPossible('dismissed', 'confirmed')).toBe(true)
    expect(isPossible('reopened', 'suspected')).toBe(false)
    expect(isPossible('reopened', 'lapsed')).toBe(true)
  })
})

describe('whether a finding is a new one', () => {
  const found = { identity: 'x', contentDigest: 'd', from: 500 }
  const known = { id: 'x', state: 'suspected', judged: false, contentDigest: 'd', to: 900 } as const

  it('is by its identity, and by what was judged', () => {
    expect(decideFinding(found, [])).toEqual({ kind: 'new', id: 'x' })
    expect(decideFinding(found, [known])).toEqual({ kind: 'same', id: 'x' })
    expect(decideFinding({ ...found, contentDigest: 'e' }, [known])).toEqual({ kind: 'again', id: 'x' })
    expect(decideFinding(found, [{ ...known, state: 'lapsed' }])).toEqual({ kind: 'again', id: 'x' })
  })

  it('a judgement covers what the person saw, not what happened later', () => {
    const judged = { ...known, state: 'dismissed', judged: true } as const
    expect(decideFinding({ ...found, contentDigest: 'e' }, [judged])).toEqual({ kind: 'again', id: 'x' })
    expect(decideFinding({ ...found, from: 901 }, [judged])).toEqual({ kind: 'new', id: 'x.2' })
    expect(decideFinding({ ...found, from: 901 }, [judged, { ...judged, id: 'x.2', to: 1000 }])).toEqual({
      kind: 'same',
      id: 'x.2',
    })
  })

  it('stays the same when an open case is closed late, and differs by what is suspected', () => {
    const overdue = (key: string) =>
      identityOf({
        detector: 'overdue',
        subject: { kind: 'case', caseId: 'c1' },
        explanation: { key: `explanations.overdue.${key}`, values: { untilAt: 1 } },
      })
    expect(overdue('statutoryClosed')).toBe(overdue('statutoryOpen'))
    const favour = (who: string) =>
      identityOf({
        detector: 'queue-jumping',
        subject: { kind: 'officer', officer: 'o1' },
        explanation: { key: 'explanations.queue-jumping.agent', values: { who } },
      })
    expect(favour('a')).not.toBe(favour('b'))
  })
})
