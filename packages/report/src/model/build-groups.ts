import { caseCount } from '@zhengfeng/eventlog'
import { overdueCases, quantileInPlace, type ServiceLog } from '@zhengfeng/mining'
import { localMs } from '@zhengfeng/worktime'
import type { Timeliness } from './check-up.ts'
import { rateOf } from './measures.ts'

type Group = Timeliness['byItem'][number]

const itemsListed = 30

/** The largest items, each with its lived time and its share of overdue cases. */
export function buildItems(service: ServiceLog, limit: Timeliness['limitUsed']): Pick<Timeliness, 'byItem' | 'items'> {
  const { clock, item } = service
  const late = limit && overdueCases(service, limit)
  const groups = new GroupedCases(item.values.length)
  for (let c = 0; c < caseCount(service.log); c++) {
    const code = item.codes[c]!
    if (code < 0) continue
    const open = Number.isNaN(clock.to[c]!)
    const overdue = late?.[c] === 1
    groups.add(code, {
      livedMs: open ? Number.NaN : clock.livedMs[c]!,
      open,
      overdue,
      judged: overdue || (!open && late?.[c] === 0),
    })
  }
  const all = item.values
    .map((name, code) => groups.describe(code, name, late !== null))
    .filter((group) => group.cases > 0)
  all.sort((a, b) => b.cases - a.cases)
  return { items: all.length, byItem: all.slice(0, itemsListed) }
}

/** Closed cases by local month of closing, in order, months without any left out. */
export function buildMonths(service: ServiceLog, limit: Timeliness['limitUsed']): Timeliness['byMonth'] {
  const { log, clock } = service
  const late = limit && overdueCases(service, limit)
  const monthOf = Int32Array.from(clock.to, (at) => (Number.isNaN(at) ? -1 : monthNumber(localMs(log.timeZone, at))))
  const months = [...new Set(monthOf)].filter((month) => month >= 0).sort((a, b) => a - b)
  const place = new Map(months.map((month, index) => [month, index]))
  const groups = new GroupedCases(months.length)
  for (let c = 0; c < monthOf.length; c++) {
    const index = place.get(monthOf[c]!)
    if (index === undefined) continue
    const verdict = late?.[c] ?? -1
    groups.add(index, { livedMs: clock.livedMs[c]!, open: false, overdue: verdict === 1, judged: verdict >= 0 })
  }
  return months.map((month, index) => groups.describe(index, monthName(month), late !== null))
}

function monthNumber(local: number): number {
  const date = new Date(local)
  return date.getUTCFullYear() * 12 + date.getUTCMonth()
}

function monthName(month: number): string {
  return `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}`
}

/** Cases put into numbered groups, then described group by group. */
class GroupedCases {
  readonly #lived: number[][]
  readonly #cases: Int32Array
  readonly #open: Int32Array
  readonly #overdue: Int32Array
  readonly #judged: Int32Array

  constructor(width: number) {
    this.#lived = Array.from({ length: width }, () => [])
    this.#cases = new Int32Array(width)
    this.#open = new Int32Array(width)
    this.#overdue = new Int32Array(width)
    this.#judged = new Int32Array(width)
  }

  add(group: number, found: { livedMs: number; open: boolean; overdue: boolean; judged: boolean }): void {
    this.#cases[group]!++
    if (found.open) this.#open[group]!++
    if (found.overdue) this.#overdue[group]!++
    if (found.judged) this.#judged[group]!++
    if (!Number.isNaN(found.livedMs)) this.#lived[group]!.push(found.livedMs)
  }

  describe(group: number, name: string, hasLimit: boolean): Group {
    const lived = Float64Array.from(this.#lived[group]!)
    const cases = this.#cases[group]!
    return {
      name,
      cases,
      closed: cases - this.#open[group]!,
      livedMedianMs: lived.length === 0 ? null : quantileInPlace(lived, 0.5),
      livedP90Ms: lived.length === 0 ? null : quantileInPlace(lived, 0.9),
      overdue: hasLimit ? rateOf(this.#overdue[group]!, this.#judged[group]!) : null,
    }
  }
}
