import { describe, expect, test } from 'vitest'
import { assembleLog } from '../assemble.ts'
import { SourceError } from '../errors.ts'
import type { Preview } from '../reading-report.ts'
import { formatProfile, parseProfile } from './load.ts'
import { Profile } from './profile.ts'
import { completeProposal, proposeProfile } from './propose.ts'
import { shippedProfile, shippedProfileNames } from './shipped.ts'

const columns = { case: 'id', activity: 'step', time: 'at' }

describe('parseProfile', () => {
  test('fills in the defaults', () => {
    const profile = parseProfile('columns: { case: id, activity: step, time: at }', 'p.yaml')
    expect(profile.clock).toEqual({ from: 'accept', to: 'close', stops: ['suspend', 'special'] })
    expect(profile.calendar.weekend).toEqual([6, 7])
  })

  test('names the line and field that are wrong', () => {
    const text = 'columns: { case: id, activity: step, time: at }\ncalendar:\n  holidays: FR\n'
    expect(failure(() => parseProfile(text, 'p.yaml'))).toMatchObject({
      code: 'profileInvalid',
      values: { source: 'p.yaml', line: 3, column: 'calendar.holidays' },
    })
  })

  test('refuses a field that does not exist, so that a misspelling is not ignored', () => {
    const text = 'columns: { case: id, activity: step, time: at }\ntimezone: UTC\n'
    expect(failure(() => parseProfile(text, 'p.yaml'))).toMatchObject({ code: 'profileInvalid' })
  })

  test('refuses text that is not YAML, and says where', () => {
    expect(failure(() => parseProfile('columns: [', 'p.yaml'))).toMatchObject({ code: 'profileUnreadable' })
    expect(failure(() => parseProfile('version: 1\nname: a\nname: b\n', 'p.yaml')).values).toMatchObject({
      ...{ line: 3, position: 1, problem: 'DUPLICATE_KEY' },
    })
  })

  const whole = 'columns: { case: id, activity: step, time: at }\n'
  test.each([
    ['columns: { activity: step }', 'columns.case', 'missing', 'string'],
    ['columns:', 'columns', 'missing', 'object'],
    [`${whole}timezone: UTC`, '—', 'unknownKey', 'timezone'],
    [
      `${whole}clock: { from: begin }`,
      'clock.from',
      'notOneOf',
      'firstEvent, lastEvent, submit, accept, decide, close',
    ],
    [`${whole}clock: { from: { atribute: x } }`, 'clock.from', 'unknownKey', 'atribute'],
    [
      `${whole}clock: { statutory: { limit: { amount: -1, unit: hour } } }`,
      ...(['clock.statutory.limit.amount', 'tooSmall', '0'] as const),
    ],
    [`${whole}calendar: { weekend: [8] }`, 'calendar.weekend.0', 'tooBig', '7'],
    [`${whole}calendar: { hours: [] }`, 'calendar.hours', 'tooFew', '1'],
    [`${whole}calendar: { hours: [[9, "10:00"]] }`, 'calendar.hours.0.0', 'wrongType', 'string'],
    [`${whole}calendar: { hours: [["9", "10:00"]] }`, 'calendar.hours.0.0', 'wrongFormat', '09:00'],
    [`${whole}calendar: { closed: ["1 May"] }`, 'calendar.closed.0', 'wrongFormat', '2026-10-01'],
    [`${whole}activities: { accept: done }`, 'activities.accept', 'wrongType', 'array'],
  ])('says in words of its own what is wrong with %j', (text, column, problem, expected) => {
    expect(failure(() => parseProfile(text, 'p.yaml')).values).toMatchObject({ column, problem, expected })
  })

  test.each([
    ['columns: { case: id }', 'needsColumn'],
    ['columns: { case: id }\nmilestones: {}', 'needsMilestone'],
    ['columns: { case: id }\nmilestones: { submit: at, close: at }', 'repeatedMilestone'],
    ['columns: { case: id, time: at }\nmilestones: { close: end }', 'notOfCases'],
  ])('says which columns do not go together in %j', (text, problem) => {
    expect(failure(() => parseProfile(text, 'p.yaml')).values).toMatchObject({ problem })
  })

  test('names the line of a key that does not exist', () => {
    expect(
      failure(() => parseProfile(`${whole}calendar:\n  holidays: CN\n  weekends: []\n`, 'p.yaml')).values,
    ).toMatchObject({
      ...{ line: 4, column: 'calendar', expected: 'weekends' },
    })
  })

  test('refuses aliases that expand without end', () => {
    const bomb = [
      'a: &a [x,x,x,x,x,x,x,x,x]',
      ...'bcdefgh'.split('').map((name, i) => {
        const before = 'abcdefgh'[i]
        return `${name}: &${name} [${Array(9).fill(`*${before}`).join(',')}]`
      }),
    ].join('\n')
    expect(failure(() => parseProfile(bomb, 'p.yaml'))).toMatchObject({ code: 'profileUnreadable' })
  })

  test('reads back what formatProfile writes', () => {
    const profile = Profile.parse({ columns, missing: ['NULL'], clock: { statutory: { due: 'deadline' } } })
    expect(parseProfile(formatProfile(profile), 'p.yaml')).toEqual(profile)
  })
})

describe('a profile of a table with one row per case', () => {
  const caseRows = 'columns: { case: id }\nmilestones: { submit: applied, close: closed }\n'

  test('makes each milestone the activity of its step, besides those named', () => {
    const profile = parseProfile(`${caseRows}activities: { close: [done], accept: [taken in] }\n`, 'p.yaml')
    expect(profile.activities).toEqual({ submit: ['applied'], accept: ['taken in'], close: ['done', 'closed'] })
    expect(profile.columns).toEqual({ case: 'id', activity: '', time: '' })
  })

  test('is read back as it is written', () => {
    const profile = parseProfile(caseRows, 'p.yaml')
    expect(parseProfile(formatProfile(profile), 'p.yaml')).toEqual(profile)
  })

  test.each([
    ['columns: { case: id }\n', 'columns.activity'],
    ['columns: { case: id, activity: step }\n', 'columns.time'],
    ['columns: { case: id }\nmilestones: {}\n', 'milestones'],
    ['columns: { case: id }\nmilestones: { submit: at, close: at }\n', 'milestones'],
    ['columns: { case: id }\nmilestones: { finish: at }\n', 'milestones'],
    ['columns: { case: id }\nmilestones: { close: "" }\n', 'milestones.close'],
    ['columns: { case: id, activity: step }\nmilestones: { close: at }\n', 'columns.activity'],
    ['columns: { case: id, recordedAt: entered }\nmilestones: { close: at }\n', 'columns.recordedAt'],
  ])('names the field that cannot be: %j', (text, column) => {
    expect(failure(() => parseProfile(text, 'p.yaml'))).toMatchObject({ code: 'profileInvalid', values: { column } })
  })
})

test('every shipped profile is valid', () => {
  for (const name of shippedProfileNames) expect(shippedProfile(name).name).not.toBe('')
})

describe('proposeProfile', () => {
  test('finds roles, steps, limits, placeholders and system accounts in a Chinese export', () => {
    const preview = previewOf({
      办件编号: ['A1', 'A1', 'A2'],
      环节名称: ['受理', '办结', '受理'],
      环节结束时间: ['2026-01-05 09:00', '2026-01-06 10:00', '2026年1月7日 9:30'],
      环节处理人: ['张', '系统', '未分配'],
      处理单位: ['住建', '住建', 'EMPTY'],
      'case:法定办结时限日期': ['2026-02-05', '2026-02-05', ''],
    })
    const { profile, missing } = proposeProfile(preview)
    expect(missing).toEqual([])
    expect(profile).toEqual({
      version: 1,
      name: '',
      timeZone: 'Asia/Shanghai',
      columns: {
        case: '办件编号',
        activity: '环节名称',
        time: '环节结束时间',
        resource: '环节处理人',
        department: '处理单位',
      },
      unnamed: ['EMPTY', '未分配'],
      activities: { accept: ['受理'], close: ['办结'] },
      clock: { from: 'accept', to: 'close', statutory: { due: '法定办结时限日期' } },
      calendar: { holidays: 'CN' },
      systemAccounts: ['系统'],
    })
    expect(Profile.safeParse(profile).success).toBe(true)
  })

  test('prefers the standard XES keys and tells case keys from event keys', () => {
    const { profile } = proposeProfile({
      format: 'xes',
      rows: 1,
      columns: [
        { name: 'concept:name', scope: 'case', declared: 'string', texts: ['c1'] },
        { name: 'deadline', scope: 'case', declared: 'instant', texts: ['2011-12-06T13:41:31+01:00'] },
        { name: 'concept:name', scope: 'event', declared: 'string', texts: ['Check'] },
        { name: 'time:timestamp', scope: 'event', declared: 'instant', texts: ['2011-10-11T13:45:40+02:00'] },
      ],
    })
    expect(profile.columns).toEqual({ case: 'case:concept:name', activity: 'concept:name', time: 'time:timestamp' })
    expect(profile.clock?.statutory).toEqual({ due: 'deadline' })
  })

  test('takes the zone from offsets that change with daylight saving', () => {
    const winter = '2011-12-06T13:41:31+01:00'
    const zoneOf = (...times: string[]) =>
      proposeProfile(previewOf({ id: ['a', 'b'], step: ['x', 'y'], time: times })).profile.timeZone
    expect(zoneOf(winter, '2011-06-06 13:41:31.788+02:00')).toBe('Europe/Berlin')
    expect(zoneOf('2026-01-05T09:00:00+08:00', '')).toBe('Asia/Shanghai')
    expect(zoneOf('2026-01-05 09:00', '')).toBe('Asia/Shanghai')
    expect(zoneOf('2026-01-05T09:00:00-11:00', '')).toBe('Etc/GMT+11')
  })

  test('says which roles it could not find', () => {
    expect(proposeProfile(previewOf({ colour: ['red'] })).missing).toEqual(['case', 'activity', 'time'])
  })

  test('sees that the rows of a Chinese export are cases, and does not guess who took which step', () => {
    const preview = previewOf({
      序号: ['1', '2', '3'],
      办件编号: ['A1', 'A2', 'A3'],
      事项编号: ['X', 'X', 'Y'],
      事项名称: ['执照', '执照', '许可'],
      当前环节: ['办结', '办结', '审核'],
      办结时间: ['2026-01-09', '2026-01-08', ''],
      受理日期: ['2026-01-06', '2026-01-07', '2026-01-08'],
      申请时间: ['2026-01-05 09:00', '2026-01-05 10:00', '2026-01-06 11:00'],
      创建时间: ['2026-01-05 09:01', '2026-01-05 10:01', '2026-01-06 11:01'],
      承诺办结时间: ['2026-01-12', '2026-01-12', '2026-01-13'],
      法定办结时限: ['2026-02-12', '2026-02-12', '2026-02-13'],
      经办人: ['张', '李', '张'],
      承办部门: ['住建', '住建', '住建'],
    })
    const { profile, missing, reasons } = proposeProfile(preview, { name: '甲市' })
    expect(missing).toEqual([])
    expect(profile).toEqual({
      version: 1,
      name: '甲市',
      timeZone: 'Asia/Shanghai',
      columns: { case: '办件编号', item: '事项名称' },
      milestones: { submit: '申请时间', accept: '受理日期', close: '办结时间' },
      clock: { from: 'accept', to: 'close', promised: { due: '承诺办结时间' }, statutory: { due: '法定办结时限' } },
      calendar: { holidays: 'CN' },
    })
    expect(reasons).toContainEqual({ role: 'milestones.close', column: '办结时间', because: 'nameAndContent' })
    expect(Profile.parse(profile).activities).toEqual({
      submit: ['申请时间'],
      accept: ['受理日期'],
      close: ['办结时间'],
    })
  })

  test.each([
    [
      'the national exchange tables',
      { row_guid: ['r1', 'r2'], project_no: ['1', '2'], task_name: ['x', 'y'] },
      { apply_date: dates(1), accept_date: dates(2), promise_date: dates(9), result_date: dates(3), cd_time: dates(4) },
      {
        columns: { case: 'project_no', item: 'task_name' },
        milestones: { submit: 'apply_date', accept: 'accept_date', close: 'result_date' },
        clock: { from: 'accept', to: 'close', promised: { due: 'promise_date' } },
      },
    ],
    [
      'the requests of a city',
      { 'Unique Key': ['1', '2'], 'Complaint Type': ['noise', 'rats'] },
      { 'Created Date': dates(1), 'Closed Date': ['', ''], 'Resolution Action Updated Date': dates(3) },
      {
        columns: { case: 'Unique Key', item: 'Complaint Type' },
        milestones: { submit: 'Created Date', close: 'Closed Date' },
        clock: { from: 'submit', to: 'close' },
      },
    ],
    [
      'permits that are issued but never closed',
      { id: ['1', '2'] },
      { 'Application Date': dates(1), 'Issued Date': dates(2) },
      {
        columns: { case: 'id' },
        milestones: { submit: 'Application Date', decide: 'Issued Date' },
        clock: { from: 'submit', to: 'decide' },
      },
    ],
    [
      'registered and accepted cases without any end, which are all open',
      { 序号: ['1', '2'] },
      { 登记时间: dates(1), 受理时间: dates(2) },
      {
        columns: { case: '序号' },
        milestones: { receive: '登记时间', accept: '受理时间' },
        clock: { from: 'accept', to: 'close' },
      },
    ],
  ])('recognises %s', (_, texts, times, expected) => {
    const { profile, missing } = proposeProfile(previewOf({ ...texts, ...times } as Record<string, string[]>))
    expect(missing).toEqual([])
    expect(profile).toMatchObject(expected)
    expect(Profile.safeParse(profile).success).toBe(true)
  })

  test.each([
    [
      'cases come back',
      { 办件编号: ['A', 'A', 'B', 'B'], 环节名称: ['受理', '办结', '受理', '办结'], 流水号: ['1', '2', '3', '4'] },
    ],
    ['events are numbered', { id: ['1', '2', '3', '4'], case: ['A', 'A', 'B', 'B'], step: ['a', 'b', 'a', 'b'] }],
  ])('keeps a log of events one where %s, whatever its cases were when', (_, texts) => {
    const four = [...dates(1), ...dates(2)]
    const preview = previewOf({ ...texts, 申请时间: four, 办结时间: four, time: four } as Record<string, string[]>)
    const { profile, missing } = proposeProfile(preview)
    expect(missing).toEqual([])
    expect(profile.milestones).toBeUndefined()
    expect(profile.columns.activity).toMatch(/环节名称|step/)
  })

  test('keeps milestones when the whole log is read, and finds the steps of other files', () => {
    const { log } = assembleLog({
      timeZone: 'UTC',
      caseIds: ['a'],
      eventCase: Int32Array.of(0, 0, 0),
      activity: { kind: 'string', codes: Int32Array.of(0, 1, 2), values: ['applied', '受理时间', '办结'] },
      time: Float64Array.of(0, 1, 2),
      sourceRow: Int32Array.of(1, 1, 1),
    })
    const proposed = { columns: { case: 'id' }, milestones: { submit: 'applied' }, clock: { from: 'submit' } } as const
    expect(completeProposal(proposed, log)).toEqual({
      ...proposed,
      activities: { accept: ['受理时间'], close: ['办结'] },
    })
    expect(completeProposal({ ...proposed, milestones: { ...milestoneOfAll } }, log)).not.toHaveProperty('activities')
  })

  test('takes steps that appear only later in the log', () => {
    const { log } = assembleLog({
      timeZone: 'UTC',
      caseIds: ['a'],
      eventCase: Int32Array.of(0, 0),
      activity: { kind: 'string', codes: Int32Array.of(0, 1), values: ['受理', '补正告知'] },
      time: Float64Array.of(0, 1),
      sourceRow: Int32Array.of(1, 2),
    })
    const completed = completeProposal({ columns, activities: { accept: ['受理'] } }, log)
    expect(completed.activities).toEqual({ accept: ['受理'], supplementRequest: ['补正告知'] })
  })
})

const milestoneOfAll = { submit: 'applied', accept: '受理时间', close: '办结' } as const

/** Two dates of a month. */
function dates(month: number): string[] {
  return [`2026-0${month}-05`, `2026-0${month}-06`]
}

function previewOf(texts: Record<string, readonly string[]>): Preview {
  const names = Object.keys(texts)
  return {
    format: 'csv',
    rows: texts[names[0]!]!.length,
    columns: names.map((name) => ({ name, scope: name.startsWith('case:') ? 'case' : 'event', texts: texts[name]! })),
  }
}

function failure(work: () => unknown): SourceError {
  try {
    work()
  } catch (error) {
    if (error instanceof SourceError) return error
    throw error
  }
  throw new Error('nothing was thrown')
}
