import type { Column, JsonColumn, NumberColumn, StringColumn, Value } from './column.ts'
import { valueAt } from './column.ts'
import { formatInstant } from './instant/format.ts'
import { Interner } from './interner.ts'

/** A column, or so many rows without one. */
export interface ColumnPart {
  readonly column: Column | undefined
  readonly rows: number
}

/**
 * Puts columns one after the other. Dictionaries are united, absent columns are missing values, and columns of different kinds
 * become text, instants as ISO 8601 in `timeZone`.
 */
export function appendColumns(parts: readonly ColumnPart[], timeZone: string): Column {
  const kinds = new Set(parts.flatMap(({ column }) => (column ? [column.kind] : [])))
  const [kind = 'string'] = kinds
  if (kinds.size > 1)
    return appendTexts(
      parts.map((part) => asText(part, timeZone)),
      'string',
    )
  switch (kind) {
    case 'string':
    case 'json':
      return appendTexts(parts as readonly TextPart[], kind)
    case 'boolean':
      return { kind, values: joinTruths(parts) }
    case 'instant':
      return { kind, values: joinNumbers(parts) }
    case 'number': {
      const integer = parts.every(({ column }) => !column || (column as NumberColumn).integer)
      return { kind, integer, values: joinNumbers(parts) }
    }
  }
}

interface TextPart extends ColumnPart {
  readonly column: StringColumn | JsonColumn | undefined
}

function appendTexts(parts: readonly TextPart[], kind: 'string' | 'json'): StringColumn | JsonColumn {
  const interner = new Interner()
  const codes = new Int32Array(rowsOf(parts)).fill(-1)
  let at = 0
  for (const { column, rows } of parts) {
    if (column) {
      const united = Int32Array.from(column.values, (text) => interner.intern(text))
      for (let i = 0; i < rows; i++) if (column.codes[i]! >= 0) codes[at + i] = united[column.codes[i]!]!
    }
    at += rows
  }
  return { kind, codes, values: interner.values }
}

function joinNumbers(parts: readonly ColumnPart[]): Float64Array {
  const joined = new Float64Array(rowsOf(parts)).fill(Number.NaN)
  let at = 0
  for (const { column, rows } of parts) {
    if (column && (column.kind === 'number' || column.kind === 'instant')) joined.set(column.values, at)
    at += rows
  }
  return joined
}

function joinTruths(parts: readonly ColumnPart[]): Int8Array {
  const joined = new Int8Array(rowsOf(parts)).fill(-1)
  let at = 0
  for (const { column, rows } of parts) {
    if (column?.kind === 'boolean') joined.set(column.values, at)
    at += rows
  }
  return joined
}

function asText({ column, rows }: ColumnPart, timeZone: string): TextPart {
  if (!column || column.kind === 'string' || column.kind === 'json') return { column, rows }
  const interner = new Interner()
  const codes = new Int32Array(rows).fill(-1)
  for (let i = 0; i < rows; i++) {
    const value = valueAt(column, i)
    if (value !== undefined) codes[i] = interner.intern(textOf(value, column.kind, timeZone))
  }
  return { column: { kind: 'string', codes, values: interner.values }, rows }
}

function textOf(value: NonNullable<Value>, kind: Column['kind'], timeZone: string): string {
  return kind === 'instant' ? formatInstant(value as number, timeZone) : String(value)
}

function rowsOf(parts: readonly ColumnPart[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0)
}
