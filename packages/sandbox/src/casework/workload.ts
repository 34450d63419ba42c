import { departments } from '../catalogue/departments.ts'
import { items, type ServiceItem } from '../catalogue/items.ts'

/** Usual minutes of each kind of work; the plan of a case draws around them, staffing counts on their mean. */
export const usualMinutes = {
  reception: 9,
  transfer: 5,
  special: 18,
  suspend: 8,
  extend: 12,
  certify: 6,
  printInBatch: 0.8,
  close: 4,
  deliver: 3,
  decideMore: 10,
} as const

/** A joint department looks at one question only. */
export const jointShare = 0.55
/** A first review before a special procedure is a shorter one. */
export const secondReviewShare = 0.4
/** Share of applications with something missing, by number of materials. */
export function supplementShare(item: ServiceItem): number {
  return Math.min(0.24, 0.03 + 0.016 * item.materials)
}

export function acceptanceMinutes(item: ServiceItem): number {
  return 6 + 1.1 * item.materials
}

export function decisionMinutes(item: ServiceItem): number {
  return 7 + (item.reviewMinutes > 80 ? usualMinutes.decideMore : 0)
}

/** Share of each item among all applications; one per entry of `items`. */
export const itemShares: readonly number[] = sharesOf(items.map((item) => item.weight))

/** Minutes of an average review of each department; one per entry of `departments`. */
export const usualReviewMinutes: readonly number[] = departments.map((department) => {
  const own = items.filter((item) => item.department === department && !item.instant)
  const weight = own.reduce((sum, item) => sum + item.weight, 0)
  return weight === 0 ? 0 : own.reduce((sum, item) => sum + item.weight * item.reviewMinutes, 0) / weight
})

/** Expected minutes of work that one case brings to each desk. Drawn times are log-normal, so their mean is above the median. */
export function deskWork(
  item: ServiceItem,
): Record<'acceptance' | 'review' | 'decision' | 'certificate' | 'joint', number> {
  const spread = 1.1
  const special = item.special?.share ?? 0
  const review = item.instant
    ? 0
    : item.reviewMinutes * (1 + special * secondReviewShare) + special * 2 * usualMinutes.special
  const printing = item.certificate === 'none' ? 0 : item.certificate === 'weekly' ? 1 : usualMinutes.certify
  return {
    acceptance: spread * acceptanceMinutes(item) * (1 + supplementShare(item)),
    review: spread * (review + (item.joint?.length ?? 0) * usualMinutes.transfer),
    decision: spread * decisionMinutes(item),
    certificate: spread * (printing + (item.closedBySystem ? 0 : usualMinutes.close) + usualMinutes.deliver),
    joint: spread * item.reviewMinutes * jointShare,
  }
}

function sharesOf(weights: readonly number[]): number[] {
  const sum = weights.reduce((total, weight) => total + weight, 0)
  return weights.map((weight) => weight / sum)
}
