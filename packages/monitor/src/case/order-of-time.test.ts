import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { at, caseOf, profileOf, type Told } from './arbitrary-cases.ts'
import type { CaseRecord } from './case-record.ts'
import { inOrderOfTime } from './order-of-time.ts'
import { projectCases } from './project.ts'
import { decodeTrace, encodeTrace } from './trace.ts'

const profile = profileOf({ clock: { stops: ['suspend', 'special', 'supplement'] } })
const noon = '03 12:00'

function told(record: CaseRecord): unknown {
  return projectCases([record], profile, { until: at('20 12:00') })[0]
}

function order(events: readonly Told[]): string[] {
  return inOrderOfTime(caseOf(events).events, profile).map(({ activity }) => activity)
}

describe('events of one instant', () => {
  it.each([
    ['suspend', 'resume'],
    ['specialStart', 'specialEnd'],
    ['supplementRequest', 'supplementAnswer'],
    ['queue', 'call'],
    ['accept', 'close'],
  ])('%s comes before %s though it arrived after', (begin, end) => {
    const others: Told[] = begin === 'accept' ? [] : [['accept', '02 09:00']]
    const first = caseOf([...others, [begin, noon], [end, noon]])
    const second = caseOf([...others, [end, noon], [begin, noon]])
    expect(told(second)).toEqual(told(first))
    expect(
      order([
        [end, noon],
        [begin, noon],
      ]),
    ).toEqual([begin, end])
  })

  it('end a stop that lasted and begin the next as they arrived', () => {
    const events: Told[] = [
      ['suspend', '02 09:00'],
      ['resume', noon],
      ['suspend', noon],
      ['resume', '05 09:00'],
    ]
    expect(order(events)).toEqual(['suspend', 'resume', 'suspend', 'resume'])
  })

  it('of no pair, or not in twos, keep their order', () => {
    expect(
      order([
        ['decide', noon],
        ['accept', noon],
        ['submit', noon],
      ]),
    ).toEqual(['decide', 'accept', 'submit'])
    expect(
      order([
        ['resume', noon],
        ['suspend', noon],
        ['suspend', noon],
      ]),
    ).toEqual(['resume', 'suspend', 'suspend'])
    expect(
      order([
        ['resume', noon, { transition: 'start' }],
        ['suspend', noon],
      ]),
    ).toEqual(['resume', 'suspend'])
  })

  it('in pairs say the same in whatever order they arrive', () => {
    const paired = ['suspend', 'resume', 'specialStart', 'specialEnd', 'supplementRequest', 'supplementAnswer'] as const
    const arriving = (steps: readonly string[]): unknown => {
      const brought = steps.map((step): Told => [step, noon])
      const record = caseOf([['accept', '02 09:00'], ...brought, ['review', '04 09:00']])
      return told({ ...record, events: decodeTrace(encodeTrace(record.events)) })
    }
    const natural = arriving(paired)
    const noStop = { from: at(noon), to: at(noon) }
    expect(natural).toMatchObject({ status: 'accepted', stops: [noStop, noStop, noStop] })
    fc.assert(
      fc.property(fc.shuffledSubarray([...paired], { minLength: paired.length }), (steps) => {
        expect(arriving(steps)).toEqual(natural)
      }),
    )
  })
})
