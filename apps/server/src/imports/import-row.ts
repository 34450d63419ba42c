import type { Import, ImportPlan, ImportState } from '@zhengfeng/contract'
import type { ReadingReport, SourceFormat } from '@zhengfeng/eventlog'
import type { Language } from '@zhengfeng/locales'
import { wireFailure } from './failure-text.ts'
import type { CodedFailure, PreviewResult, ReadingChoice } from './reading/task.ts'

export interface UploadedFile {
  readonly name: string
  readonly bytes: number
  readonly sha256: string
  readonly office: string
  readonly format?: SourceFormat
}

/** A row of `import_batch`. Instants are UTC milliseconds. */
export interface ImportRow {
  readonly id: string
  readonly state: ImportState
  readonly version: number
  readonly created_at: number
  readonly created_by: string
  readonly created_by_id: string
  readonly started_at: number | null
  readonly ended_at: number | null
  readonly undone_by: string | null
  readonly expires_at: number | null
  readonly division: string | null
  readonly source_id: string | null
  readonly makes_source: boolean
  readonly files: readonly UploadedFile[]
  readonly choice: ReadingChoice
  readonly plan: ImportPlan
  readonly progress: Import['progress'] | null
  readonly events: number | null
  readonly repeated: number | null
  readonly cases: number | null
  readonly failure: CodedFailure | null
  readonly source_name: string | null
}

/** With what takes more room, and is read only where it is needed. */
export interface ImportRowWithPreview extends ImportRow {
  readonly preview: PreviewResult | null
  readonly readings: readonly ReadingReport[] | null
}

export const importColumns = `b.id, b.state, b.version, b.created_at, b.created_by, b.created_by_id, b.started_at, b.ended_at, b.undone_by,
       b.expires_at, b.division, b.source_id, b.makes_source, b.files, b.choice, b.plan, b.progress, b.events, b.repeated, b.cases, b.failure,
       s.name as source_name`

/** An import as it goes over the wire. */
export function wireImport(row: ImportRow, language: Language): Import {
  const { id, state, files, plan, progress } = row
  const sourceName = row.source_name ?? plan.sourceName
  return {
    ...{ id, state, files: [...files], createdAt: iso(row.created_at), createdBy: row.created_by },
    ...(progress && { progress }),
    ...(row.source_id !== null && { source: row.source_id }),
    ...(sourceName !== undefined && { sourceName }),
    ...(row.events !== null && { events: row.events }),
    ...(row.repeated !== null && { repeated: row.repeated }),
    ...(row.cases !== null && { cases: row.cases }),
    ...(row.started_at !== null && { startedAt: iso(row.started_at) }),
    ...(row.ended_at !== null && { endedAt: iso(row.ended_at) }),
    ...(row.undone_by !== null && { undoneBy: row.undone_by }),
    ...(row.expires_at !== null && { expiresAt: iso(row.expires_at) }),
    ...(row.failure && { failure: wireFailure(row.failure, language) }),
  }
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
