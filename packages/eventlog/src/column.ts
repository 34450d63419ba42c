/**
 * Text, one code per row. Codes index `values`; `-1` marks a missing value.
 * Equal texts share one code, so counting and comparing never touch strings.
 */
export interface StringColumn {
  readonly kind: 'string'
  /** One code per row, an index into `values`, or `-1` where the source had nothing. */
  readonly codes: Int32Array
  /** The dictionary: every distinct text once, in order of first appearance. */
  readonly values: readonly string[]
}

/** Numbers, one per row; `NaN` where missing. `integer` keeps `int` and `float` apart for writers. */
export interface NumberColumn {
  readonly kind: 'number'
  readonly integer: boolean
  readonly values: Float64Array
}

/** Instants in milliseconds since 1970-01-01T00:00:00Z, one per row; `NaN` where missing. */
export interface InstantColumn {
  readonly kind: 'instant'
  readonly values: Float64Array
}

/** Truth values, one per row: `1` true, `0` false, `-1` missing. */
export interface BooleanColumn {
  readonly kind: 'boolean'
  readonly values: Int8Array
}

/**
 * Structured values (XES lists, containers and attributes with children), dictionary-coded like text;
 * each entry of `values` is canonical JSON. `-1` marks a missing value.
 */
export interface JsonColumn {
  readonly kind: 'json'
  readonly codes: Int32Array
  readonly values: readonly string[]
}

/** A typed attribute column of events (one row per event) or cases (one row per case). */
export type Column = StringColumn | NumberColumn | InstantColumn | BooleanColumn | JsonColumn

/** A value taken out of a column: `undefined` where missing, instants as UTC milliseconds, JSON as text. */
export type Value = string | number | boolean | undefined

/**
 * Reads one row of a column.
 *
 * @param column any column
 * @param row row index, `0 … rowCount − 1`
 * @returns the value, or `undefined` where it is missing
 * @example
 * valueAt({ kind: 'string', codes: Int32Array.of(0, -1), values: ['window'] }, 0) // → 'window'
 */
export function valueAt(column: Column, row: number): Value {
  switch (column.kind) {
    case 'string':
    case 'json':
      return column.codes[row]! < 0 ? undefined : column.values[column.codes[row]!]
    case 'number':
    case 'instant':
      return Number.isNaN(column.values[row]!) ? undefined : column.values[row]
    case 'boolean':
      return column.values[row]! < 0 ? undefined : column.values[row] === 1
  }
}

/**
 * Takes some rows of a column, in the order given. Dictionaries are shared, not copied.
 *
 * @param column any column
 * @param rows row indexes into `column`
 * @returns a column of the same kind with `rows.length` rows
 * @example
 * const channel = { kind: 'string', codes: Int32Array.of(0, 1), values: ['web', 'window'] }
 * takeRows(channel, Int32Array.of(1)) // → { kind: 'string', codes: Int32Array.of(1), values: ['web', 'window'] }
 */
export function takeRows<C extends Column>(column: C, rows: Int32Array): C {
  if (column.kind === 'string' || column.kind === 'json') return withCodes(column, takeInt32(column.codes, rows)) as C
  if (column.kind === 'boolean') return { ...column, values: Int8Array.from(rows, (row) => column.values[row]!) }
  return { ...column, values: takeFloat64(column.values, rows) }
}

/** The same dictionary under other codes. A dictionary that is made when it is asked for stays unmade. */
export function withCodes(column: StringColumn | JsonColumn, codes: Int32Array): StringColumn | JsonColumn {
  const made = Object.getOwnPropertyDescriptor(column, 'values')?.get
  if (!made) return { ...column, codes }
  return Object.defineProperty({ kind: column.kind, codes }, 'values', {
    get: made,
    enumerable: true,
  }) as StringColumn | JsonColumn
}

/** Gathers `source[rows[i]]`. */
export function takeInt32(source: Int32Array, rows: Int32Array): Int32Array {
  const taken = new Int32Array(rows.length)
  for (let i = 0; i < rows.length; i++) taken[i] = source[rows[i]!]!
  return taken
}

/** Gathers `source[rows[i]]`. */
export function takeFloat64(source: Float64Array, rows: Int32Array): Float64Array {
  const taken = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) taken[i] = source[rows[i]!]!
  return taken
}
