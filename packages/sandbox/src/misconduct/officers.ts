import { type Arrival, agentsPerOffice } from '../casework/arrivals.ts'
import { departmentIndex } from '../catalogue/departments.ts'
import { items } from '../catalogue/items.ts'
import type { Officer } from '../province/officers.ts'
import { Dice } from '../random/dice.ts'
import type { MisconductRates } from './kinds.ts'

/** Who could be corrupted, by whom, and with which probability. */
export interface Temptations {
  readonly officers: readonly Officer[]
  readonly arrivals: readonly Arrival[]
  readonly rates: MisconductRates
  readonly seed: number
}

/**
 * Gives habits to a share of the officers who could have them, at least to one where the rate is above zero: queue jumping to
 * reviewers who see agents again and again, batch closing to clerks of the certificate desk.
 */
export function corruptOfficers({ officers, arrivals, rates, seed }: Temptations): void {
  const byRole = (role: Officer['role']): Officer[] => officers.filter((officer) => officer.role === role)
  if (rates['queue-jumping'])
    for (const { officer, agents } of drawn(
      temptedByAgents(byRole('review'), arrivals),
      rates['queue-jumping'],
      seed,
    )) {
      const dice = new Dice(seed, 42, officer.index)
      const friends = new Set([agents[0]!, dice.pick(agents.slice(0, 3))])
      officer.favours = { agents: friends, share: dice.between(0.55, 0.98) }
    }
  if (rates['batch-closing'])
    for (const officer of drawn(byRole('certificate'), rates['batch-closing'], seed + 1)) {
      const dice = new Dice(seed, 44, officer.index)
      officer.drawer = { share: dice.between(0.12, 0.5), secondsEach: dice.between(10, 45) }
    }
}

/** A reviewer and the agents they often meet, the most frequent first. */
interface Acquaintance {
  readonly officer: Officer
  readonly agents: readonly number[]
}

/** Files of one agent that a reviewer should get in a simulation, so that a favour can become a habit. */
const oftenMet = 20

function temptedByAgents(reviewers: readonly Officer[], arrivals: readonly Arrival[]): Acquaintance[] {
  const met = new Map<number, Map<number, number>>()
  for (const { agent, office, item } of arrivals) {
    if (agent < 0 || items[item]!.instant) continue
    const desk = office * 100 + departmentIndex(items[item]!.department)
    const agents = met.get(desk) ?? new Map<number, number>()
    met.set(desk, agents.set(agent, (agents.get(agent) ?? 0) + 1))
  }
  const colleagues = (officer: Officer): number => reviewers.filter((other) => other.desk === officer.desk).length
  const acquaintances = reviewers.map((officer) => {
    const agents = [...(met.get(officer.office * 100 + officer.department) ?? [])]
    agents.sort((a, b) => b[1] - a[1] || a[0] - b[0])
    return { officer, agents: agents.map(([agent]) => agent), cases: (agents[0]?.[1] ?? 0) / colleagues(officer) }
  })
  const tempted = acquaintances.filter(({ cases }) => cases >= oftenMet)
  if (tempted.length > 0) return tempted
  return acquaintances
    .filter(({ agents }) => agents.length > 0)
    .sort((a, b) => b.cases - a.cases)
    .slice(0, 1)
}

/** A share of a list, at least one of it, in an order of its own. */
function drawn<T>(from: readonly T[], rate: number, seed: number): T[] {
  const dice = new Dice(seed, 41)
  const left = [...from]
  const count = Math.min(left.length, Math.max(1, Math.floor(left.length * rate + dice.next())))
  return Array.from({ length: count }, () => left.splice(dice.integer(0, left.length - 1), 1)[0]!)
}

/** Number of the office an agent works at. */
export function officeOfAgent(agent: number): number {
  return Math.floor(agent / agentsPerOffice)
}
