import { type EventLog, Profile, valueAt } from '@zhengfeng/eventlog'
import { createCalendar, deadline, dueWithStops, isOpenAt, workingMs } from '@zhengfeng/worktime'
import { describe, expect, test } from 'vitest'
import { type Activity, activities, hiddenActivities } from './catalogue/activities.ts'
import { items } from './catalogue/items.ts'
import { SandboxError } from './errors.ts'
import { type MisconductKind, misconductKinds } from './misconduct/kinds.ts'
import { parseMisconduct } from './misconduct/parse-misconduct.ts'
import { calendarRule } from './province/office-hours.ts'
import { type Simulation, simulate } from './simulate.ts'

const clean = simulate({ cases: 6000, seed: 3, offices: 2 })
const spoilt = simulate({
  cases: 6000,
  seed: 3,
  offices: 2,
  misconduct: parseMisconduct('all=0.02,queue-jumping=0.15,batch-closing=0.3'),
})
const both = [
  ['clean', clean],
  ['spoilt', spoilt],
] as const

interface Event {
  readonly activity: string
  readonly time: number
  readonly start: number
  readonly recordedAt: number
  readonly resource: string | undefined
  readonly department: string | undefined
  readonly stopDocument: unknown
}

interface Case {
  readonly id: string
  readonly item: string
  readonly priority: boolean
  readonly events: readonly Event[]
}

function casesOf({ log }: Simulation): Case[] {
  return log.caseIds.map((id, c) => ({
    id,
    item: String(valueAt(log.caseAttributes.get('item')!, c)),
    priority: valueAt(log.caseAttributes.get('priority')!, c) === '绿色通道',
    events: Array.from({ length: log.caseOffsets[c + 1]! - log.caseOffsets[c]! }, (_, i) =>
      eventAt(log, log.caseOffsets[c]! + i),
    ),
  }))
}

function eventAt(log: EventLog, row: number): Event {
  const text = (column: Parameters<typeof valueAt>[0]): string | undefined => valueAt(column, row) as string | undefined
  return {
    activity: text(log.activity)!,
    time: log.time[row]!,
    start: log.startTime![row]!,
    recordedAt: log.recordedAt![row]!,
    resource: text(log.resource!),
    department: text(log.department!),
    stopDocument: valueAt(log.eventAttributes.get('stopDocument')!, row),
  }
}

function find(of: Case, activity: Activity): Event | undefined {
  return of.events.find((event) => event.activity === activity)
}

function labelled({ labels }: Simulation, kind: MisconductKind, origin?: string): Set<string> {
  const told = labels.cases.filter((label) => label.kind === kind && (origin ?? label.origin) === label.origin)
  return new Set(told.map(({ caseId }) => caseId))
}

function idsWhere(simulation: Simulation, holds: (of: Case) => boolean): Set<string> {
  return new Set(
    casesOf(simulation)
      .filter(holds)
      .map(({ id }) => id),
  )
}

const calendar = createCalendar(calendarRule)

describe('a simulation', () => {
  test('is the same to the last byte for the same seed', () => {
    const options = { cases: 400, seed: 11, misconduct: parseMisconduct('all=0.05') }
    expect(simulate(options)).toEqual(simulate(options))
  })

  test('differs for another seed', () => {
    expect(simulate({ cases: 100, seed: 1 }).log.time).not.toEqual(simulate({ cases: 100, seed: 2 }).log.time)
  })

  test('sends the same applications to the office, misconduct or not', () => {
    const applications = (of: Simulation): unknown[] =>
      casesOf(of).map(({ id, item, events }) => [id, item, events[0]!.time])
    expect(applications(spoilt)).toEqual(applications(clean))
  })

  test('gives a profile that reads every step, item and priority of the log', () => {
    const profile = Profile.parse(spoilt.profile)
    const mapped = Object.values(profile.activities).flat()
    expect(spoilt.log.activity.values.filter((name) => !mapped.includes(name)).sort()).toEqual(
      [...hiddenActivities].sort(),
    )
    expect(Object.keys((profile.clock.promised as { byItem: object }).byItem)).toEqual(items.map(({ name }) => name))
    expect([...spoilt.log.caseAttributes.keys(), ...spoilt.log.eventAttributes.keys()]).toEqual(
      expect.arrayContaining(['item', 'channel', 'applicant', 'agent', 'priority', 'stopKind', 'stopDocument']),
    )
  })

  test('without misconduct accepts cases in the order they came, those with priority aside', () => {
    const acceptances = casesOf(clean)
      .filter(({ priority }) => !priority)
      .flatMap(({ id, events }) => {
        const at = events.findIndex(
          ({ department, activity }) => department !== '综合窗口' && /受理|补正告知/.test(activity),
        )
        const first = events[at]
        if (!first || Number.isNaN(first.start)) return []
        return [
          {
            id,
            office: id.slice(0, 2),
            department: first.department!,
            ready: events[at - 1]!.time,
            start: first.start,
          },
        ]
      })
    acceptances.sort((a, b) => a.ready - b.ready)
    const latest = new Map<string, number>()
    const overtaken = acceptances.filter(({ office, department, start }) => {
      const desk = office + department
      const before = latest.get(desk) ?? 0
      latest.set(desk, Math.max(before, start))
      return start < before
    })
    expect(overtaken).toEqual([])
    expect(acceptances.length).toBeGreaterThan(4500)
  })

  test.each([
    [{ cases: 0, seed: 1 }, 'cases'],
    [{ cases: 1.5, seed: 1 }, 'cases'],
    [{ cases: 10, seed: Number.NaN }, 'seed'],
    [{ cases: 10, seed: 1, offices: 0 }, 'offices'],
    [{ cases: 10, seed: 1, from: '2025-02-30' }, 'from'],
    [{ cases: 10, seed: 1, days: 2 }, 'days'],
  ])('is refused for %j, naming the option', (options, option) => {
    expect(() => simulate(options)).toThrow(SandboxError)
    expect(() => simulate(options)).toThrow(
      expect.objectContaining({ code: 'sandboxOptionInvalid', values: expect.objectContaining({ option }) }),
    )
  })

  test('runs with one case, and with more offices than cases', () => {
    expect(simulate({ cases: 1, seed: 1, days: 30 }).log.caseIds).toHaveLength(1)
    expect(simulate({ cases: 5, seed: 1, offices: 20, misconduct: parseMisconduct('all=1') }).log.caseIds).toHaveLength(
      5,
    )
  })
})

describe.each(both)('in a %s log', (_name, simulation) => {
  const cases = casesOf(simulation)

  test('no case is lost, and each goes through its steps in order', () => {
    expect(new Set(cases.map(({ id }) => id)).size).toBe(6000)
    const milestones = ['提交申请', '受理', '决定', '办结'] as const
    for (const one of cases) {
      const reached = milestones.map((activity) => one.events.filter((event) => event.activity === activity))
      expect(one.events[0]!.activity).toBe('提交申请')
      expect(reached.every((events) => events.length <= 1)).toBe(true)
      const times = reached.map((events) => events[0]?.time ?? Number.POSITIVE_INFINITY)
      expect(times).toEqual([...times].sort((a, b) => a - b))
      const last = one.events.at(-1)!.activity
      if (find(one, '不予受理')) expect(last).toBe('不予受理')
      if (find(one, '撤回申请')) expect(last).toBe('撤回申请')
    }
  })

  test('nobody works on two cases at once', () => {
    const work = new Map<string, Event[]>()
    for (const event of cases.flatMap(({ events }) => events))
      if (!Number.isNaN(event.start)) work.set(event.resource!, [...(work.get(event.resource!) ?? []), event])
    for (const events of work.values()) {
      events.sort((a, b) => a.start - b.start || a.time - b.time)
      const overlaps = events.filter((event, i) => i > 0 && event.start < events[i - 1]!.time)
      expect(overlaps).toEqual([])
    }
    expect(work.size).toBeGreaterThan(50)
  })

  test('officers work in their shifts only, at lunch only those on lunch duty', () => {
    const lunch = (at: number): boolean => isOpenAt(calendar, at - 3_600_000) || isOpenAt(calendar, at + 3_600_000)
    for (const event of cases.flatMap(({ events }) => events)) {
      if (Number.isNaN(event.start)) continue
      for (const at of [event.start, event.time - 1])
        if (!isOpenAt(calendar, at)) expect([event.department, lunch(at)]).toEqual(['综合窗口', true])
    }
  })

  test('overdue are exactly the cases whose clock, counted anew from the log, ran out', () => {
    const end = Math.max(...simulation.log.time)
    const limits = new Map(items.map(({ name, promised }) => [name, promised]))
    const late = idsWhere(simulation, (one) => {
      const accepted = find(one, '受理')?.time
      if (accepted === undefined) return false
      const closed = (find(one, '办结') ?? find(one, '撤回申请'))?.time ?? end
      const due = dueOfCase(one, { accepted, closed, limit: limits.get(one.item)! })
      const localDay = (at: number): number => Math.floor((at + 8 * 3_600_000) / 86_400_000)
      return closed > due && (workingMs(calendar, due, closed) > 0 || localDay(closed) > localDay(due))
    })
    expect(labelled(simulation, 'overdue')).toEqual(late)
  })
})

function dueOfCase(
  one: Case,
  at: { accepted: number; closed: number; limit: { amount: number; unit: 'workingDay' } | object },
): number {
  const limit = at.limit as { amount: number; unit: 'workingDay' }
  const begins = one.events.filter(({ activity }) => activity === '暂停计时' || activity === '特别程序开始')
  const ends = one.events.filter(({ activity }) => activity === '恢复计时' || activity === '特别程序结束')
  const stops = begins.map((begin, i) => ({ from: begin.time, to: ends[i]?.time ?? at.closed }))
  const due = dueWithStops(calendar, at.accepted, limit, stops)
  const extended = find(one, '延长审批')
  if (!extended || extended.time > due) return due
  return dueWithStops(calendar, at.accepted, { ...limit, amount: limit.amount + 10 }, stops)
}

describe('the labels', () => {
  test('of a clean log tell facts of the clock only, and few', () => {
    const facts = ['overdue consequence', 'hidden-time consequence']
    const told = new Set(clean.labels.cases.map(({ kind, origin }) => `${kind} ${origin}`))
    expect([...told].filter((label) => !facts.includes(label))).toEqual([])
    expect(clean.labels.officers).toEqual([])
    expect(labelled(clean, 'overdue').size / 6000).toBeLessThan(0.04)
    expect(labelled(clean, 'hidden-time').size / 6000).toBeLessThan(0.002)
  })

  test('name every kind that was injected, once for a case', () => {
    expect(new Set(spoilt.labels.cases.filter(({ origin }) => origin === 'injected').map(({ kind }) => kind))).toEqual(
      new Set(misconductKinds),
    )
    const keys = spoilt.labels.cases.map(({ caseId, kind }) => caseId + kind)
    expect(new Set(keys).size).toBe(keys.length)
    const ids = new Set(spoilt.log.caseIds)
    expect(spoilt.labels.cases.filter(({ caseId }) => !ids.has(caseId))).toEqual([])
  })

  test('come out at the rate asked for, within chance', () => {
    const rate = 0.05
    const kinds = ['hidden-steps', 'one-hand-for-all', 'buck-passing', 'repeated-supplements'] as const
    const { log, labels } = simulate({
      cases: 8000,
      seed: 21,
      misconduct: Object.fromEntries(kinds.map((k) => [k, rate])),
    })
    const early = new Set(log.caseIds.slice(0, 7000).filter((id) => id.slice(3, 9) < '202511'))
    const spread = 4.5 * Math.sqrt(early.size * rate * (1 - rate))
    for (const kind of kinds) {
      const found = labels.cases.filter(
        (label) => label.kind === kind && label.origin === 'injected' && early.has(label.caseId),
      )
      expect(Math.abs(found.length - early.size * rate), kind).toBeLessThan(spread)
    }
  })

  test('of steps, supplements and hands agree with what the log shows', () => {
    const hidden: readonly string[] = hiddenActivities
    expect(labelled(spoilt, 'hidden-steps')).toEqual(
      idsWhere(spoilt, ({ events }) => events.some(({ activity }) => hidden.includes(activity))),
    )
    expect(labelled(spoilt, 'repeated-supplements')).toEqual(
      idsWhere(spoilt, ({ events }) => events.filter(({ activity }) => activity === '补正告知').length > 1),
    )
    expect(labelled(spoilt, 'one-hand-for-all')).toEqual(
      idsWhere(
        spoilt,
        (one) => find(one, '决定') !== undefined && find(one, '决定')!.resource === find(one, '受理')!.resource,
      ),
    )
  })

  test('of stops agree with the documents, except where the abuse has one too', () => {
    const undocumented = idsWhere(spoilt, ({ events }) =>
      events.some(({ activity, stopDocument }) => activity === '暂停计时' && stopDocument === undefined),
    )
    const told = labelled(spoilt, 'clock-stop-abuse')
    expect([...undocumented].filter((id) => !told.has(id))).toEqual([])
    expect(undocumented.size / told.size).toBeGreaterThan(0.8)
    const stops = casesOf(clean).flatMap(({ events }) =>
      events.filter(({ activity }) => activity === '暂停计时' || activity === '特别程序开始'),
    )
    expect(stops.filter(({ stopDocument }) => stopDocument === undefined)).toEqual([])
  })

  test('of hidden time tell who heard nothing for five working days', () => {
    const slow = idsWhere(spoilt, ({ events }) => {
      const word = events.find(({ activity }) => /受理|补正告知/.test(activity))
      const due = deadline(calendar, events[0]!.time, { amount: 5, unit: 'workingDay' })
      return word !== undefined && word.time > due
    })
    const told = labelled(spoilt, 'hidden-time')
    expect([...slow].filter((id) => !told.has(id))).toEqual([])
    expect(slow.size / told.size).toBeGreaterThan(0.8)
  })

  test('of late entry name cases that one account wrote down days later', () => {
    const late = labelled(spoilt, 'retroactive-entry')
    expect(late.size).toBeGreaterThan(80)
    for (const { events } of casesOf(spoilt).filter(({ id }) => late.has(id))) {
      const handling = events.filter(
        ({ activity }) => activity === '受理' || activity === '决定' || activity === '办结',
      )
      expect(new Set(handling.map(({ resource }) => resource)).size).toBe(1)
      expect(handling.every(({ recordedAt }) => recordedAt >= handling.at(-1)!.time)).toBe(true)
    }
  })

  test('count the cases in which an officer gave in', () => {
    const officers = spoilt.labels.officers
    expect(new Set(officers.map(({ kind }) => kind))).toEqual(new Set(['queue-jumping', 'batch-closing']))
    for (const officer of officers) expect(officer.cases).toBeGreaterThan(3)
  })
})

test('every activity of the catalogue happens', () => {
  const seen = new Set(clean.log.activity.values)
  expect(Object.keys(activities).filter((activity) => !seen.has(activity))).toEqual([])
})
