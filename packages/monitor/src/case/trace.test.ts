import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { traceEvents } from './arbitrary-cases.ts'
import { decodeTrace, encodeTrace } from './trace.ts'

describe('a trace', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(traceEvents, (events) => {
        expect(decodeTrace(encodeTrace(events))).toEqual(events)
      }),
    )
  })

  it('keeps any text, large numbers and times before 1970', () => {
    const events = [
      { seq: 2 ** 52, occurredAt: -5, activity: '受理 "a"\n', actor: '', attributes: { __proto__x: 1, d: false } },
      { seq: 2 ** 52 + 9, occurredAt: 4e12, startedAt: -1, activity: '\u0000', transition: 'start' },
    ]
    expect(decodeTrace(encodeTrace(events))).toEqual(events)
  })

  it('is empty for no events', () => {
    expect([encodeTrace([]), decodeTrace('')]).toEqual(['', []])
  })

  it('takes about 60 bytes an event', () => {
    const events = Array.from({ length: 8 }, (_, i) => ({
      seq: 81_234 + 7 * i,
      occurredAt: 1_767_225_600_000 + i * 9_876_543,
      recordedAt: 1_767_225_600_000 + i * 9_876_543 + 1234,
      activity: ['提交申请', '收件', '受理', '审查', '审查', '决定', '制证', '办结'][i]!,
      department: i < 3 ? '综合窗口' : '市场监管',
      actor: `P0${i % 3}-12`,
    }))
    expect(Buffer.byteLength(encodeTrace(events)) / 8).toBeLessThan(60)
  })

  it.each([
    ['cut off', '[1,["submit"],[0,7,1000'],
    ['of another layout', '[2,["submit"],[0,7,1000,0],[]]'],
    ['no list', '{"a":1}'],
    ['with a word that is not there', '[1,["submit"],[0,7,1000,1],[]]'],
    ['with an event cut short', '[1,["submit"],[0,7,1000,0,0,1],[]]'],
    ['with unknown bits', '[1,["submit"],[4096,7,1000,0],[]]'],
    ['with attributes of no event', '[1,["submit"],[0,7,1000,0],[{}]]'],
    ['with an event without its attributes', '[1,["submit"],[256,7,1000,0],[]]'],
  ])('%s is refused', (_, text) => {
    expect(() => decodeTrace(text)).toThrow(expect.objectContaining({ code: 'traceUnreadable' }))
  })
})
