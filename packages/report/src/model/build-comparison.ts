import {
  caseDurations,
  compareWithPeers,
  crossStrata,
  type Interval,
  median,
  type PeerComparison,
  type ServiceLog,
} from '@zhengfeng/mining'
import type { Estimate, OfficeComparison } from './check-up.ts'

const minimumCases = 30

/** Offices against one another, items held equal; `null` where there is one office only. */
export function buildComparison({ log, clock, office, item }: ServiceLog): OfficeComparison | null {
  if (office.values.length < 2) return null
  const closedMs = clock.livedMs.map((ms, c) => (Number.isNaN(clock.to[c]!) ? Number.NaN : ms))
  const strata = crossStrata([item], log.caseIds.length)
  const compared = compareWithPeers(closedMs, office, { strata, minCases: minimumCases })
  const lengths = caseDurations(log)
  return {
    minimumCases,
    offices: compared.map((each) => {
      const own = lengths.filter((_, c) => office.codes[c] === each.group)
      return {
        ...officeRow(each, office.values[each.group]!),
        allCases: own.length,
        lengthMedianMs: known(median(own)),
      }
    }),
  }
}

function officeRow(
  found: PeerComparison,
  office: string,
): Omit<OfficeComparison['offices'][number], 'allCases' | 'lengthMedianMs'> {
  const comparable = found.status === 'compared'
  const ratio = comparable ? estimate(found.ratio, found.ratioInterval) : null
  return {
    office,
    cases: found.cases,
    comparedCases: found.comparedCases,
    status: found.status,
    observedMedianMs: known(found.observedMedian),
    median: comparable ? estimate(found.median, found.medianInterval) : null,
    expected: comparable ? estimate(found.expectedMedian, found.expectedInterval) : null,
    ratio,
    qValue: known(found.qValue),
    differs: ratio && (ratio.low > 1 || ratio.high < 1) && found.qValue < 0.05,
  }
}

/** JSON knows no infinity and no `NaN`: an estimate without a finite interval is none. */
function estimate(value: number, { low, high }: Interval): Estimate | null {
  return [value, low, high].every(Number.isFinite) ? { value, low, high } : null
}

function known(value: number): number | null {
  return Number.isFinite(value) ? value : null
}
