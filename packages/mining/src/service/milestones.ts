import type { EventLog } from '@zhengfeng/eventlog'
import { localMs } from '@zhengfeng/worktime'
import type { CaseMilestones } from './service-log.ts'
import { type Steps, stepAt, stepIndex } from './steps.ts'

const submit = stepIndex('submit')
const accept = stepIndex('accept')
const decide = stepIndex('decide')
const close = stepIndex('close')
const refuse = stepIndex('refuse')
const withdraw = stepIndex('withdraw')
const deliver = stepIndex('deliver')

/** The milestones of every case; see `CaseMilestones` for which event makes each. */
export function readMilestones(log: EventLog, steps: Steps): CaseMilestones {
  const caseCount = log.caseIds.length
  const milestones = {
    submit: new Float64Array(caseCount).fill(Number.NaN),
    accept: new Float64Array(caseCount).fill(Number.NaN),
    decide: new Float64Array(caseCount).fill(Number.NaN),
    close: new Float64Array(caseCount).fill(Number.NaN),
  }
  for (let c = 0; c < caseCount; c++) {
    const ends = { closed: Number.NaN, refused: Number.NaN, delivered: Number.NaN, accepted: Number.NaN }
    for (let e = log.caseOffsets[c]!; e < log.caseOffsets[c + 1]!; e++) {
      const step = stepAt(log, steps, e)
      if (step < 0) continue
      const at = log.time[e]!
      if (step === submit && Number.isNaN(milestones.submit[c]!)) milestones.submit[c] = at
      else if (step === accept) {
        if (Number.isNaN(milestones.accept[c]!)) milestones.accept[c] = at
        ends.accepted = at
      } else if (step === decide) milestones.decide[c] = at
      else if (step === close) ends.closed = at
      else if (step === refuse || step === withdraw) ends.refused = at
      else if (step === deliver) ends.delivered = at
    }
    milestones.close[c] = endOfCase(ends, log.timeZone)
  }
  return milestones
}

interface Ends {
  readonly closed: number
  readonly refused: number
  readonly delivered: number
  readonly accepted: number
}

function endOfCase({ closed, refused, delivered, accepted }: Ends, timeZone: string): number {
  if (!Number.isNaN(closed)) return closed
  // By day, because a refusal may be stamped with its date alone and so stand before an acceptance of the same day.
  const acceptedLater = localDay(timeZone, accepted) > localDay(timeZone, refused)
  if (!Number.isNaN(refused) && !acceptedLater) return refused
  return delivered
}

function localDay(timeZone: string, instant: number): number {
  return Math.floor(localMs(timeZone, instant) / 86_400_000)
}
