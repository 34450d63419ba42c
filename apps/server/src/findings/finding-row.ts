import type { Assignee, FindingSummary } from '@zhengfeng/contract'
import { type DetectorName, explanationOf } from '@zhengfeng/detectors'
import type { Translator } from '@zhengfeng/locales'
import { instantOf } from '../jobs/instant.ts'
import type { FindingContent } from './detect.ts'
import type { Judged, State } from './fold-finding.ts'

/** A finding as it is read for people. */
export interface FindingRow {
  readonly division: string
  readonly division_name: string
  readonly id: string
  readonly detector: DetectorName
  readonly subject_kind: FindingSummary['subject']['kind']
  readonly subject_name: string
  readonly item: string
  readonly department: string
  readonly from_at: number
  readonly to_at: number
  readonly case_count: number
  readonly content: FindingContent
  readonly found_at: number
  readonly state: State
  readonly version: number
  readonly dismissal: NonNullable<Judged['dismissal']> | null
  readonly assignee_id: string | null
  readonly assignee_name: string | null
  readonly comments: number
  readonly changed_at: number
}

export const findingColumns = `f.division, d.name as division_name, f.id, f.detector, f.subject_kind, f.subject_name, f.item, f.department,
       f.from_at, f.to_at, f.case_count, f.content, f.found_at, f.state, f.version, f.dismissal, f.assignee_id, f.assignee_name,
       f.comments, f.changed_at`

/** What a list tells of a finding. The explanation is written in the translator’s language too. */
export function findingSummary(row: FindingRow, translator: Translator): FindingSummary {
  const { content } = row
  return {
    division: row.division,
    divisionName: row.division_name,
    id: row.id,
    detector: row.detector,
    subject: { kind: row.subject_kind, name: row.subject_kind === 'office' ? row.division : row.subject_name },
    state: row.state,
    ...(row.item && { item: row.item }),
    ...(row.department && { department: row.department }),
    from: instantOf(row.from_at),
    to: instantOf(row.to_at),
    strength: strengthOf(content),
    sampleSize: content.sample.size,
    sampleMinimum: content.sample.minimum,
    cases: row.case_count,
    explanation: {
      key: content.explanation.key,
      values: { ...content.explanation.values },
      text: explanationText(content, translator),
    },
    ...(row.dismissal && { dismissal: row.dismissal }),
    ...(row.assignee_id !== null && { assignee: assigneeOf(row) }),
    comments: row.comments,
    foundAt: instantOf(row.found_at),
    changedAt: instantOf(row.changed_at),
    version: row.version,
  }
}

/**
 * The explanation in words. People who applied are known by a digest only; it is cut to what tells one from another.
 */
export function explanationText({ explanation, timeZone }: FindingContent, translator: Translator): string {
  const text = explanationOf({ explanation }, translator, timeZone)
  return text.replace(/person:([\w-]{6})[\w-]{16}/g, '#$1')
}

function strengthOf({ strength: { interval, ...strength } }: FindingContent): FindingSummary['strength'] {
  return { ...strength, ...(interval && { interval: [interval[0], interval[1]] }) }
}

function assigneeOf({ assignee_id, assignee_name }: FindingRow): Assignee {
  return { id: assignee_id!, name: assignee_name ?? '' }
}
