import { expect, it } from 'vitest'
import { maskAttributes } from './mask-attributes.ts'

it('masks what a name tells of a person, and numbers of people wherever they stand in a text', () => {
  expect(
    maskAttributes({
      'case:applicantName': '李小敏',
      phone: 13812343210,
      'case:applicant': 'person:EqcI-10BDktrr07ysSGu3x',
      remark: '请联系 138-1234-3210，证件11010519491231002X。',
      nested: { more: ['电话13812343210'] },
      amount: 13812343210.5,
      order: 'A13812343210，20260301138123432109，110105194912310021',
    }),
  ).toEqual({
    'case:applicantName': '李*敏',
    phone: '138****3210',
    'case:applicant': 'person:EqcI-10BDktrr07ysSGu3x',
    remark: '请联系 138****3210，证件110105********002X。',
    nested: { more: ['电话138****3210'] },
    amount: 13812343210.5,
    // Letters and digits around it, a longer number, a wrong check digit: no number of a person.
    order: 'A13812343210，20260301138123432109，110105194912310021',
  })
})
