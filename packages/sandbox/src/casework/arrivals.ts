import { departmentIndex, departments } from '../catalogue/departments.ts'
import { items } from '../catalogue/items.ts'
import { dayMs, instantOf, minuteMs, type WorkDays, weekdayOf, zoneOffsetMs } from '../province/work-days.ts'
import { cumulativeOf, Dice } from '../random/dice.ts'
import { type Channel, channels } from './circumstances.ts'
import { itemShares } from './workload.ts'

/** One application as it reaches an office. */
export interface Arrival {
  readonly at: number
  readonly office: number
  readonly item: number
  readonly channel: Channel
  readonly priority: boolean
  /** Number of the agent within the province, or -1. */
  readonly agent: number
  readonly applicant: number
}

export interface ArrivalOptions {
  readonly seed: number
  readonly cases: number
  readonly offices: number
  readonly days: WorkDays
}

/** Agents known at one office. */
export const agentsPerOffice = 9

/** Relative size of the offices: the provincial capital has more to do than a county. */
export function officeShares(offices: number, seed: number): Float64Array {
  const dice = new Dice(seed, 31)
  const sizes = Float64Array.from({ length: offices }, () => dice.between(0.75, 1.25))
  const sum = sizes.reduce((total, size) => total + size, 0)
  return sizes.map((size) => size / sum)
}

/** Draws all applications, in order of time. */
export function drawArrivals(options: ArrivalOptions): Arrival[] {
  const { seed, days } = options
  const dice = new Dice(seed, 32)
  const byOffice = cumulativeOf(officeShares(options.offices, seed))
  const byItem = cumulativeOf(itemShares)
  const demand = Array.from({ length: options.offices }, (_, office) => demandOf(days, new Dice(seed, 33, office)))
  const arrivals: Arrival[] = []
  for (let i = 0; i < options.cases; i++) {
    const office = dice.fromCumulative(byOffice)
    const item = dice.fromCumulative(byItem)
    const wanted = channels[dice.fromCumulative(channelWeights)]!
    const day = dice.fromCumulative(demand[office]!.dayWeights(item, wanted))
    // A letter of the last days would be entered after the end of the log.
    const channel = wanted === '邮寄' && day >= days.count - 14 ? '窗口' : wanted
    const at = instantOf(days, day, 0) + Math.floor((minuteOfArrival(dice, channel) * minuteMs) / 1000) * 1000
    arrivals.push({ at, office, item, channel, ...whoComes(dice, office, item) })
  }
  return arrivals.sort((a, b) => a.at - b.at || a.office - b.office)
}

function whoComes(dice: Dice, office: number, item: number): Pick<Arrival, 'priority' | 'agent' | 'applicant'> {
  const business = dice.chance(items[item]!.business)
  const agent = business && dice.chance(0.45) ? office * agentsPerOffice + dice.fromCumulative(agentWeights) : -1
  return { agent, priority: dice.chance(business ? 0.03 : 0.04), applicant: dice.integer(1, 999_999) }
}

const channelWeights = cumulativeOf([46, 34, 17, 3])
/** A few agents bring most files. */
const agentWeights = cumulativeOf(Array.from({ length: agentsPerOffice }, (_, i) => 1 / (i + 1.5)))

/** Applications by hour of the day at windows, and by hour of the day and night online. */
const windowHours = cumulativeOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 16, 19, 13, 3, 8, 15, 14, 9, 0, 0, 0, 0, 0, 0, 0])
const onlineHours = cumulativeOf([3, 1, 1, 0.5, 0.5, 1, 2, 4, 9, 15, 17, 13, 7, 8, 13, 14, 12, 8, 6, 7, 8, 8, 7, 5])
const mailHours = cumulativeOf([0, 0, 0, 0, 0, 0, 0, 0, 0, 4, 8, 4, 0, 2, 6, 4, 1, 0, 0, 0, 0, 0, 0, 0])

function minuteOfArrival(dice: Dice, channel: Channel): number {
  const hours = channel === '窗口' ? windowHours : channel === '邮寄' ? mailHours : onlineHours
  return dice.fromCumulative(hours) * 60 + dice.between(0, 60)
}

interface Demand {
  readonly dayWeights: (item: number, channel: Channel) => Float64Array
}

/** Weights of days at one office: by department (its busy weeks) and by whether people come or click. */
function demandOf(days: WorkDays, dice: Dice): Demand {
  const tables = departments.map(() => {
    const busy = busyWeeks(days, dice)
    return { onSite: dayTable(days, busy, 0), online: dayTable(days, busy, 0.35) }
  })
  return {
    dayWeights: (item, channel) => {
      const table = tables[departmentIndex(items[item]!.department)]!
      return channel === '窗口' || channel === '邮寄' ? table.onSite : table.online
    },
  }
}

/** Once or twice a year a department is overrun for a week or two: a new subsidy, the end of the school year. */
function busyWeeks(days: WorkDays, dice: Dice): Float64Array {
  const factor = new Float64Array(days.count).fill(1)
  const waves = Math.round((days.count / 365) * 2)
  for (let i = 0; i < waves; i++) {
    const from = dice.integer(0, Math.max(0, days.count - 14))
    factor.fill(dice.between(1.5, 2.6), from, from + dice.integer(5, 12))
  }
  return factor
}

function dayTable(days: WorkDays, busy: Float64Array, onDaysOff: number): Float64Array {
  const weights = new Float64Array(days.count)
  for (let day = 0; day < days.count; day++) {
    const weekday = weekdayOf(days, day)
    const afterBreak = days.working[day] === 1 && (day === 0 || days.working[day - 1] === 0) ? 1.2 : 1
    const worked = days.working[day] === 1 ? (weekday === 5 ? 0.9 : 1) * afterBreak : onDaysOff
    weights[day] = worked * seasonOf(days, day) * busy[day]!
  }
  return cumulativeOf(weights)
}

/** Little in the weeks of Spring Festival, much in spring and before the end of the year. */
function seasonOf(days: WorkDays, day: number): number {
  const month = new Date(days.start + day * dayMs + zoneOffsetMs).getUTCMonth()
  return [0.85, 0.8, 1.1, 1.05, 1, 1.05, 1, 0.95, 1.05, 0.9, 1.05, 1.1][month]!
}
