import type { IndicatorSums } from '@zhengfeng/monitor'
import { FigureSum } from './day-figures.ts'
import type { DayStore } from './day-store.ts'
import type { Units } from './grouping.ts'
import type { OverviewSums } from './overview.ts'
import { type StandingCounts, sumCounts } from './standing-counts.ts'

export interface MemoryQuery {
  readonly store: DayStore
  readonly counts: ReadonlyMap<string, StandingCounts>
  /** Findings by division and kind, in the days and in those before. */
  readonly findings: FindingCounts
  readonly findingsBefore: FindingCounts
  /** Divisions in which detectors never ran over the office. */
  readonly unexamined: ReadonlySet<string>
  /** All divisions that are added up. */
  readonly divisions: readonly string[]
  readonly units: Units
  readonly from: string
  readonly to: string
}

export type FindingCounts = ReadonlyMap<string, Readonly<Record<string, number>>>

/** Adds an overview up from what is kept in memory: one pass over divisions and days. */
export function sumsFromMemory(query: MemoryQuery): OverviewSums {
  const { store, counts, divisions, units, from, unexamined } = query
  const [total, before] = [new FigureSum(), new FigureSum()]
  const days = new Map<string, FigureSum>()
  const unitOf = new Map(units.divisions.map((division, place) => [division, units.units[place]!]))
  const unitSums = new Map(units.codes.map((code) => [code, new FigureSum()]))
  for (const division of divisions) {
    const unit = unitSums.get(unitOf.get(division) ?? '')
    const isExamined = !unexamined.has(division)
    for (const [day, figures] of store.figures(division, store.from, query.to)) {
      const sums = day < from ? [before] : [total, unit, sumOf(days, day)]
      for (const sum of sums) sum?.add(figures, isExamined)
    }
  }
  const standing = sumCounts(counts, divisions)
  return {
    total: whole(total, standing, sumFindings(query.findings, divisions)),
    before: { ...before.finish(), findings: sumFindings(query.findingsBefore, divisions) },
    days: new Map(Array.from(days, ([day, sum]) => [day, sum.finish()])),
    counts: standing,
    children: units.codes
      .filter((code) => code !== units.self || hasAnything(query, code))
      .map((code) => {
        const members = units.divisions.filter((division) => unitOf.get(division) === code)
        const own = sumCounts(counts, members)
        return {
          division: code,
          sums: whole(unitSums.get(code)!, own, sumFindings(query.findings, members)),
          open: own.open,
          overdueOpen: own.overdueOpen,
        }
      }),
  }
}

function sumOf(sums: Map<string, FigureSum>, day: string): FigureSum {
  let sum = sums.get(day)
  if (!sum) {
    sum = new FigureSum()
    sums.set(day, sum)
  }
  return sum
}

function whole(
  sum: FigureSum,
  { open, overdueOpen }: StandingCounts,
  findings: Readonly<Record<string, number>>,
): IndicatorSums {
  return { ...sum.finish(), stock: { open, openOverdue: overdueOpen }, findings }
}

function hasAnything({ store, counts, from, to }: MemoryQuery, division: string): boolean {
  return counts.has(division) || !store.figures(division, from, to).next().done
}

function sumFindings(counts: FindingCounts, divisions: readonly string[]): Record<string, number> {
  const sum: Record<string, number> = {}
  for (const division of divisions)
    for (const [kind, n] of Object.entries(counts.get(division) ?? {})) sum[kind] = (sum[kind] ?? 0) + n
  return sum
}
