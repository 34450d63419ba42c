import { describe, expect, test } from 'vitest'
import { assembleLog } from '../assemble.ts'
import type { Preview } from '../reading-report.ts'
import { Profile } from './profile.ts'
import { completeProposal, proposeProfile } from './propose.ts'

describe('the column that names the case', () => {
  const events = { 环节名称: ['收到', '完成', '收到', '完成'], 操作时间: Array(4).fill('2026-01-05 09:00') as string[] }
  const caseOf = (columns: Record<string, readonly string[]>) =>
    proposeProfile(previewOf({ ...columns, ...events })).profile.columns.case

  test.each(['业务流水号', '办件流水号', '受理号', '收件编号', '申报号', '业务号', '业务编号', '项目编号'])(
    'is %s, never the number of the service item',
    (name) => {
      for (const item of ['事项编号', '事项编码', '实施编码', '实施清单编号'])
        expect(caseOf({ [item]: ['X', 'X', 'X', 'X'], [name]: ['1', '1', '2', '2'] })).toBe(name)
    },
  )

  test('is none where only the service item has a number', () => {
    expect(proposeProfile(previewOf({ 事项编号: ['X', 'X', 'X', 'X'], ...events })).missing).toEqual(['case'])
  })

  test('is rather the one whose values come back than the one that numbers the events', () => {
    expect(caseOf({ 流水号: ['1', '2', '3', '4'], 受理编号: ['A', 'A', 'B', 'B'] })).toBe('受理编号')
  })

  test('is none with hardly any values where there is a better one', () => {
    const rows = Array.from({ length: 300 }, (_, row) => row)
    const log = (...names: [string, string]) =>
      proposeProfile(
        previewOf({
          [names[0]]: rows.map((row) => `P${row % 3}`),
          [names[1]]: rows.map((row) => `${Math.floor(row / 3)}`),
          环节: rows.map(() => '受理'),
          时间: rows.map(() => '2026-01-05 09:00'),
        }),
      ).profile.columns.case
    expect(log('业务编号', '档案编号')).toBe('档案编号')
    expect(log('case', '档案编号')).toBe('case')
  })

  test('keeps the number of the service item as the item', () => {
    const { profile } = proposeProfile(
      previewOf({ 事项编号: ['X', 'X', 'X', 'X'], 办件号: ['1', '1', '2', '2'], ...events }),
    )
    expect(profile.columns).toMatchObject({ case: '办件号', item: '事项编号' })
  })
})

describe('the time of an event', () => {
  test('is not that of one step of the case, where another column may be it', () => {
    const time = ['2026-01-05 09:00', '2026-01-06 09:00']
    const { profile } = proposeProfile(
      previewOf({ 办件编号: ['1', '1'], 环节: ['收到', '完成'], 申请时间: [time[0]!, time[0]!], 环节办理时间: time }),
    )
    expect(profile.columns.time).toBe('环节办理时间')
  })

  test('is the column that is named so even where its values are no times, for the reading to say what is wrong', () => {
    const { profile, missing } = proposeProfile(
      previewOf({ 办件编号: ['1', '1'], 环节: ['收到', '完成'], 环节结束时间: ['45356.375', '45357.4'] }),
    )
    expect([profile.columns.time, missing]).toEqual(['环节结束时间', []])
  })
})

describe('the clock of a log whose events show no beginning and end', () => {
  const startdate = {
    name: 'startdate',
    scope: 'case',
    declared: 'instant',
    texts: ['2011-10-11', '2011-10-11'],
  } as const
  const enddate = { name: 'enddate', scope: 'case', declared: 'instant', texts: ['', ''] } as const
  const xes = (steps: [string, string], ...dates: readonly Preview['columns'][number][]): Preview => ({
    format: 'xes',
    rows: 2,
    columns: [
      { name: 'concept:name', scope: 'case', declared: 'string', texts: ['c', 'c'] },
      { name: 'concept:name', scope: 'event', declared: 'string', texts: steps },
      { name: 'time:timestamp', scope: 'event', declared: 'instant', texts: ['2011-10-11', '2011-10-12'] },
      ...dates,
    ],
  })

  test('runs between dates of the case', () => {
    expect(proposeProfile(xes(['T02', 'T04'], startdate, enddate)).profile.clock).toEqual({
      from: { attribute: 'startdate' },
      to: { attribute: 'enddate' },
    })
  })

  test('runs between steps where there are any, and takes a date for the one that is missing', () => {
    const clock = (...steps: [string, string]) => proposeProfile(xes(steps, startdate, enddate)).profile.clock
    expect(clock('受理', '办结')).toEqual({ from: 'accept', to: 'close' })
    expect(clock('受理', '审查')).toEqual({ from: 'accept', to: { attribute: 'enddate' } })
  })

  const table = { 办件编号: ['1', '1', '2', '2'], 环节: ['甲', '乙', '甲', '乙'], 操作时间: at(1, 2, 3, 4) }

  test('takes columns beside the events that never change within a case', () => {
    const { profile } = proposeProfile(
      previewOf({ ...table, 申请时间: at(1, 1, 2, 2), 受理时间: at(1, 1, 3, 3), 办结时间: at(2, 2, 4, 4) }),
    )
    expect(profile.columns.time).toBe('操作时间')
    expect(profile.clock).toEqual({ from: { attribute: '受理时间' }, to: { attribute: '办结时间' } })
    expect(Profile.safeParse(profile).success).toBe(true)
  })

  test('does not take a column that changes within a case', () => {
    const changing = proposeProfile(previewOf({ ...table, 办结时间: at(1, 2, 3, 4) }))
    expect(changing.profile.clock).toEqual({ from: 'firstEvent', to: 'lastEvent' })
  })

  test('keeps those dates when the whole log shows no step for them, and they are dates', () => {
    const { log } = assembleLog({
      timeZone: 'UTC',
      caseIds: ['a'],
      eventCase: Int32Array.of(0),
      activity: { kind: 'string', codes: Int32Array.of(0), values: ['办结'] },
      time: Float64Array.of(0),
      sourceRow: Int32Array.of(1),
      caseAttributes: new Map([['startdate', { kind: 'instant', values: Float64Array.of(0) }]]),
    })
    const clock = { from: { attribute: 'startdate' }, to: { attribute: 'enddate' } }
    const proposed = { columns: { case: 'id', activity: 'step', time: 'at' }, clock }
    expect(completeProposal(proposed, log).clock).toEqual({ from: { attribute: 'startdate' }, to: 'close' })
    expect(completeProposal({ ...proposed, clock: { from: { attribute: 'absent' } } }, log).clock?.from).toBe(
      'firstEvent',
    )
  })

  test('does not judge by an end that one case in five lacks', () => {
    const completed = (ends: readonly number[]) => {
      const cases = ends.length
      const { log } = assembleLog({
        timeZone: 'UTC',
        caseIds: ends.map((_, c) => `${c}`),
        eventCase: Int32Array.from(ends.keys()),
        activity: { kind: 'string', codes: new Int32Array(cases), values: ['T02'] },
        time: new Float64Array(cases),
        sourceRow: new Int32Array(cases),
        caseAttributes: new Map([
          ['startdate', { kind: 'instant', values: new Float64Array(cases) }],
          ['enddate', { kind: 'instant', values: Float64Array.from(ends) }],
        ]),
      })
      const clock = { from: { attribute: 'startdate' }, to: { attribute: 'enddate' } }
      return completeProposal({ columns: { case: 'id', activity: 'step', time: 'at' }, clock }, log).clock
    }
    expect(completed([1, 1, 1, 1, Number.NaN])).toEqual({ from: 'firstEvent', to: 'lastEvent' })
    expect(completed([1, 1, 1, 1, 1])).toEqual({ from: { attribute: 'startdate' }, to: { attribute: 'enddate' } })
  })
})

test('a table of cases has no milestone that stops the clock for ever', () => {
  const table = { 办件编号: ['1', '2'], 受理时间: at(1, 2), 挂起时间: at(3, 4), 办结时间: at(5, 6) }
  expect(proposeProfile(previewOf(table)).profile.milestones).toEqual({ accept: '受理时间', close: '办结时间' })
  expect(proposeProfile(previewOf({ ...table, 恢复办理时间: at(4, 5) })).profile.milestones).toMatchObject({
    suspend: '挂起时间',
    resume: '恢复办理时间',
  })
})

/** Nine o’clock on those days of January. */
function at(...days: readonly number[]): string[] {
  return days.map((day) => `2026-01-0${day} 09:00`)
}

function previewOf(texts: Record<string, readonly string[]>): Preview {
  const names = Object.keys(texts)
  return {
    format: 'csv',
    rows: texts[names[0]!]!.length,
    columns: names.map((name) => ({ name, scope: 'event', texts: texts[name]! })),
  }
}
