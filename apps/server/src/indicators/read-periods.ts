import type { FlowIndicator, PeriodSums, Terms } from '@zhengfeng/monitor'
import { measures, termsValue } from '@zhengfeng/monitor'
import { daysBetween } from '../slices/days.ts'
import type { Queryable } from '../storage/database.ts'
import { needsOf } from './needs.ts'
import { type CellQuery, readMeasures } from './query-cells.ts'

/** In fewer days there are too few weeks to see how uneven they are. */
const daysForWeeks = 21

/**
 * What units did by week (in short slices by day), from which it is told how unevenly their cases come. Open cases are known as of now
 * only and are left out.
 *
 * @param query grouped by the unit, and by the item where `adjusted`
 */
export async function readPeriods(
  db: Queryable,
  indicator: FlowIndicator,
  { query, adjusted, most }: { query: CellQuery; adjusted: boolean; most: number },
): Promise<PeriodSums[]> {
  const { from, to } = query.slice
  const period = daysBetween(from, to) >= daysForWeeks ? 'week' : 'day'
  const [numerator, denominator] = [withoutStock(indicator.numerator), withoutStock(indicator.denominator!)]
  const needs = needsOf([{ ...indicator, numerator, denominator }])
  const rows = await readMeasures(db, { ...query, by: [...query.by, period] }, needs.measures, most)
  const width = query.by.length - (adjusted ? 1 : 0)
  return rows
    .map(({ keys, values }) => ({
      key: JSON.stringify(keys.slice(0, width)),
      stratum: adjusted ? keys[width]! : '',
      period: keys.at(-1)!,
      n: termsValue(denominator, { values }),
      sum: termsValue(numerator, { values }),
    }))
    .filter(({ n }) => n > 0)
}

const ofCells: ReadonlySet<string> = new Set(measures)

function withoutStock(terms: Terms): Terms {
  return Object.fromEntries(Object.entries(terms).filter(([name]) => ofCells.has(name)))
}
