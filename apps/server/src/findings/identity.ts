import { createHash } from 'node:crypto'
import type { Finding } from '@zhengfeng/detectors'

/**
 * What stays the same of a finding while the log grows: its detector, its subject, and what tells two findings about one subject apart. The
 * id that detectors give changes with the first evidence and with the wording; a person's judgement must not be lost by that.
 */
export function identityOf(finding: Pick<Finding, 'detector' | 'subject' | 'explanation'>): string {
  const parts = [finding.detector, ...subjectOf(finding.subject), ...apart(finding)]
  return createHash('sha256').update(JSON.stringify(parts)).digest('base64url').slice(0, 22)
}

/** Kind and name; an office is its division, which every key has anyway. */
export function subjectOf(subject: Finding['subject']): readonly [kind: Finding['subject']['kind'], name: string] {
  switch (subject.kind) {
    case 'case':
      return ['case', subject.caseId]
    case 'officer':
      return ['officer', subject.officer]
    case 'department':
      return ['department', subject.department]
    case 'office':
      return ['office', '']
  }
}

function apart({
  detector,
  explanation: { key, values },
}: Pick<Finding, 'detector' | 'explanation'>): readonly string[] {
  const value = (name: string): string => String(values[name] ?? '')
  switch (detector) {
    // Each department answers for its own rounds.
    case 'repeated-supplements':
      return [value('department')]
    // Favouring one applicant or agent is another thing than favouring a second one.
    case 'queue-jumping':
      return [lastPart(key), value('who')]
    // Deciding in bursts, or closing in bursts.
    case 'batch-closing':
      return [lastPart(key)]
    // Of an office: each step outside the procedure is a habit of its own.
    case 'hidden-steps':
      return [value('activity')]
    default:
      return []
  }
}

function lastPart(key: string): string {
  return key.slice(key.lastIndexOf('.') + 1)
}

/** The id of a finding: its identity, and which recurrence it is. */
export function findingId(identity: string, recurrence: number): string {
  return recurrence === 0 ? identity : `${identity}.${recurrence + 1}`
}
