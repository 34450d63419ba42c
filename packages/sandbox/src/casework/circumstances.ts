import type { WorkDays } from '../province/work-days.ts'
import type { Dice } from '../random/dice.ts'

export const channels = ['窗口', '网上', '移动端', '邮寄'] as const
export type Channel = (typeof channels)[number]

/** What the plan of a case depends on besides its item. */
export interface Circumstances {
  readonly dice: Dice
  readonly days: WorkDays
  readonly channel: Channel
  /** Share of cases with a supplement, relative to usual; experienced agents bring complete files. */
  readonly care: number
  /** Whether a program sends joint cases on at night. */
  readonly autoRouting: boolean
}
