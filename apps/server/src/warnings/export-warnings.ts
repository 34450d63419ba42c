import { createTranslator, type Language, type Translator } from '@zhengfeng/locales'
import type { Conditions } from '../storage/conditions.ts'
import type { Queryable } from '../storage/database.ts'
import type { Cell, Table } from '../tables/table.ts'
import { cursorAfter, warningPage } from './list-warnings.ts'
import { isReplyLate, type WarningRow } from './warning-row.ts'

const pageSize = 500

const columns = [
  ['division', 'text'],
  ['divisionName', 'text'],
  ['level', 'text'],
  ['rule', 'text'],
  ['state', 'text'],
  ['caseNo', 'text'],
  ['item', 'text'],
  ['department', 'text'],
  ['holder', 'text'],
  ['caseDue', 'instant'],
  ['raisedAt', 'instant'],
  ['replyDue', 'instant'],
  ['replyLate', 'yesNo'],
  ['escalation', 'number'],
  ['changedAt', 'instant'],
  ['id', 'text'],
] as const

/** Cards as a table, newest first, read page by page while it is written. */
export function warningTable(
  db: Queryable,
  /** Made anew for every page, as each page adds where it begins. */
  conditions: () => Conditions,
  { language, timeZone, now }: { language: Language; timeZone: string; now: number },
): Table {
  const translator = createTranslator(language)
  return {
    name: 'warnings',
    timeZone,
    columns: columns.map(([name, kind]) => ({ title: translator.t(`work.warningTable.${name}`), kind })),
    rows: rowsOf(db, conditions, { translator, now }),
  }
}

async function* rowsOf(
  db: Queryable,
  conditions: () => Conditions,
  { translator, now }: { translator: Translator; now: number },
): AsyncGenerator<readonly Cell[]> {
  let cursor: string | undefined
  for (;;) {
    const rows: readonly WarningRow[] = await warningPage(db, {
      where: conditions(),
      order: 'newest',
      cursor,
      limit: pageSize,
    })
    for (const row of rows) yield cellsOf(row, { translator, now })
    if (rows.length < pageSize) return
    cursor = cursorAfter(rows.at(-1)!, 'newest')
  }
}

function cellsOf(
  row: WarningRow,
  { translator: { t, has }, now }: { translator: Translator; now: number },
): readonly Cell[] {
  const rule = `warnings.rules.${row.rule}`
  return [
    row.division,
    row.division_name,
    t(`work.warningTable.levels.${row.level}`),
    // Rules that a person made have no text but their id.
    has(rule) ? t(rule) : row.rule,
    t(`work.warningTable.states.${toldState(row)}`),
    row.case_no,
    row.item,
    row.department,
    row.holder,
    row.case_due,
    row.raised_at,
    row.reply_due,
    isReplyLate(row, now),
    row.escalation,
    row.changed_at,
    row.id,
  ]
}

/** A card that needs no reply waits for none: it only reminds. */
export function toldState({
  state,
  reply_due,
}: Pick<WarningRow, 'state' | 'reply_due'>): WarningRow['state'] | 'reminds' {
  return state === 'open' && reply_due === null ? 'reminds' : state
}
