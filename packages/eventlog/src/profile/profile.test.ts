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

  test('refuses text that is not YAML', () => {
    expect(failure(() => parseProfile('columns: [', 'p.yaml'))).toMatchObject({ code: 'profileUnreadable' })
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
