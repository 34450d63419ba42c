import type { EventLog } from '@zhengfeng/eventlog'
import { type StepDurations, spectrumSegment } from '@zhengfeng/mining'
import type { Segment } from './flow-model.ts'
import { isoInstant } from './measures.ts'

const segmentsListed = 4
const linesListed = 400

/** The steps that hold most of the waiting, with a sample of their passages over the calendar. */
export function buildSegments(log: EventLog, steps: StepDurations): Segment[] {
  const heaviest = Array.from(steps.wall.keys())
    .filter((id) => steps.wall[id]!.sum > 0)
    .sort((a, b) => steps.wall[b]!.sum - steps.wall[a]!.sum)
    .slice(0, segmentsListed)
  const [start, end] = span(log.time)
  return heaviest.map((id) => {
    const { enter, leave } = spectrumSegment(log, steps.from[id]!, steps.to[id]!)
    return {
      from: log.activity.values[steps.from[id]!]!,
      to: log.activity.values[steps.to[id]!]!,
      passages: enter.length,
      medianMs: steps.wall[id]!.median,
      p90Ms: steps.wall[id]!.p90,
      start: isoInstant(start),
      end: isoInstant(end),
      lines: sampled(Int32Array.from(enter.keys()), linesListed).map((k) => [
        seconds(enter[k]! - start),
        seconds(leave[k]! - start),
      ]),
    }
  })
}

/** Evenly spaced entries of a list, the same ones every time. */
export function sampled(all: ArrayLike<number>, most: number): number[] {
  if (all.length <= most) return Array.from(all)
  return Array.from({ length: most }, (_, index) => all[Math.floor(((index + 0.5) * all.length) / most)]!)
}

export function span(time: Float64Array): readonly [start: number, end: number] {
  let start = Number.POSITIVE_INFINITY
  let end = Number.NEGATIVE_INFINITY
  for (const at of time) {
    if (at < start) start = at
    if (at > end) end = at
  }
  return [start, end]
}

export function seconds(ms: number): number {
  return Math.round(ms / 1000)
}
