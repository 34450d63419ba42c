import { batchClosing } from './batch-closing/detector.ts'
import { buckPassing } from './buck-passing/detector.ts'
import { clockStopAbuse } from './clock-stop-abuse/detector.ts'
import { deadlineRush } from './deadline-rush/detector.ts'
import type { Detector } from './detector.ts'
import type { DetectorName } from './finding.ts'
import { hiddenSteps } from './hidden-steps/detector.ts'
import { hiddenTime } from './hidden-time/detector.ts'
import { oneHandForAll } from './one-hand-for-all/detector.ts'
import { orphanedCases } from './orphaned-cases/detector.ts'
import { overdue } from './overdue/detector.ts'
import { queueJumping } from './queue-jumping/detector.ts'
import { repeatedSupplements } from './repeated-supplements/detector.ts'
import { retroactiveEntry } from './retroactive-entry/detector.ts'
import { unusualGap } from './unusual-gap/detector.ts'

/** Every detector, in the order of `detectorNames`. */
export const detectors: readonly Detector[] = [
  overdue,
  hiddenTime,
  clockStopAbuse,
  repeatedSupplements,
  buckPassing,
  retroactiveEntry,
  batchClosing,
  deadlineRush,
  queueJumping,
  hiddenSteps,
  oneHandForAll,
  orphanedCases,
  unusualGap,
]

/** The detectors whose verdict on a case rests on that case alone, so that it can be had as soon as one of its events arrives. */
export const aloneDetectors: readonly DetectorName[] = [
  'overdue',
  'hidden-time',
  'repeated-supplements',
  'clock-stop-abuse',
  'one-hand-for-all',
]
