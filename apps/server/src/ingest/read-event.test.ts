import { PushedEvent } from '@zhengfeng/contract'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isFault, readEvent } from './read-event.ts'
import { readInstant } from './read-instant.ts'

const good = { caseNo: 'A1', activity: '受理', occurredAt: '2025-01-01T08:00:00+08:00' }

describe('readEvent', () => {
  it('keeps every field and reads instants', () => {
    const event = {
      ...good,
      division: '440100',
      seq: 4,
      eventId: 'e-1',
      type: 'step',
      recordedAt: '2025-01-01T00:00:01.5Z',
      actor: 'o1',
      department: 'd1',
      window: 'w1',
      channel: 'web',
      attributes: { 'case:item': 'permit', list: [1, { a: null }] },
      people: { applicant: { name: '张三', phone: '13800138000' } },
    }
    expect(readEvent(event, '440000')).toEqual({
      division: '440100',
      eventId: 'e-1',
      caseNo: 'A1',
      activity: '受理',
      occurredAt: Date.UTC(2025, 0, 1),
      recordedAt: Date.UTC(2025, 0, 1, 0, 0, 1, 500),
      actor: 'o1',
      department: 'd1',
      window: 'w1',
      channel: 'web',
      attributes: { 'case:item': 'permit', list: [1, { a: null }] },
      people: { applicant: { name: '张三', phone: '13800138000' } },
    })
  })

  it('takes the division of the source where none is named', () => {
    expect(readEvent(good, '440000')).toEqual({
      division: '440000',
      caseNo: 'A1',
      activity: '受理',
      occurredAt: Date.UTC(2025, 0, 1),
    })
  })

  it.each([
    ['a text', 'x', { code: 'malformed', field: '', value: 'x' }],
    ['a list', [good], { code: 'malformed', field: '', value: [good] }],
    ['no case', { ...good, caseNo: undefined }, { code: 'missing', field: 'caseNo' }],
    ['an unknown field', { ...good, colour: 'red' }, { code: 'unknownField', field: 'colour', value: 'red' }],
    ['null', { ...good, window: null }, { code: 'wrongType', field: 'window', value: null, expected: 'string' }],
    ['nothing', { ...good, activity: '' }, { code: 'empty', field: 'activity' }],
    ['NUL', { ...good, actor: 'a\0' }, { code: 'badCharacter', field: 'actor', value: 'a\0', limit: 200 }],
    [
      'half a pair',
      { ...good, caseNo: '\ud800' },
      { code: 'badCharacter', field: 'caseNo', value: '\ud800', limit: 200 },
    ],
    [
      'a local time',
      { ...good, occurredAt: '2025-01-01T08:00:00' },
      { code: 'badInstant', field: 'occurredAt', value: '2025-01-01T08:00:00' },
    ],
    ['a division with a quote', { ...good, division: "4'" }, { code: 'badDivision', field: 'division', value: "4'" }],
    ['void', { ...good, type: 'void' }, { code: 'typeNotAllowed', field: 'type', value: 'void' }],
    [
      'a name of a prototype',
      JSON.parse('{"caseNo":"1","activity":"a","occurredAt":"2025-01-01T08:00:00Z","attributes":{"__proto__":1}}'),
      { code: 'unknownField', field: 'attributes.__proto__' },
    ],
    ['a person without anything', { ...good, people: { agent: {} } }, { code: 'empty', field: 'people.agent' }],
  ])('refuses %s and names the field', (_, raw, fault) => {
    expect(readEvent(raw, '440000')).toEqual(fault)
  })

  it('does not repeat what is told of a person', () => {
    const fault = readEvent({ ...good, people: { applicant: { idNumber: '1'.repeat(201) } } }, '440000')
    expect(fault).toEqual({ code: 'tooLong', field: 'people.applicant.idNumber', value: undefined, limit: 200 })
  })

  it('is not overcome by nesting', () => {
    const nested = JSON.parse(`${'['.repeat(100_000)}${']'.repeat(100_000)}`) as unknown
    expect(readEvent({ ...good, attributes: { x: nested } }, '1')).toMatchObject({
      code: 'tooMany',
      field: 'attributes.x',
    })
  })

  it('judges as the schema does', () => {
    fc.assert(
      fc.property(anyEvent, (raw) => {
        const event = JSON.parse(JSON.stringify(raw)) as unknown
        expect(!isFault(readEvent(event, '1'))).toBe(PushedEvent.safeParse(event).success)
      }),
      { numRuns: 3000 },
    )
  })
})

describe('readInstant', () => {
  it('judges as the schema does, and reads what it takes', () => {
    fc.assert(
      fc.property(instantText, (text) => {
        const taken = PushedEvent.shape.occurredAt.safeParse(text).success
        expect(readInstant(text)).toEqual(taken ? Math.floor(Date.parse(text)) : Number.NaN)
      }),
      { numRuns: 5000 },
    )
  })
})

const two = (low: number, high: number) => fc.integer({ min: low, max: high }).map((n) => String(n).padStart(2, '0'))
const instantText = fc
  .tuple(
    fc.constantFrom('2025', '1899', '1900', '2199', '2200', '2024', '20x5'),
    two(0, 13),
    two(0, 32),
    fc.constantFrom('T', ' ', 't'),
    two(0, 25),
    two(0, 61),
    fc.oneof(
      two(0, 61).map((s) => `:${s}`),
      fc.constantFrom('', ':00', ':5'),
    ),
    fc.constantFrom('', '', '.5', '.123', '.123456', '.', ',5'),
    fc.constantFrom('Z', '+08:00', '-11:30', '+24:00', '', '+0800', 'z', 'Z '),
  )
  .map(
    ([year, month, day, t, hour, minute, second, fraction, zone]) =>
      `${year}-${month}-${day}${t}${hour}:${minute}${second}${fraction}${zone}`,
  )

const text = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.string({ unit: 'binary', maxLength: 6 }),
  fc.constantFrom('', 'a\0', '\ud800', '\udc00x', '😀', 'x'.repeat(200), 'x'.repeat(201), 'x'.repeat(20_001)),
)
const oddly = <T>(usual: fc.Arbitrary<T>) =>
  fc.oneof(
    { weight: 12, arbitrary: usual },
    { weight: 1, arbitrary: fc.constantFrom<unknown>(null, 3, true, [], {}, '') },
  )
const name = fc.oneof(
  { weight: 6, arbitrary: fc.string({ minLength: 1, maxLength: 8 }) },
  { weight: 1, arbitrary: text },
)
const value = fc.oneof(
  text,
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
  fc.jsonValue({ maxDepth: 3 }),
  fc.jsonValue({ maxDepth: 12 }),
)
const person = fc.record({ name, idNumber: name, phone: name }, { requiredKeys: [] })
const anyEvent = fc
  .record(
    {
      caseNo: oddly(name),
      activity: oddly(name),
      occurredAt: oddly(
        fc.oneof(
          { weight: 4, arbitrary: fc.constant('2025-01-01T08:00:00+08:00') },
          { weight: 1, arbitrary: instantText },
        ),
      ),
      division: oddly(fc.oneof(fc.constantFrom('440100', 'a.b_c-1'), text)),
      seq: oddly(fc.oneof(fc.nat(), fc.constantFrom(-1, 1.5, 2 ** 53))),
      eventId: oddly(name),
      type: oddly(fc.constantFrom('step', 'void')),
      recordedAt: oddly(fc.constant('2025-01-01T08:00:00Z')),
      actor: oddly(name),
      department: oddly(name),
      window: oddly(name),
      channel: oddly(name),
      attributes: oddly(
        fc.dictionary(
          text.filter((key) => key !== '__proto__'),
          value,
          { maxKeys: 4 },
        ),
      ),
      people: oddly(fc.record({ applicant: oddly(person), agent: oddly(person), other: person }, { requiredKeys: [] })),
      colour: text,
    },
    { requiredKeys: [] },
  )
  .map((event) => ({
    caseNo: 'A',
    activity: 'a',
    occurredAt: '2025-01-01T08:00:00Z',
    ...event,
    ...(Math.abs(JSON.stringify(event).length % 3) > 0 && { colour: undefined }),
  }))
