import { type EventLog, Profile, valueAt } from '@zhengfeng/eventlog'
import { expect, test } from 'vitest'
import { simulate } from '../simulate.ts'
import { voiceActivities } from './voice-activities.ts'

const options = {
  cases: 4000,
  seed: 5,
  offices: 4,
  days: 120,
  misconduct: { overdue: 0.03, 'retroactive-entry': 0.02 },
}
const silent = simulate(options)
const heard = simulate({ ...options, voices: true })

interface Told {
  readonly caseId: string
  readonly activity: string
  readonly time: number
  readonly resource: unknown
  readonly satisfaction: unknown
  readonly byDefault: unknown
  readonly visits: unknown
}

function eventsOf(log: EventLog): Told[] {
  const of = (name: string, row: number): unknown => {
    const column = log.eventAttributes.get(name)
    return column && valueAt(column, row)
  }
  return log.caseIds.flatMap((caseId, c) =>
    Array.from({ length: log.caseOffsets[c + 1]! - log.caseOffsets[c]! }, (_, i) => {
      const row = log.caseOffsets[c]! + i
      return {
        caseId,
        activity: String(valueAt(log.activity, row)),
        time: log.time[row]!,
        resource: valueAt(log.resource!, row),
        satisfaction: of('satisfaction', row),
        byDefault: of('default', row),
        visits: of('visits', row),
      }
    }),
  )
}

const events = eventsOf(heard.log)
const added: ReadonlySet<string> = new Set(Object.keys(voiceActivities))
const share = (part: number, of: number): number => part / of

test('voices change nothing of what was handled, and no label', () => {
  const handled = ({ caseId, activity, time, resource }: Told): string => `${caseId} ${activity} ${time} ${resource}`
  const rest = events.filter(({ activity, byDefault }) => !added.has(activity) && byDefault !== true)
  expect(rest.map(handled)).toEqual(eventsOf(silent.log).map(handled))
  expect(heard.labels).toEqual(silent.labels)
})

test('the profile of a log with voices names their steps', () => {
  const profile = Profile.parse(heard.profile)
  expect(['queue', 'call', 'complain', 'rectify'].map((step) => profile.activities[step as 'queue'])).toEqual([
    ['取号'],
    ['叫号'],
    ['投诉'],
    ['差评整改'],
  ])
  expect(Profile.parse(silent.profile).activities.queue).toBeUndefined()
})

test('who comes to the window takes a ticket and is called before handing in', () => {
  const ofCase = grouped(events)
  let turns = 0
  for (const own of ofCase.values()) {
    const at = (activity: string): number | undefined => own.find((event) => event.activity === activity)?.time
    if (at('取号') === undefined) continue
    turns++
    expect(at('取号')!).toBeLessThanOrEqual(at('叫号')!)
    expect(at('叫号')!).toBeLessThanOrEqual(at('提交申请')!)
  }
  expect(share(turns, 4000)).toBeGreaterThan(0.4)
})

test('a default rating is never a bad one, and only a bad rating is put right', () => {
  const rated = events.filter(({ activity }) => activity === '评价')
  expect(
    new Set(
      rated.filter(({ byDefault }) => byDefault).map(({ satisfaction, resource }) => `${satisfaction} ${resource}`),
    ),
  ).toEqual(new Set(['5 system-rating']))
  const active = rated.filter(({ byDefault }) => byDefault !== true)
  expect(active.every(({ satisfaction }) => Number(satisfaction) >= 1 && Number(satisfaction) <= 5)).toBe(true)
  const bad = new Map(
    active.filter(({ satisfaction }) => Number(satisfaction) <= 2).map(({ caseId, time }) => [caseId, time]),
  )
  expect(share(bad.size, active.length)).toBeGreaterThan(0.005)
  expect(share(bad.size, active.length)).toBeLessThan(0.06)
  const rectified = events.filter(({ activity }) => activity === '差评整改')
  expect(rectified.length).toBeGreaterThan(0)
  for (const { caseId, time } of rectified) expect(time).toBeGreaterThan(bad.get(caseId)!)
})

test('closed cases tell how often the applicant came', () => {
  const closed = events.filter(({ activity }) => activity === '办结')
  expect(closed.every(({ visits }) => Number.isInteger(visits))).toBe(true)
})

test('every case has a group of applicants', () => {
  const groups = heard.log.caseAttributes.get('applicantGroup')!
  expect(new Set(heard.log.caseIds.map((_, c) => valueAt(groups, c)))).toEqual(
    new Set(['一般个人', '企业', '老年人', '残疾人', '低收入家庭', '流动人口']),
  )
})

test('nothing new arrives on quiet days, and what had come goes on', () => {
  const { log } = simulate({ ...options, days: 150, quietDays: 30 })
  const submitted = eventsOf(log).filter(({ activity }) => activity === '提交申请')
  const end = Math.max(...submitted.map(({ time }) => time))
  const quietFrom = Date.parse('2025-01-02T00:00:00+08:00') + 120 * 86_400_000
  expect(end).toBeLessThan(quietFrom)
  expect(end).toBeGreaterThan(quietFrom - 5 * 86_400_000)
  expect(log.time.some((time) => time > quietFrom + 7 * 86_400_000)).toBe(true)
})

function grouped(all: readonly Told[]): Map<string, Told[]> {
  const groups = new Map<string, Told[]>()
  for (const event of all) groups.set(event.caseId, [...(groups.get(event.caseId) ?? []), event])
  return groups
}
