import { type Grant, type Role, roleNames } from '@zhengfeng/contract'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inScope } from '../http/access.ts'
import { type DivisionNode, treeOf } from '../settings/division-tree.ts'
import type { Parameter } from '../storage/database.ts'
import { accessOfGrants, accessOfNobody, accessOfToken, permissionScopes } from './grant-access.ts'

const node = (code: string, parent: string | null, path: string): DivisionNode => ({
  code,
  parent,
  path,
  name: code,
  level: path.split('/').length - 1,
  position: 0,
})
const tree = treeOf([
  node('46', null, '46/'),
  node('4601', '46', '46/4601/'),
  node('4602', '46', '46/4602/'),
  node('460105', '4601', '46/4601/460105/'),
])
const who = { kind: 'account', id: 'i', login: 'l', name: 'n', sessionId: 's' } as const
const access = (...grants: Grant[]) => accessOfGrants(who, grants, tree)

describe('rights from grants', () => {
  test('hold in the subtree of the division', () => {
    const head = access({ role: 'head', division: '4601' })
    expect(head.scope('case.read')).toEqual({ everything: false, divisions: ['4601', '460105'], departments: [] })
    expect([
      head.can('case.read'),
      head.can('case.read', '460105'),
      head.can('case.read', '46'),
      head.can('case.read', '4602'),
    ]).toEqual([true, true, false, false])
    expect(head.can('finding.judge')).toBe(false)
  })

  test('of one department do not hold for the whole division', () => {
    const head = access({ role: 'head', division: '4601', department: '审批科' })
    expect(head.scope('case.read').departments).toEqual([
      { division: '4601', department: '审批科' },
      { division: '460105', department: '审批科' },
    ])
    expect([
      head.can('case.read', '4601'),
      head.can('case.read', '4601', '审批科'),
      head.can('case.read', '4601', '其他'),
    ]).toEqual([false, true, false])
  })

  test('of one department everywhere hold for that department only', () => {
    const { everything, divisions, departments } = access({ role: 'head', department: '审批科' }).scope('case.read')
    expect([everything, divisions, departments.length]).toEqual([false, [], 4])
  })

  test('without a division hold everywhere, also in divisions that are not in the tree yet', () => {
    expect(access({ role: 'analyst' }).can('case.read', 'new')).toBe(true)
    expect(access({ role: 'analyst', division: '46' }).can('case.read', 'new')).toBe(false)
    expect(access({ role: 'analyst', division: 'gone' }).can('case.read')).toBe(false)
  })

  test('of a role that is no more give nothing', () => {
    for (const role of ['constructor', '__proto__', 'clerk'])
      expect(access({ role: role as Role }).can('case.read')).toBe(false)
  })

  test('of a token are those of its scopes, where its source may send', () => {
    const token = { kind: 'token', id: 't', sourceId: 's', name: 'n' } as const
    const reading = accessOfToken(token, { scopes: ['cases.read'], division: '4601' }, tree)
    expect([
      reading.can('case.read', '460105'),
      reading.can('case.read', '4602'),
      reading.can('indicator.read'),
      reading.can('case.readPersonal'),
    ]).toEqual([true, false, false, false])
    const writing = accessOfToken(token, { scopes: ['events.write'], division: '4601' }, tree)
    expect([writing.can('case.read'), writing.can('indicator.read')]).toEqual([false, false])
  })

  test('nobody has none', () => {
    expect(accessOfNobody(tree).scope('indicator.read')).toEqual({ everything: false, divisions: [], departments: [] })
  })

  test('a scope and a single question never disagree', () => {
    const division = fc.constantFrom('46', '4601', '4602', '460105')
    const grant = fc.record({
      role: fc.constantFrom(...roleNames),
      division: fc.option(division, { nil: undefined }),
      department: fc.option(fc.constantFrom('a', 'b'), { nil: undefined }),
    })
    fc.assert(
      fc.property(
        fc.array(grant, { maxLength: 4 }),
        division,
        fc.constantFrom('a', 'b'),
        (grants, where, department) => {
          const one = accessOfGrants(who, grants as Grant[], tree)
          const { everything, divisions, departments } = one.scope('case.read')
          const whole = everything || divisions.includes(where)
          expect(one.can('case.read', where)).toBe(whole)
          expect(one.can('case.read', where, department)).toBe(
            whole || departments.some((place) => place.division === where && place.department === department),
          )
        },
      ),
    )
  })

  test('more grants never take a right away', () => {
    const grant = fc.record({ role: fc.constantFrom(...roleNames), division: fc.constantFrom('46', '4601', '4602') })
    fc.assert(
      fc.property(fc.array(grant, { maxLength: 3 }), grant, (grants, more) => {
        for (const where of ['46', '4601', '4602', '460105']) {
          if (accessOfGrants(who, grants, tree).can('case.read', where))
            expect(accessOfGrants(who, [...grants, more], tree).can('case.read', where)).toBe(true)
        }
      }),
    )
  })

  test('are told with the tops of their subtrees', () => {
    const told = permissionScopes([
      { role: 'officer', division: '4601' },
      { role: 'officer', division: '4602', department: 'a' },
    ])
    expect(told.find(({ permission }) => permission === 'case.read')).toEqual({
      permission: 'case.read',
      everywhere: false,
      divisions: ['4601'],
      departments: [{ division: '4602', department: 'a' }],
    })
  })

  test('become a condition that binds its values', () => {
    const parameters: Parameter[] = ['x']
    const scope = access(
      { role: 'head', division: '460105' },
      { role: 'officer', division: '4602', department: `a'; --` },
    ).scope('case.read')
    expect(inScope(scope, { division: 'c.division', department: 'c.department' }, parameters)).toBe(
      '(c.division = any($2::text[]) or (c.division, c.department) in (select * from unnest($3::text[], $4::text[])))',
    )
    expect(parameters).toEqual(['x', ['460105'], ['4602'], [`a'; --`]])
    expect(inScope(accessOfNobody(tree).scope('case.read'), { division: 'd' }, [])).toBe('false')
  })
})
