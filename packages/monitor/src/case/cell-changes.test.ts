import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { measures } from '../indicators/measures.ts'
import { caseRecords, monday, profileOf } from './arbitrary-cases.ts'
import type { CaseRecord } from './case-record.ts'
import {
  type CellChange,
  contributionDifference,
  contributionDifferences,
  mergeCellChanges,
  sumByDay,
} from './cell-changes.ts'
import { decodeContribution, encodeContribution } from './contribution-text.ts'
import { projectCases } from './project.ts'

const profile = profileOf()
const until = monday + 60 * 86_400_000

function contributionsOf(cases: readonly CaseRecord[]) {
  return projectCases(cases, profile, { until }).map(({ contribution }) => contribution)
}

/** The cells of cases, each added to nothing. */
function cellsOf(cases: readonly CaseRecord[]): CellChange[] {
  return mergeCellChanges(contributionsOf(cases).flatMap((after) => contributionDifference(undefined, after)))
}

describe('the difference of contributions', () => {
  it('from step to step adds up to the difference from the first to the last', () => {
    fc.assert(
      fc.property(caseRecords, (cases) => {
        const steps = contributionsOf(cases)
        const walked = steps.flatMap((after, i) => contributionDifference(steps[i - 1], after))
        expect(mergeCellChanges(walked)).toEqual(contributionDifference(undefined, steps.at(-1)))
      }),
    )
  })

  it('is nothing between equal ones, and undone by the way back', () => {
    fc.assert(
      fc.property(caseRecords, (cases) => {
        const [a, b] = contributionsOf(cases)
        expect(contributionDifference(a, a)).toEqual([])
        const there = contributionDifference(a, b)
        expect(mergeCellChanges([...there, ...contributionDifference(b, a)])).toEqual([])
      }),
    )
  })

  it('gives the same cells however the events are split into batches', () => {
    fc.assert(
      fc.property(caseRecords, fc.array(fc.nat({ max: 12 }), { maxLength: 4 }), (cases, cuts) => {
        const stages = [...cuts, 99].sort((x, y) => x - y)
        const all: CellChange[] = []
        let before: ReturnType<typeof contributionsOf> | undefined
        for (const cut of stages) {
          const after = contributionsOf(cases.map((record) => ({ ...record, events: record.events.slice(0, cut) })))
          all.push(...contributionDifferences(after.map((each, i) => ({ before: before?.[i], after: each }))))
          before = after
        }
        expect(mergeCellChanges(all)).toEqual(cellsOf(cases))
      }),
    )
  })

  it('moves everything when a case comes to belong to another department', () => {
    const before = { item: 'i', department: 'a', channel: '', applicantGroup: '', days: [dayOf(3, 1)] }
    const after = { ...before, department: 'b' }
    const [taken, given] = contributionDifference(before, after)
    expect([taken!.department, taken!.values[0], taken!.buckets]).toEqual(['a', -1, [{ clock: 1, bucket: 9, n: -1 }]])
    expect([given!.department, given!.values[0], given!.buckets]).toEqual(['b', 1, [{ clock: 1, bucket: 9, n: 1 }]])
  })

  it('keeps cells apart whose names only together read the same', () => {
    const one = { item: 'a1:', department: 'b', channel: '', applicantGroup: '', days: [dayOf(3, 1)] }
    const other = { item: 'a', department: '1:b', channel: '', applicantGroup: '', days: [dayOf(3, 1)] }
    expect(contributionDifferences([one, other].map((after) => ({ before: undefined, after })))).toHaveLength(2)
  })

  it('is added up by day over all cells', () => {
    fc.assert(
      fc.property(caseRecords, (cases) => {
        const cells = cellsOf(cases)
        const days = sumByDay(cells)
        expect(days.map(({ day }) => day)).toEqual([...new Set(cells.map(({ day }) => day))].sort())
        const total = (list: readonly { readonly values: readonly number[] }[]): number =>
          list.reduce((sum, { values }) => sum + values.reduce((a, b) => a + b, 0), 0)
        expect(total(days)).toBe(total(cells))
      }),
    )
  })
})

describe('the text of a contribution', () => {
  it('is read back as it was written', () => {
    fc.assert(
      fc.property(caseRecords, (cases) => {
        for (const contribution of contributionsOf(cases))
          expect(decodeContribution(encodeContribution(contribution))).toEqual(contribution)
      }),
    )
  })

  it.each([
    '',
    '[]',
    '[2,"","","","",[]]',
    '[1,"","","",3,[]]',
    '[1,"","","","",[[1,[0],[]]]]',
    '[1,"","","","",[[1,[999,1],[]]]]',
    '[1,"","","","",[[1,[0,0.5],[]]]]',
  ])('is refused where it is %s', (text) => {
    expect(() => decodeContribution(text)).toThrow(expect.objectContaining({ code: 'contributionUnreadable' }))
  })
})

function dayOf(day: number, submitted: number) {
  const values = new Array<number>(measures.length).fill(0)
  values[0] = submitted
  return { day, values, buckets: [{ clock: 1, bucket: 9, n: 1 }] }
}
