import type { CaseRun } from '../casework/step.ts'
import type { EventRecord } from '../record/event-record.ts'

/** What an applicant went through with one case, as far as they can tell. */
export interface Experience {
  /** Notices that something was missing, and answers to them. */
  supplements: number
  answers: number
  /** How often another department sent it back. */
  returns: number
  /** Row of its closing and of its delivery; -1 where there is none. */
  closedRow: number
  deliveredRow: number
  /** Row of the applicant's rating, or -1. */
  ratedRow: number
}

/** Reads from the record what each applicant went through; one per case. */
export function experiencesOf(record: EventRecord, cases: number): Experience[] {
  const experiences = Array.from({ length: cases }, nothingYet)
  const { codes, dictionary } = record.activity
  for (let row = 0; row < record.length; row++)
    note(experiences[record.caseIndex.get(row)]!, dictionary.values[codes.get(row)]!, row)
  return experiences
}

function nothingYet(): Experience {
  return { supplements: 0, answers: 0, returns: 0, closedRow: -1, deliveredRow: -1, ratedRow: -1 }
}

function note(experience: Experience, activity: string, row: number): void {
  switch (activity) {
    case '补正告知':
      experience.supplements++
      break
    case '补正提交':
      experience.answers++
      break
    case '退回':
      experience.returns++
      break
    case '办结':
      experience.closedRow = row
      break
    case '送达':
      experience.deliveredRow = row
      break
    case '评价':
      experience.ratedRow = row
  }
}

/** Whether the promise was broken; `NaN` compares as no. */
export function isLate(run: CaseRun, at: number): boolean {
  return (Number.isNaN(run.closedAt) ? at : run.closedAt) > run.promisedDue
}
