import { examples as batchClosing } from './batch-closing/examples.ts'
import { examples as buckPassing } from './buck-passing/examples.ts'
import { examples as clockStopAbuse } from './clock-stop-abuse/examples.ts'
import { examples as deadlineRush } from './deadline-rush/examples.ts'
import type { Example } from './example.ts'
import type { DetectorName } from './finding.ts'
import { examples as hiddenSteps } from './hidden-steps/examples.ts'
import { examples as hiddenTime } from './hidden-time/examples.ts'
import { examples as oneHandForAll } from './one-hand-for-all/examples.ts'
import { examples as orphanedCases } from './orphaned-cases/examples.ts'
import { examples as overdue } from './overdue/examples.ts'
import { examples as queueJumping } from './queue-jumping/examples.ts'
import { examples as repeatedSupplements } from './repeated-supplements/examples.ts'
import { examples as retroactiveEntry } from './retroactive-entry/examples.ts'
import { examples as unusualGap } from './unusual-gap/examples.ts'

/** The smallest logs in which each detector finds something, and in which it must not; the tests and the docs use the same. */
export const examplesOf: Readonly<Record<DetectorName, readonly Example[]>> = {
  overdue,
  'hidden-time': hiddenTime,
  'clock-stop-abuse': clockStopAbuse,
  'repeated-supplements': repeatedSupplements,
  'buck-passing': buckPassing,
  'retroactive-entry': retroactiveEntry,
  'batch-closing': batchClosing,
  'deadline-rush': deadlineRush,
  'queue-jumping': queueJumping,
  'hidden-steps': hiddenSteps,
  'one-hand-for-all': oneHandForAll,
  'orphaned-cases': orphanedCases,
  'unusual-gap': unusualGap,
}
