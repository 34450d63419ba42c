import type { BucketCount, IndicatorSums, QuantileClock } from '@zhengfeng/monitor'
import { measures } from '@zhengfeng/monitor'
import type { Queryable } from '../storage/database.ts'
import { timeGroups } from './grouping.ts'
import type { Needs } from './needs.ts'
import { type CellQuery, readMeasures, readSketches } from './query-cells.ts'
import { readFindings, readStock, readUnexamined } from './query-stock.ts'

export interface GroupSums {
  readonly keys: readonly string[]
  readonly sums: IndicatorSums
}

export interface SumsOptions {
  /** Absent: open cases are not counted, as in the past. */
  readonly now?: number | undefined
  readonly most?: number
}

/** Everything that indicators are computed from, by group, in order of the keys. Without groups there is exactly one. */
export async function sliceSums(
  db: Queryable,
  query: CellQuery,
  needs: Needs,
  { now, most = 5_001 }: SumsOptions,
): Promise<GroupSums[]> {
  const counted = needs.stock && now !== undefined && !query.by.some((group) => timeGroups.has(group))
  const [rows, sketches, stock, findings, unexamined] = await Promise.all([
    readMeasures(db, query, needs.measures, most),
    readSketches(db, query, needs.clocks),
    counted ? readStock(db, query, now) : [],
    needs.findings ? readFindings(db, query) : [],
    needs.findings ? readClosedUnexamined(db, query, most) : [],
  ])
  const groups = new Groups(needs, counted)
  if (query.by.length === 0) groups.at([])
  for (const { keys, values } of rows) groups.at(keys).values = values
  for (const { keys, clock, buckets } of sketches) groups.at(keys).buckets[clock] = buckets
  for (const { keys, open, openOverdue } of stock) groups.at(keys).stock = { open, openOverdue }
  for (const { keys, detector, n } of findings) groups.at(keys).findings[detector] = n
  for (const { keys, values } of unexamined) groups.at(keys).closedUnexamined = values[closedPlace]!
  return groups.finish()
}

const closedPlace = measures.indexOf('closed')

async function readClosedUnexamined(db: Queryable, query: CellQuery, most: number): ReturnType<typeof readMeasures> {
  if ((await readUnexamined(db)).length === 0) return []
  return await readMeasures(db, { ...query, unexamined: true }, ['closed'], most)
}

/** The sums of a group in which nothing happened. */
export function noSums(needs: Needs, counted: boolean): IndicatorSums {
  return {
    values: new Array<number>(measures.length).fill(0),
    buckets: Object.fromEntries(needs.clocks.map((clock) => [clock, []])),
    ...(counted && { stock: { open: 0, openOverdue: 0 } }),
    ...(needs.findings && { findings: {} }),
  }
}

interface Sums {
  values: readonly number[]
  buckets: Partial<Record<QuantileClock, readonly BucketCount[]>>
  stock?: { open: number; openOverdue: number }
  findings: Record<string, number>
  closedUnexamined?: number
}

class Groups {
  readonly #byKey = new Map<string, { readonly keys: readonly string[]; readonly sums: Sums }>()
  readonly #needs: Needs
  readonly #counted: boolean

  constructor(needs: Needs, counted: boolean) {
    this.#needs = needs
    this.#counted = counted
  }

  at(keys: readonly string[]): Sums {
    const key = JSON.stringify(keys)
    let group = this.#byKey.get(key)
    if (!group) {
      const { findings = {}, ...empty } = noSums(this.#needs, this.#counted)
      group = { keys, sums: { ...(empty as Omit<Sums, 'findings'>), findings: { ...findings } } }
      this.#byKey.set(key, group)
    }
    return group.sums
  }

  finish(): GroupSums[] {
    return [...this.#byKey.values()]
      .map(({ keys, sums: { findings, ...sums } }) => ({
        keys,
        sums: { ...sums, ...(this.#needs.findings && { findings }) },
      }))
      .sort((a, b) => compareKeys(a.keys, b.keys))
  }
}

function compareKeys(a: readonly string[], b: readonly string[]): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! < b[k]! ? -1 : 1
  return 0
}
