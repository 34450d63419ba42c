import type { Arrival } from '../casework/arrivals.ts'
import { items } from '../catalogue/items.ts'
import type { Dice } from '../random/dice.ts'
import { cumulativeOf } from '../random/dice.ts'

/** Groups of people whom the law asks offices to look after, and everybody else. */
const people = ['一般个人', '老年人', '残疾人', '低收入家庭', '流动人口'] as const
const atWindow = cumulativeOf([62, 20, 3, 5, 10])
const online = cumulativeOf([80, 4, 2, 4, 10])

/** The group an applicant belongs to: a business, or one of several groups of people. */
export function drawGroup({ agent, item, channel }: Arrival, dice: Dice): string {
  const business = items[item]!.business
  // Of the businesses, 45% come through an agent; of those without one, fewer are businesses.
  const withoutAgent = (business * 0.55) / (1 - business * 0.45)
  if (agent >= 0 || dice.chance(withoutAgent)) return '企业'
  return people[dice.fromCumulative(channel === '窗口' ? atWindow : online)]!
}
