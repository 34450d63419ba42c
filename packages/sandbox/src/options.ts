import { z } from 'zod'
import { SandboxError } from './errors.ts'
import type { MisconductRates } from './misconduct/kinds.ts'
import { checkRates } from './misconduct/parse-misconduct.ts'

/** What to simulate. */
export interface SimulationOptions {
  /** Number of applications, 1 … 10,000,000. */
  readonly cases: number
  /** Any whole number; the same seed gives the same log. */
  readonly seed: number
  /** Rates by kind, 0 … 1: share of cases, or of the officers who could (`officerKinds`). */
  readonly misconduct?: MisconductRates
  /** Number of offices; as a rule one for 5,000 cases. */
  readonly offices?: number
  /** First day, `YYYY-MM-DD`. */
  readonly from?: string
  /** Calendar days from first arrival to the end of the log. */
  readonly days?: number
  /** Days at the end on which nothing new arrives, so that cases can come to their end; 0 as a rule. */
  readonly quietDays?: number
  /** Whether applicants are heard too: queues at the windows, trips, ratings, complaints, groups of applicants. */
  readonly voices?: boolean
}

export type Settled = Required<SimulationOptions>

const Choices = z.object({
  cases: z.number().int().min(1).max(10_000_000),
  seed: z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER),
  offices: z.number().int().min(1).max(5_000),
  from: z.iso.date(),
  days: z.number().int().min(7).max(3_660),
  quietDays: z.number().int().min(0).max(3_650),
  voices: z.boolean(),
})

/** Fills in what was left open and refuses what cannot be simulated. */
export function settle(options: SimulationOptions): Settled {
  const settled = {
    offices: Math.max(1, Math.round(options.cases / 5_000)),
    from: '2025-01-02',
    days: 364,
    quietDays: 0,
    voices: false,
    ...options,
    misconduct: checkRates(options.misconduct ?? {}),
  }
  const checked = Choices.safeParse(settled)
  if (checked.success) return settled
  const issue = checked.error.issues[0]!
  const option = String(issue.path[0])
  throw new SandboxError('sandboxOptionInvalid', {
    option,
    value: String(settled[option as keyof typeof settled]),
    expected: issue.message,
  })
}
