import type { StringColumn } from '@zhengfeng/eventlog'
import {
  caseDurations,
  compareWithPeers,
  crossStrata,
  groupValues,
  type Interval,
  median,
  type PeerComparison,
  type ServiceLog,
} from '@zhengfeng/mining'
import type { Estimate, OfficeComparison } from './check-up.ts'

const minimumCases = 30
const officesListed = 100

/** Offices against one another, items held equal; `null` where there is one office only. */
export function buildComparison({ log, clock, office, item }: ServiceLog): OfficeComparison | null {
  const { column, offices } = largest(office)
  if (offices.length < 2) return null
  const closedMs = clock.livedMs.map((ms, c) => (Number.isNaN(clock.to[c]!) ? Number.NaN : ms))
  const strata = crossStrata([item], log.caseIds.length)
  const compared = compareWithPeers(closedMs, column, { strata, minCases: minimumCases })
  const durations = caseDurations(log)
  const lengths = groupValues(column.codes, column.values.length, (c) => durations[c]!)
  return {
    minimumCases,
    officesTotal: offices.length,
    offices: compared.slice(0, officesListed).map((each) => ({
      ...officeRow(each, column.values[each.group]!),
      allCases: lengths[each.group]!.length,
      lengthMedianMs: known(median(lengths[each.group]!)),
    })),
  }
}

/**
 * The offices that occur, those with most cases first. Beyond the ones listed all others are one group: they stay peers of the
 * listed, and the work does not grow with their number.
 */
function largest(office: StringColumn): { readonly column: StringColumn; readonly offices: readonly number[] } {
  const cases = new Int32Array(office.values.length)
  for (const code of office.codes) if (code >= 0) cases[code]!++
  const offices = Array.from(cases.keys())
    .filter((code) => cases[code]! > 0)
    .sort((a, b) => cases[b]! - cases[a]! || a - b)
  const place = new Int32Array(office.values.length).fill(Math.min(officesListed, offices.length))
  for (const [rank, code] of offices.slice(0, officesListed).entries()) place[code] = rank
  const values = offices.slice(0, officesListed).map((code) => office.values[code]!)
  if (offices.length > officesListed) values.push('')
  return {
    column: { ...office, codes: office.codes.map((code) => (code < 0 ? -1 : place[code]!)), values },
    offices,
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
