import { describe, expect, it } from 'vitest'
import { milestoneValue, readChoices, setStep, setValue } from './profile-text.ts'

const text = `# ours
version: 1
columns:
  case: 编号 # the number
  activity: 环节
activities:
  accept:
    - 受理
clock:
  from:
    attribute: 开始
  statutory:
    due: 期限
  promised:
    limit:
      amount: 5
      unit: workingDay
`

describe('the form of a profile', () => {
  it('shows what is written', () => {
    expect(readChoices(text)).toEqual({
      timeZone: 'Asia/Shanghai',
      columns: { case: '编号', activity: '环节' },
      stepOf: new Map([['受理', 'accept']]),
      from: 'attribute:开始',
      to: 'close',
      statutory: '期限',
      promised: ' other',
    })
  })

  it.each(['columns: [', '- a list', 'just words'])('shows nothing of what is no profile: %s', (broken) => {
    expect(readChoices(broken)).toBeUndefined()
    expect(setValue(broken, ['timeZone'], 'UTC')).toBe(broken)
    expect(setStep(broken, '受理', 'accept')).toBe(broken)
  })

  it('changes one value and leaves comments and order', () => {
    expect(setValue(text, ['columns', 'activity'], '步骤')).toBe(text.replace('环节', '步骤'))
    expect(setValue(text, ['columns', 'activity'], undefined)).toBe(text.replace('  activity: 环节\n', ''))
    expect(setValue(text, ['clock', 'from'], milestoneValue('accept'))).toBe(
      text.replace('from:\n    attribute: 开始', 'from: accept'),
    )
  })

  it('moves an activity to one step only', () => {
    const moved = setStep(text, '受理', 'receive')
    expect(readChoices(moved)?.stepOf).toEqual(new Map([['受理', 'receive']]))
    expect(moved).toContain('activities:\n  receive:\n    - 受理\n')
    expect(readChoices(setStep(moved, '受理', undefined))?.stepOf).toEqual(new Map())
    expect(readChoices(setStep('version: 1\n', 'a: b', 'close'))?.stepOf).toEqual(new Map([['a: b', 'close']]))
  })

  it('fills an empty profile', () => {
    expect(setValue('', ['columns', 'case'], '编号')).toBe('columns:\n  case: 编号\n')
    expect(setValue('columns: {}\n', ['columns', 'case'], '编号')).toBe('columns:\n  case: 编号\n')
  })
})
