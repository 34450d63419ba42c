import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deriveKeys } from '../keys.ts'
import type { IncomingEvent } from './incoming-event.ts'
import { personalKind } from './personal-text.ts'
import { isPersonDigest, personalSealer } from './seal-people.ts'

const keys = deriveKeys(new Uint8Array(32).fill(7))
const seal = personalSealer(keys, { names: new Set(['申请人']), applicant: 'case:申请人', agent: 'case:agent' })
const digest = (identity: string) => `person:${keys.digest(identity)}`
const event = (more: Partial<IncomingEvent>): IncomingEvent => ({
  division: '440100',
  caseNo: 'A1',
  activity: 'submit',
  occurredAt: 0,
  ...more,
})
// The vector of GB 11643.
const id = '11010519491231002X'

describe('personalKind', () => {
  it.each([
    [id, 'idNumber'],
    [id.toLowerCase(), 'idNumber'],
    [` ${id} `, 'idNumber'],
    ['110105194912310021', undefined],
    ['110105194913310020', undefined],
    ['13800138000', 'phone'],
    ['+86 13800138000', 'phone'],
    ['138-0013-8000', 'phone'],
    ['12800138000', undefined],
    ['138001380001', undefined],
    ['办件13800138000', undefined],
  ])('of %s is %s', (text, kind) => {
    expect(personalKind(text)).toBe(kind)
  })

  it('needs the right check digit', () => {
    const body = '11010519491231002'
    fc.assert(
      fc.property(fc.constantFrom(...'0123456789X'), (last) => {
        expect(personalKind(body + last)).toBe(last === 'X' ? 'idNumber' : undefined)
      }),
    )
  })
})

describe('personalSealer', () => {
  it('leaves an event that names nobody as it is', () => {
    const plain = event({ actor: 'o1', attributes: { amount: 13_800_138_000, list: ['a'] } })
    expect(seal(plain)).toEqual({ event: plain, people: [] })
    expect(seal(plain).event).toBe(plain)
  })

  it('moves people out and leaves their digests under the attributes of the profile', () => {
    const applicant = { name: '张三', idNumber: id.toLowerCase(), phone: '13800138000' }
    const { event: sealed, people } = seal(
      event({ attributes: { x: 1 }, people: { applicant, agent: { phone: '138 0013 8000' } } }),
    )
    expect(sealed).toEqual(
      event({ attributes: { x: 1, 'case:申请人': digest(`id:${id}`), 'case:agent': digest('phone:13800138000') } }),
    )
    expect(people).toEqual([
      { division: '440100', digest: digest(`id:${id}`), fields: applicant },
      { division: '440100', digest: digest('phone:13800138000'), fields: { phone: '138 0013 8000' } },
    ])
  })

  it('takes people of one name for one only within a case', () => {
    const of = (caseNo: string) => seal(event({ caseNo, people: { applicant: { name: '张伟' } } })).people[0]!.digest
    expect(of('1')).toBe(of('1'))
    expect(of('1')).not.toBe(of('2'))
  })

  it('moves numbers of documents and phones out of attributes, however deep, and out of the actor', () => {
    const { event: sealed, people } = seal(
      event({
        actor: '13800138000',
        attributes: { a: id, b: [{ c: '+8613800138000' }], mobile: 13_800_138_000, 'case:申请人': '李四' },
      }),
    )
    expect(sealed).toEqual(
      event({
        actor: digest('phone:13800138000'),
        attributes: {
          a: digest(`id:${id}`),
          b: [{ c: digest('phone:13800138000') }],
          mobile: digest('phone:13800138000'),
          'case:申请人': digest('value:李四'),
        },
      }),
    )
    expect(people.map(({ fields }) => fields)).toEqual([
      { idNumber: id },
      { phone: '+8613800138000' },
      { phone: '13800138000' },
      { value: '李四' },
      { phone: '13800138000' },
    ])
    expect(JSON.stringify(sealed)).not.toMatch(/13800138000|110105|李四/)
  })

  it('gives the same person the same digest wherever it stands', () => {
    const named = seal(event({ people: { applicant: { idNumber: id } } })).people[0]!.digest
    const found = seal(event({ attributes: { x: id } })).people[0]!.digest
    const stated = seal(event({ attributes: { 申请人: id } })).people[0]!.digest
    expect([found, stated]).toEqual([named, named])
  })

  it('changes nothing when it is done twice', () => {
    const { event: once } = seal(event({ attributes: { 申请人: '李四', a: id } }))
    expect(seal(once)).toEqual({ event: once, people: [] })
    expect(isPersonDigest(once.attributes!.a as string)).toBe(true)
  })
})
