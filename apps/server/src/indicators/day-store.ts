import { measures } from '@zhengfeng/monitor'
import { addDays } from '../slices/days.ts'
import type { Queryable } from '../storage/database.ts'
import type { DayFigures } from './day-figures.ts'
import { columnOf } from './query-cells.ts'

export interface DivisionDay {
  readonly division: string
  readonly day: string
}

/**
 * The figures of all divisions in some days, kept in memory, so that the overview of any scope is a sum and not a query. Only days whose
 * cells changed are read again.
 */
export class DayStore {
  readonly from: string
  readonly to: string
  readonly #byDivision = new Map<string, Map<string, DayFigures>>()

  constructor(from: string, to: string) {
    this.from = from
    this.to = to
  }

  /** Reads everything again. */
  async load(db: Queryable): Promise<void> {
    // With the divisions named, each one's days are found by an index; without them all days that ever were would be read.
    const known = await db.query<{ division: string }>(`select division from division_sequence`)
    const parameters = [this.from, this.to, known.map(({ division }) => division)]
    const [rows, buckets] = await Promise.all([
      db.query<MeasureRow>(
        `select division, day, ${columns}
         from indicator_day
         where day between $1::date and $2::date
           and division = any($3::text[])`,
        parameters,
      ),
      db.query<BucketsRow>(
        `select division, day, ${bucketArrays}
         from indicator_day_bucket
         where day between $1::date and $2::date
           and division = any($3::text[])
         group by division, day`,
        parameters,
      ),
    ])
    this.#byDivision.clear()
    this.#keep(rows, buckets)
  }

  /** Reads the figures of these days again. */
  async reload(db: Queryable, changed: readonly DivisionDay[]): Promise<void> {
    const within = changed.filter(({ day }) => day >= this.from && day <= this.to)
    if (within.length === 0) return
    const parameters = [within.map(({ division }) => division), within.map(({ day }) => day)]
    const [rows, buckets] = await Promise.all([
      db.query<MeasureRow>(
        `select division, day, ${columns}
         from unnest($1::text[], $2::date[]) as changed (division, day)
         join indicator_day using (division, day)`,
        parameters,
      ),
      db.query<BucketsRow>(
        `select division, day, ${bucketArrays}
         from unnest($1::text[], $2::date[]) as changed (division, day)
         join indicator_day_bucket using (division, day)
         group by division, day`,
        parameters,
      ),
    ])
    for (const { division, day } of within) this.#byDivision.get(division)?.delete(day)
    this.#keep(rows, buckets)
  }

  /** Figures of a division from one day to another; days on which nothing happened are left out. */
  *figures(division: string, from: string, to: string): Generator<readonly [day: string, figures: DayFigures]> {
    const days = this.#byDivision.get(division)
    if (!days) return
    for (let day = from; day <= to; day = addDays(day, 1)) {
      const figures = days.get(day)
      if (figures) yield [day, figures]
    }
  }

  divisions(): Iterable<string> {
    return this.#byDivision.keys()
  }

  #keep(rows: readonly MeasureRow[], buckets: readonly BucketsRow[]): void {
    const bucketsOf = new Map(buckets.map((row) => [`${row.day} ${row.division}`, row]))
    for (const row of rows) {
      let days = this.#byDivision.get(row.division)
      if (!days) {
        days = new Map()
        this.#byDivision.set(row.division, days)
      }
      days.set(row.day, {
        values: Float64Array.from(measures, (_, m) => row[`m${m}`]!),
        buckets: triples(bucketsOf.get(`${row.day} ${row.division}`)),
      })
    }
  }
}

type MeasureRow = DivisionDay & Readonly<Record<`m${number}`, number>>
interface BucketsRow extends DivisionDay {
  readonly clocks: readonly number[]
  readonly buckets: readonly number[]
  readonly counts: readonly number[]
}

const columns = measures.map((measure, m) => `${columnOf(measure)} as m${m}`).join(', ')
/** One row for all buckets of a day: reading a hundred rows costs a hundred times as much. */
const bucketArrays = 'array_agg(clock) as clocks, array_agg(bucket) as buckets, array_agg(n) as counts'

function triples(row: BucketsRow | undefined): Int32Array {
  const told = new Int32Array((row?.clocks.length ?? 0) * 3)
  row?.clocks.forEach((clock, b) => {
    told[3 * b] = clock
    told[3 * b + 1] = row.buckets[b]!
    told[3 * b + 2] = row.counts[b]!
  })
  return told
}
