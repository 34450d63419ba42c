import { Profile, serviceEventColumns } from '@zhengfeng/eventlog'
import { expect, test } from 'vitest'
import { extendCase } from './case-record.ts'
import { profileInForce } from './profile-in-force.ts'
import { encodeTrace } from './trace.ts'

const profile = profileInForce(Profile.parse({ columns: serviceEventColumns }), {})

test('the order in which attributes are told leaves no trace', () => {
  const traceOf = (attributes: Record<string, unknown>): string => {
    const told = { seq: 1, activity: 'rate', occurredAt: 0, attributes }
    return encodeTrace(extendCase(undefined, [told], { division: '990101', caseNo: '1', profile }).events)
  }
  const attributes = { satisfaction: 2, default: true, reasons: '214' }
  expect(traceOf(Object.fromEntries(Object.entries(attributes).reverse()))).toBe(traceOf(attributes))
  expect(traceOf(attributes)).toContain('{"default":true,"reasons":"214","satisfaction":2}')
})
