import { describe, expect, test } from 'vitest'
import { clockEnds, stepsOf } from './proposed-steps.ts'

describe('stepsOf', () => {
  test.each(['现场勘验', '专家评审', '检验', '检测', '听证', '公示', '准予许可公示', '特别程序', '暂停'])(
    'lets %s be an ordinary step where nothing starts the clock again',
    (name) => {
      expect(stepsOf(['受理', name, '办结'])).toEqual({ accept: ['受理'], close: ['办结'] })
    },
  )

  test.each([
    ['特别程序开始', '特别程序结束'],
    ['听证', '听证结束'],
    ['专家评审开始', '专家评审完成'],
    ['special procedure start', 'special procedure end'],
  ])('lets %s stop the clock, and %s start it again', (begin, end) => {
    expect(stepsOf([begin, end])).toEqual({ specialStart: [begin], specialEnd: [end] })
  })

  test('does not take the end of one procedure for that of another', () => {
    expect(stepsOf(['现场勘验', '听证开始', '听证结束', '公示完成'])).toEqual({
      specialStart: ['听证开始'],
      specialEnd: ['听证结束'],
    })
  })

  test.each([
    ['挂起', '解挂'],
    ['暂停', '恢复计时'],
    ['挂起', '挂起结束'],
    ['中止', '解除中止'],
    ['Suspend', 'Resume'],
  ])('lets %s suspend the clock, and %s resume it', (suspend, resume) => {
    expect(stepsOf([suspend, resume])).toEqual({ suspend: [suspend], resume: [resume] })
  })
})

describe('clockEnds', () => {
  const dates = { from: { attribute: '受理时间' }, to: { attribute: '办结时间' } }

  test('takes steps before dates of the case, and those before steps that are not the very ones', () => {
    expect(clockEnds({ accept: ['a'], close: ['c'] }, dates)).toEqual({ from: 'accept', to: 'close' })
    expect(clockEnds({ submit: ['s'], decide: ['d'] }, dates)).toEqual(dates)
    expect(clockEnds({ submit: ['s'], decide: ['d'] })).toEqual({ from: 'submit', to: 'decide' })
    expect(clockEnds({}, dates)).toEqual(dates)
    expect(clockEnds({})).toEqual({ from: 'firstEvent', to: 'lastEvent' })
  })
})
