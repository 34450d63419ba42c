import { createReadStream } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Import } from '@zhengfeng/contract'
import type { Access } from '../http/access.ts'
import { textsIn } from '../http/language.ts'
import type { Platform } from '../platform.ts'
import type { sendTable } from '../tables/send-table.ts'
import type { Cell } from '../tables/table.ts'
import type { ImportRowWithPreview } from './import-row.ts'
import { listImports } from './import-store.ts'
import { problemFile } from './reading/preview-task.ts'
import { hasUploads, uploadFolder } from './upload-folder.ts'

/** All imports that a person may see, as a file. */
export function importTable(
  { db, configuration }: Platform,
  access: Access,
  { state, language }: { state?: Import['state'] | undefined; language: 'zh-CN' | 'en' },
): Parameters<typeof sendTable>[1] {
  const { t } = textsIn(language)
  const kinds = {
    files: 'text',
    state: 'text',
    createdAt: 'instant',
    createdBy: 'text',
    source: 'text',
    events: 'number',
    cases: 'number',
    endedAt: 'instant',
  } as const
  return {
    name: 'imports',
    columns: Object.entries(kinds).map(([name, kind]) => ({ title: t(`imports.columns.${name}`), kind })),
    timeZone: configuration.ZHENGFENG_TIME_ZONE,
    rows: importRows(db, access, { state, t }),
  }
}

async function* importRows(
  db: Platform['db'],
  access: Access,
  { state, t }: { state: Import['state'] | undefined; t: (key: string) => string },
): AsyncGenerator<readonly Cell[]> {
  let after: readonly [number, string] | undefined
  for (;;) {
    const rows = await listImports(db, access, { state, after, limit: 500 })
    for (const row of rows)
      yield [
        ...[
          row.files.map(({ name }) => name).join(', '),
          t(`imports.states.${row.state}`),
          row.created_at,
          row.created_by,
        ],
        ...[row.source_name ?? row.plan.sourceName ?? '', row.events, row.cases, row.ended_at],
      ]
    const last = rows.at(-1)
    if (rows.length < 500 || !last) return
    after = [last.created_at, last.id]
  }
}

/** The rows of an import that could not be read, as a file. */
export function problemTable(
  { configuration }: Platform,
  row: ImportRowWithPreview,
  language: 'zh-CN' | 'en',
): Parameters<typeof sendTable>[1] {
  const { t } = textsIn(language)
  const kinds = { file: 'text', line: 'number', column: 'text', value: 'text', reason: 'text' } as const
  return {
    name: 'import-problems',
    columns: Object.entries(kinds).map(([name, kind]) => ({ title: t(`imports.columns.${name}`), kind })),
    timeZone: configuration.ZHENGFENG_TIME_ZONE,
    rows: problemRows(configuration, row, (reason) => t(`report.quality.reasons.${reason}`)),
  }
}

interface Refused {
  readonly file: string
  readonly line: number
  readonly column?: string
  readonly value?: string
  readonly reason: string
}

/** From the upload as long as it is there, else the few that are kept with the import. */
async function* problemRows(
  configuration: Platform['configuration'],
  { id, readings }: ImportRowWithPreview,
  reasonText: (reason: string) => string,
): AsyncGenerator<readonly Cell[]> {
  const cells = ({ file, line, column, value, reason }: Refused): readonly Cell[] => [
    file,
    line,
    column,
    value,
    reasonText(reason),
  ]
  if (!(await hasUploads(configuration, id))) {
    for (const { source, refusals } of readings ?? [])
      for (const refusal of refusals) yield cells({ file: source, ...refusal })
    return
  }
  const input = createReadStream(join(uploadFolder(configuration, id), problemFile))
  input.on('error', () => undefined)
  for await (const line of createInterface({ input })) yield cells(JSON.parse(line) as Refused)
}
