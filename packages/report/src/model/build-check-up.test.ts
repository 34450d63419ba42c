import type { ReadingReport } from '@zhengfeng/eventlog'
import { sketchLog } from '@zhengfeng/mining'
import { describe, expect, it } from 'vitest'
import { checkUpOf, smallCheckUp } from '../testing/check-up-of.ts'
import { CheckUp } from './check-up.ts'

const hourMs = 3_600_000

describe('buildCheckUp', () => {
  it('fits its own schema, and survives JSON', () => {
    const checkUp = smallCheckUp()
    expect(CheckUp.parse(JSON.parse(JSON.stringify(checkUp)))).toEqual(checkUp)
  })

  it('is the same for the same input', () => {
    expect(smallCheckUp()).toEqual(smallCheckUp())
  })

  it('counts what there is', () => {
    const { counts, offices, period } = smallCheckUp()
    expect(counts).toEqual({ cases: 40, events: 159, activities: 4, offices: 2, items: 1, departments: 2, people: 4 })
    expect(offices).toEqual([
      { name: '城东区', cases: 20, events: 80 },
      { name: 'Riverside', cases: 20, events: 79 },
    ])
    expect(period).toEqual({ from: '2026-03-02T09:00:00.000Z', to: '2026-04-10T15:00:00.000Z' })
  })

  it('says how long people waited, and how that stands against both limits', () => {
    const monday = Date.UTC(2026, 2, 2, 9)
    const day = 24 * hourMs
    const log = sketchLog([
      // Accepted on Monday: one working day ends on Tuesday at 17:00, five on the Monday after.
      ['on time', 'accept', monday],
      ['on time', 'close', monday + day],
      ['late', 'accept', monday],
      ['late', 'close', monday + 2 * day],
      ['open and late', 'accept', monday],
      ['open and late', 'look', monday + 3 * day],
      ['still running', 'accept', monday + 3 * day],
    ])
    const { timeliness } = checkUpOf(log, {
      detections: [],
      profile: {
        activities: { accept: ['accept'], close: ['close'] },
        clock: {
          statutory: { limit: { amount: 5, unit: 'workingDay' } },
          promised: { limit: { amount: 1, unit: 'workingDay' } },
        },
      },
    })
    expect(timeliness).toMatchObject({
      closedCases: 2,
      openCases: 2,
      endsKnown: true,
      oldestOpenMs: 3 * day,
      overdueEither: { cases: 2, statutory: 0, promised: 2, both: 0 },
      limitUsed: 'statutory',
      compression: { cases: 4, share: expect.closeTo(0.8, 10) },
      statutory: { casesWithLimit: 4, overdueClosed: 0, overdueOpen: 0, overdue: { numerator: 0, denominator: 2 } },
      promised: {
        casesWithLimit: 4,
        closed: 2,
        overdueClosed: 1,
        open: 2,
        overdueOpen: 1,
        overdue: { numerator: 2, denominator: 3, share: 2 / 3 },
        early: { numerator: 0, denominator: 2, share: 0 },
      },
    })
    expect(timeliness.lived).toMatchObject({ cases: 2, medianMs: 1.5 * day, maxMs: 2 * day })
  })

  it('puts closings on both sides of the due instant, in time and late apart', () => {
    const { promised } = smallCheckUp().timeliness
    const late = promised!.slack.filter((bin) => (bin.fromDays ?? -1) >= 0).reduce((sum, bin) => sum + bin.cases, 0)
    const all = promised!.slack.reduce((sum, bin) => sum + bin.cases, 0)
    expect([late, all]).toEqual([promised!.overdueClosed, promised!.closed])
    expect([promised!.slack[0]!.fromDays, promised!.slack.at(-1)!.toDays]).toEqual([null, null])
    expect(promised!.slack.slice(1, -1).every(({ fromDays, toDays }) => fromDays !== null && toDays !== null)).toBe(
      true,
    )
  })

  it('holds no limits where the log has none', () => {
    const { timeliness } = checkUpOf(sketchLog([['a', 'accept', 0]]))
    expect([timeliness.statutory, timeliness.promised, timeliness.limitUsed]).toEqual([null, null, null])
  })

  it('finds where the time goes', () => {
    const { flow } = smallCheckUp()
    expect(flow.nodes.map(({ activity, events, starts, ends }) => [activity, events, starts, ends])).toEqual([
      ['accept', 40, 40, 0],
      ['review', 40, 0, 0],
      ['check', 40, 0, 1],
      ['close', 39, 0, 39],
    ])
    expect(flow.edges.map(({ from, to, count, medianMs }) => [from, to, count, medianMs / hourMs])).toEqual([
      [0, 1, 40, 2],
      [1, 2, 40, 1],
      [2, 3, 39, 27],
    ])
    expect(flow.segments[0]).toMatchObject({ from: 'check', to: 'close', passages: 39 })
    expect(flow.variants.map(({ cases }) => cases.numerator)).toEqual([39, 1])
  })

  it('tells hand-overs between departments from those between people', () => {
    const { departments, people } = smallCheckUp().handOvers
    expect(departments!.matrix).toEqual({
      names: ['window', 'review'],
      cells: [
        [0, 40],
        [40, 0],
      ],
      total: 80,
      parties: 2,
    })
    expect(departments!.pingPong).toEqual({ numerator: 40, denominator: 40, share: 1 })
    expect(departments!.pairs).toEqual([{ from: 'window', via: 'review', count: 40 }])
    expect(people!.matrix.parties).toBe(4)
  })

  it('leaves out names that stand for nobody, and programs', () => {
    const log = sketchLog([
      ['a', 'accept', 0, { resource: 'robot', department: 'EMPTY' }],
      ['a', 'close', 1, { resource: 'clerk', department: 'window' }],
    ])
    const { handOvers } = checkUpOf(log, { profile: { unnamed: ['EMPTY'], systemAccounts: ['robot'] } })
    expect([handOvers.departments?.matrix.parties, handOvers.people?.matrix.parties]).toEqual([1, 1])
  })

  it('sees the same hand-overs in the matrix as in the ways out and back: who is left out is passed over in both', () => {
    const log = sketchLog([
      ['a', 'accept', 0, { resource: 'robot' }],
      ['a', 'accept', 1, { resource: 'clerk' }],
      ['a', 'copy', 2, { resource: 'robot' }],
      ['a', 'review', 3, { resource: 'expert' }],
      ['a', 'note', 4],
      ['a', 'close', 5, { resource: 'clerk' }],
    ])
    const { people } = checkUpOf(log, { profile: { systemAccounts: ['robot'] } }).handOvers
    expect(people).toMatchObject({
      matrix: {
        names: ['clerk', 'expert'],
        cells: [
          [0, 1],
          [1, 0],
        ],
        total: 2,
      },
      perCase: 2,
      handedOver: { numerator: 1, denominator: 1 },
      pairs: [{ from: 'clerk', via: 'expert', count: 1 }],
    })
  })

  it('compares offices only where there are several with enough cases', () => {
    expect(checkUpOf(sketchLog([['a', 'accept', 0]])).comparison).toBeNull()
    const { comparison } = smallCheckUp()
    expect(comparison?.offices.map(({ office, status, median }) => [office, status, median])).toEqual([
      ['城东区', 'tooFewCases', null],
      ['Riverside', 'tooFewCases', null],
    ])
  })

  it('names the slower of two offices with enough cases of the same item', () => {
    const start = Date.UTC(2026, 2, 2, 9)
    const log = sketchLog(
      Array.from({ length: 80 }, (_, index) => {
        const more = { office: index % 2 === 0 ? 'fast' : 'slow' }
        const hours = 10 + (index % 9) + (index % 2 === 0 ? 0 : 40)
        return [
          [`c${index}`, 'accept', start, more] as const,
          [`c${index}`, 'close', start + hours * hourMs, more] as const,
        ]
      }).flat(),
    )
    const { comparison } = checkUpOf(log, {
      detections: [],
      profile: { activities: { accept: ['accept'], close: ['close'] } },
    })
    expect(comparison!.offices.map(({ office, status, differs }) => [office, status, differs])).toEqual([
      ['fast', 'compared', true],
      ['slow', 'compared', true],
    ])
    expect(comparison!.offices[1]!.median!.value).toBe(comparison!.offices[0]!.expected!.value)
    expect(comparison!.offices[1]!.ratio!.low).toBeGreaterThan(1)
  })

  it('lists the largest of very many offices, and takes its time from the listed alone', () => {
    const log = sketchLog(
      Array.from(
        { length: 300 },
        (_, index) => [`c${index}`, 'accept', 0, { office: `office ${index % 150}` }] as const,
      ),
    )
    expect(checkUpOf(log, { detections: [] }).comparison).toMatchObject({ officesTotal: 150, minimumCases: 30 })
    expect(checkUpOf(log, { detections: [] }).comparison!.offices).toHaveLength(100)
  })

  it('weighs doubts about the data by what they concern', () => {
    const { doubts } = smallCheckUp().quality
    expect(doubts.map(({ kind, weight, count, of }) => [kind, weight, count, of])).toEqual([
      ['midnightOnly', 'medium', 4, 159],
      ['openCases', 'medium', 1, 40],
      ['refusedRows', 'low', 1, 160],
    ])
  })

  it('calls a case that broke both limits one case, and says of how many limits it is one', () => {
    const monday = Date.UTC(2026, 2, 2, 9)
    const closedAfter = (id: string, days: number) =>
      [[id, 'accept', monday] as const, [id, 'close', monday + days * 24 * hourMs] as const] as const
    const log = sketchLog([...closedAfter('in time', 1), ...closedAfter('promise', 3), ...closedAfter('both', 30)])
    const { timeliness, findings } = checkUpOf(log, {
      profile: {
        activities: { accept: ['accept'], close: ['close'] },
        clock: {
          statutory: { limit: { amount: 10, unit: 'workingDay' } },
          promised: { limit: { amount: 1, unit: 'workingDay' } },
        },
      },
    })
    expect(timeliness.overdueEither).toEqual({ cases: 2, statutory: 1, promised: 2, both: 1 })
    const overdue = findings.detectors.find((each) => each.detector === 'overdue')
    expect(overdue).toMatchObject({ status: 'ran', cases: timeliness.overdueEither!.cases })
  })

  it('does not call cases closed where the last event is taken as the end, and doubts limits then', () => {
    const start = Date.UTC(2026, 11, 1, 9)
    const log = sketchLog([
      ['a', 'accept', start],
      ['a', 'look', start + hourMs],
      ['b', 'accept', start + 20 * 24 * hourMs],
    ])
    const { timeliness, quality } = checkUpOf(log, {
      profile: {
        clock: { from: 'firstEvent', to: 'lastEvent', statutory: { limit: { amount: 10, unit: 'workingDay' } } },
        calendar: { holidays: 'CN' },
        columns: { case: 'case', activity: 'activity', time: 'time', item: 'matter' },
      },
    })
    expect(timeliness.endsKnown).toBe(false)
    const ofProfile = quality.doubts.filter(
      ({ kind }) => !['fewCases', 'singleEventCases', 'noDepartment', 'noResource'].includes(kind),
    )
    expect(ofProfile.map(({ kind, weight, count, of, names }) => [kind, weight, count, of, names])).toEqual([
      ['unusableAttributes', 'high', 1, 1, ['matter (columns.item)']],
      ['endUnknown', 'high', 2, 2, []],
      ['beyondHolidays', 'high', 1, 2, ['2026-12-31']],
    ])
  })

  it('weighs what reading mended without loss not at all, however frequent', () => {
    const reading: ReadingReport = {
      source: 'cases.csv',
      format: 'csv',
      rowsRead: 10,
      rowsKept: 10,
      rowsRefused: 0,
      refusedByReason: {},
      refusals: [],
      notices: [{ kind: 'mixedLayouts', column: 'time', count: 5, examples: [] }],
    }
    const { doubts } = checkUpOf(sketchLog([['a', 'accept', 0]]), { readings: [reading] }).quality
    expect(doubts.find(({ kind }) => kind === 'mixedLayouts')).toMatchObject({ weight: 'putRight', count: 5, of: 10 })
    for (const { weight, count, of } of doubts.filter((each) => each.weight !== 'putRight'))
      expect(weight).toBe(count / of >= 0.2 ? 'high' : count / of >= 0.02 ? 'medium' : 'low')
  })

  it('draws the evidence of findings out as timelines', () => {
    const { findings, timelines } = smallCheckUp()
    const ran = findings.detectors.find((each) => each.detector === 'overdue')
    if (ran?.status !== 'ran') throw new Error('overdue did not run')
    expect(ran.findings.length).toBeGreaterThan(0)
    const [proof] = ran.findings[0]!.evidence
    expect(timelines[proof!.case]).toMatchObject({ caseId: proof!.caseId, item: '' })
    expect(timelines[proof!.case]!.events.map((event) => event.row)).toEqual(expect.arrayContaining(proof!.rows))
  })
})
