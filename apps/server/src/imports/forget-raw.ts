import type { ReadingReport } from '@zhengfeng/eventlog'
import type { Queryable } from '../storage/database.ts'
import type { ImportRowWithPreview } from './import-row.ts'
import type { PreviewResult } from './reading/task.ts'

/**
 * Takes out of a finished import what shows the files' rows as they are: they may name people, and were kept for choosing only. How many
 * rows could not be read and why stays.
 */
export async function forgetRaw(db: Queryable, id: string): Promise<void> {
  const [row] = await db.query<Pick<ImportRowWithPreview, 'preview' | 'readings' | 'plan'>>(
    'select preview, readings, plan from import_batch where id = $1',
    [id],
  )
  if (!row?.preview) return
  const personal = new Set(row.plan.personalColumns.map(bareName))
  const readings = row.readings && JSON.stringify(row.readings.map((report) => withoutPeople(report, personal)))
  await db.query('update import_batch set preview = $2, readings = $3 where id = $1', [
    id,
    shortened(row.preview, personal),
    readings,
  ])
}

function shortened(preview: PreviewResult, personal: ReadonlySet<string>): PreviewResult {
  const { reading, readings: _, ...rest } = preview
  return {
    ...rest,
    rows: [],
    columns: preview.columns.map((column) => ({ ...column, examples: [] })),
    ...(reading && {
      reading: {
        ...reading,
        files: reading.files.map((file) => withoutPeople(file, personal)),
        personalColumns: reading.personalColumns.map((column) => ({ ...column, example: '' })),
      },
    }),
  }
}

type Report = Pick<ReadingReport, 'refusals' | 'notices'> | NonNullable<PreviewResult['reading']>['files'][number]

/** Lines that are shown whole, and values of columns that identify people. */
function withoutPeople<R extends Report>(report: R, personal: ReadonlySet<string>): R {
  const names = (column: string | undefined): boolean => column === undefined || personal.has(bareName(column))
  return {
    ...report,
    refusals: report.refusals.map(({ value, ...refusal }) =>
      value === undefined || names(refusal.column) ? refusal : { ...refusal, value },
    ),
    notices: report.notices.map((notice) =>
      personal.has(bareName(notice.column ?? '')) ? { ...notice, examples: [] } : notice,
    ),
  }
}

function bareName(name: string): string {
  return name.replace(/^case:/, '')
}
