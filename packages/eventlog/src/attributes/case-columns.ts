import type { Assembled } from '../assemble.ts'
import { type Column, takeRows, valueAt } from '../column.ts'
import { caseCount, type EventLog } from '../log.ts'
import { casePrefix } from './roles.ts'
import type { TypedTable } from './typed-table.ts'

/**
 * Makes case attributes of the event attributes that describe the case, by their name (`case:…`) or by the profile: the first
 * value in the order of time.
 */
export function withCaseColumns(table: TypedTable, assembled: Assembled): Assembled {
  const { log } = assembled
  const ofCase = new Set(table.profile.caseColumns)
  const moved = [...log.eventAttributes.keys()].filter((name) => name.startsWith(casePrefix) || ofCase.has(name))
  if (moved.length === 0) return assembled
  const eventAttributes = new Map(log.eventAttributes)
  const caseAttributes = new Map(log.caseAttributes)
  for (const name of moved) {
    const bare = name.startsWith(casePrefix) ? name.slice(casePrefix.length) : name
    if (caseAttributes.has(bare)) continue
    caseAttributes.set(bare, firstOfCases(table, log, name))
    eventAttributes.delete(name)
  }
  return { ...assembled, log: { ...log, eventAttributes, caseAttributes } }
}

function firstOfCases(table: TypedTable, log: EventLog, name: string): Column {
  const column = log.eventAttributes.get(name)!
  const first = new Int32Array(caseCount(log))
  for (let c = 0; c < first.length; c++) {
    const end = log.caseOffsets[c + 1]!
    let event = log.caseOffsets[c]!
    while (event + 1 < end && valueAt(column, event) === undefined) event++
    first[c] = event
    const kept = valueAt(column, event)
    for (let later = event + 1; later < end; later++) {
      const value = valueAt(column, later)
      if (value === undefined || value === kept) continue
      table.notes.notice('changingCaseAttribute', { column: name, line: log.sourceRow[later]!, value: String(value) })
      break
    }
  }
  return takeRows(column, first)
}
