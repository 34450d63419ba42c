import { createTranslator, type Language, type Translator } from '@zhengfeng/locales'
import type { Conditions } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import type { Cell, Table } from '../tables/table.ts'
import { explanationText, type FindingRow } from './finding-row.ts'
import { cursorAfter, findingPage } from './list-findings.ts'

const pageSize = 500

/** Findings as a table, newest first, read page by page while it is written. */
export function findingTable(
  db: Queryable,
  /** Made anew for every page, as each page adds where it begins. */
  conditions: () => Conditions,
  { language, timeZone }: { language: Language; timeZone: string },
): Table {
  const translator = createTranslator(language)
  const title = (name: string): string => translator.t(`work.findingTable.${name}`)
  return {
    name: 'findings',
    timeZone,
    columns: [
      { title: title('division'), kind: 'text' },
      { title: title('divisionName'), kind: 'text' },
      { title: title('detector'), kind: 'text' },
      { title: title('subjectKind'), kind: 'text' },
      { title: title('subject'), kind: 'text' },
      { title: title('state'), kind: 'text' },
      { title: title('item'), kind: 'text' },
      { title: title('department'), kind: 'text' },
      { title: title('from'), kind: 'instant' },
      { title: title('to'), kind: 'instant' },
      { title: title('cases'), kind: 'number' },
      { title: title('explanation'), kind: 'text' },
      { title: title('reason'), kind: 'text' },
      { title: title('assignee'), kind: 'text' },
      { title: title('foundAt'), kind: 'instant' },
      { title: title('changedAt'), kind: 'instant' },
      { title: title('id'), kind: 'text' },
    ],
    rows: rowsOf(db, conditions, translator),
  }
}

async function* rowsOf(
  db: Queryable,
  conditions: () => Conditions,
  translator: Translator,
): AsyncGenerator<readonly Cell[]> {
  let cursor: string | undefined
  for (;;) {
    const rows: readonly FindingRow[] = await findingPage(db, {
      where: conditions(),
      order: 'newest',
      cursor,
      limit: pageSize,
    })
    for (const row of rows) yield cellsOf(row, translator)
    if (rows.length < pageSize) return
    cursor = cursorAfter(rows.at(-1)!, 'newest')
  }
}

function cellsOf(row: FindingRow, translator: Translator): readonly Cell[] {
  const { t } = translator
  return [
    row.division,
    row.division_name,
    t(`detectors.names.${row.detector}`),
    t(`work.findingTable.subjects.${row.subject_kind}`),
    row.subject_kind === 'office' ? row.division_name : row.subject_name,
    t(`work.findingTable.states.${row.state}`),
    row.item,
    row.department,
    row.from_at,
    row.to_at,
    row.case_count,
    explanationText(row.content, translator),
    row.dismissal ? `${t(`work.findingTable.reasons.${row.dismissal.reason}`)} ${row.dismissal.text}`.trim() : '',
    row.assignee_name ?? '',
    row.found_at,
    row.changed_at,
    row.id,
  ]
}
