import { measures } from '../indicators/measures.ts'
import type { CellDimensions, Contribution, DayContribution } from './contribution.ts'

/** By how much a cell changes. Whole numbers, negative where something is taken away. */
export interface CellChange extends CellDimensions {
  /** Local day, `YYYY-MM-DD`. */
  readonly day: string
  /** One per entry of `measures`. */
  readonly values: readonly number[]
  readonly buckets: readonly BucketChange[]
}

/** By how much the count of a bucket of a sketch changes; `clock` as in `quantileClocks`. */
export interface BucketChange {
  readonly clock: number
  readonly bucket: number
  readonly n: number
}

/** By how much the sum of a day over all cells changes. */
export type DayChange = Omit<CellChange, keyof CellDimensions>

/**
 * What has to be added to the cells when a case comes to add something else than before.
 *
 * Adding the changes of one step after another is adding the change from the first to the last; from nothing to what a case adds
 * now it is what the case adds.
 *
 * @param before what the cells hold of the case, `undefined` for a new one
 * @param after what it adds now, `undefined` where it adds nothing any more
 * @returns one entry per cell that changes; nothing that is zero
 * @example
 * const added = { item: '', department: '', channel: '', applicantGroup: '', days: [] }
 * contributionDifference(added, undefined) // → []
 */
export function contributionDifference(
  before: Contribution | undefined,
  after: Contribution | undefined,
): CellChange[] {
  return contributionDifferences([{ before, after }])
}

/** What a case added to the cells, and what it adds now. */
export interface ContributionStep {
  readonly before: Contribution | undefined
  readonly after: Contribution | undefined
}

/**
 * What has to be added to the cells for many cases at once: `contributionDifference` of each, with changes of the same cell added up.
 *
 * @returns one entry per cell that changes, in order of day and dimensions, so that batches lock rows in the same order
 */
export function contributionDifferences(steps: Iterable<ContributionStep>): CellChange[] {
  const sums = new CellSums()
  for (const { before, after } of steps) {
    if (before) sums.addContribution(before, -1)
    if (after) sums.addContribution(after, 1)
  }
  return sums.finish()
}

/**
 * Adds changes of the same cell up, so that a batch writes each cell once.
 *
 * @returns one entry per cell that changes, in order of day and dimensions, so that batches lock rows in the same order
 */
export function mergeCellChanges(changes: Iterable<CellChange>): CellChange[] {
  const sums = new CellSums()
  for (const change of changes) sums.addChange(change)
  return sums.finish()
}

/**
 * Adds the changes of each day up over all cells.
 *
 * @returns one entry per day that changes, in order
 */
export function sumByDay(changes: Iterable<CellChange>): DayChange[] {
  const sums = new CellSums()
  for (const { day, values, buckets } of changes) sums.addChange({ ...everything, day, values, buckets })
  return sums.finish().map(({ day, values, buckets }) => ({ day, values, buckets }))
}

const everything: CellDimensions = { item: '', department: '', channel: '', applicantGroup: '' }

interface Sum extends CellDimensions {
  readonly day: string
  readonly values: number[]
  readonly buckets: Map<number, number>
}

/** Clocks and buckets are small, so both fit one number. */
const bucketSpan = 65_536

class CellSums {
  readonly #cells = new Map<string, Sum>()

  addContribution(contribution: Contribution, sign: 1 | -1): void {
    for (const each of contribution.days) this.#add(contribution, dayText(each.day), each, sign)
  }

  addChange(change: CellChange): void {
    this.#add(change, change.day, change, 1)
  }

  finish(): CellChange[] {
    const changes: CellChange[] = []
    for (const key of [...this.#cells.keys()].sort()) {
      const { day, item, department, channel, applicantGroup, values, buckets } = this.#cells.get(key)!
      const changed = bucketChanges(buckets)
      if (changed.length > 0 || values.some((value) => value !== 0))
        changes.push({ day, item, department, channel, applicantGroup, values, buckets: changed })
    }
    return changes
  }

  #add(
    dimensions: CellDimensions,
    day: string,
    { values, buckets }: Pick<DayContribution, 'values' | 'buckets'>,
    sign: 1 | -1,
  ): void {
    const cell = this.#cell(dimensions, day)
    for (let i = 0; i < values.length; i++) cell.values[i]! += sign * values[i]!
    for (const { clock, bucket, n } of buckets) {
      const key = clock * bucketSpan + bucket
      cell.buckets.set(key, (cell.buckets.get(key) ?? 0) + sign * n)
    }
  }

  #cell({ item, department, channel, applicantGroup }: CellDimensions, day: string): Sum {
    // Lengths keep texts apart that only together read the same.
    const key = `${day}${item.length}:${item}${department.length}:${department}${channel.length}:${channel}${applicantGroup}`
    let cell = this.#cells.get(key)
    if (!cell) {
      const values = new Array<number>(measures.length).fill(0)
      cell = { day, item, department, channel, applicantGroup, values, buckets: new Map() }
      this.#cells.set(key, cell)
    }
    return cell
  }
}

function bucketChanges(buckets: ReadonlyMap<number, number>): BucketChange[] {
  const changed: BucketChange[] = []
  for (const [key, n] of buckets)
    if (n !== 0) changed.push({ clock: Math.floor(key / bucketSpan), bucket: key % bucketSpan, n })
  return changed.sort((a, b) => a.clock - b.clock || a.bucket - b.bucket)
}

const dayTexts = new Map<number, string>()

/** `YYYY-MM-DD`; days are few and asked for often. */
export function dayText(day: number): string {
  let text = dayTexts.get(day)
  if (text === undefined) {
    if (dayTexts.size > 100_000) dayTexts.clear()
    text = new Date(day * 86_400_000).toISOString().slice(0, 10)
    dayTexts.set(day, text)
  }
  return text
}
