import type { AttributeColumn } from '../attributes/attribute-column.ts'
import { type Column, type StringColumn, takeInt32, takeRows, valueAt } from '../column.ts'
import type { XesTable } from './table.ts'

/** The cases of a log: what `EventTable` says about them. */
export interface Cases {
  readonly caseIds: readonly string[]
  readonly eventCase: Int32Array
  readonly caseOffice?: StringColumn
  readonly caseAttributes: ReadonlyMap<string, Column>
}

/**
 * Makes cases of traces. Traces with one id (in one office) are one case: its events are joined, its attributes are those
 * of the first trace that has them.
 */
export function mergeTraces(table: XesTable, eventTrace: Int32Array): Cases {
  const ids = table.traces.get(table.roles.case.key).finish(table.traceCount) as StringColumn
  const office = officeOfTraces(table, eventTrace)
  const caseOfTrace = new Int32Array(table.traceCount)
  const firstTraces = firstTraceOfCases(ids, office, caseOfTrace)
  const merged = firstTraces.length < table.traceCount
  const byCase = <C extends Column>(column: C, name: string): C =>
    merged ? mergeColumn(table, { column, name, firstTraces, caseOfTrace }) : column
  const attributes = table.traces.columns.filter((column) => column.length > 0 && !isTaken(table, column))
  return {
    caseIds: Array.from(firstTraces, (trace) => ids.values[ids.codes[trace]!]!),
    eventCase: merged ? takeInt32(caseOfTrace, eventTrace) : eventTrace,
    ...(office && { caseOffice: byCase(office, 'office') }),
    caseAttributes: new Map(attributes.map((each) => [each.key, byCase(each.finish(table.traceCount), each.key)])),
  }
}

function isTaken(table: XesTable, column: AttributeColumn): boolean {
  const { case: id, office } = table.roles
  return column.kind === undefined || column.key === id.key || (office !== undefined && column.key === office.key)
}

/** The office that each trace names, or its first event. */
function officeOfTraces(table: XesTable, eventTrace: Int32Array): StringColumn | undefined {
  const role = table.roles.office
  if (role === undefined) return undefined
  const ofTrace = role.scope === 'event' ? undefined : table.traces.used(role.key)
  if (ofTrace) return ofTrace.finish(table.traceCount) as StringColumn
  const ofEvent = role.scope === 'trace' ? undefined : table.events.used(role.key)
  if (!ofEvent) return undefined
  const column = ofEvent.finish(table.eventCount) as StringColumn
  const codes = new Int32Array(table.traceCount).fill(-1)
  for (let event = eventTrace.length - 1; event >= 0; event--)
    if (column.codes[event]! >= 0) codes[eventTrace[event]!] = column.codes[event]!
  return { kind: 'string', codes, values: column.values }
}

function firstTraceOfCases(ids: StringColumn, office: StringColumn | undefined, caseOfTrace: Int32Array): Int32Array {
  const first: number[] = []
  const caseOf = new Map<number, number>()
  const offices = (office?.values.length ?? 0) + 1
  for (let trace = 0; trace < caseOfTrace.length; trace++) {
    const key = ids.codes[trace]! * offices + (office?.codes[trace] ?? -1) + 1
    let index = caseOf.get(key)
    if (index === undefined) {
      index = first.push(trace) - 1
      caseOf.set(key, index)
    }
    caseOfTrace[trace] = index
  }
  return Int32Array.from(first)
}

function mergeColumn<C extends Column>(
  table: XesTable,
  from: { column: C; name: string; firstTraces: Int32Array; caseOfTrace: Int32Array },
): C {
  const source = from.firstTraces.slice()
  for (let trace = 0; trace < from.caseOfTrace.length; trace++) {
    const index = from.caseOfTrace[trace]!
    const value = valueAt(from.column, trace)
    const kept = valueAt(from.column, source[index]!)
    if (value === undefined || value === kept) continue
    if (kept === undefined) source[index] = trace
    else table.notes.notice('changingCaseAttribute', { column: from.name, value: String(value) })
  }
  return takeRows(from.column, source)
}
