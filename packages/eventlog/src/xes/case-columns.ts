import type { Assembled } from '../assemble.ts'
import { type Column, takeRows, valueAt } from '../column.ts'
import { caseCount, type EventLog } from '../log.ts'
import type { XesTable } from './table.ts'

/** Makes case attributes of the event attributes that the profile says describe the case: the first value in the order of time. */
export function withCaseColumns(table: XesTable, assembled: Assembled): Assembled {
  const { log } = assembled
  const moved = table.profile.caseColumns.filter(
    (name) => log.eventAttributes.has(name) && !log.caseAttributes.has(name),
  )
  if (moved.length === 0) return assembled
  const eventAttributes = new Map(log.eventAttributes)
  const caseAttributes = new Map(log.caseAttributes)
  for (const name of moved) {
    caseAttributes.set(name, firstOfCases(table, log, name))
    eventAttributes.delete(name)
  }
  return { ...assembled, log: { ...log, eventAttributes, caseAttributes } }
}

function firstOfCases(table: XesTable, log: EventLog, name: string): Column {
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
