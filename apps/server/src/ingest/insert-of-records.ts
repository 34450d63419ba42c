/** An insert of some rows that takes them as one parameter. */
export interface InsertOfRecords {
  /** With `$1` for the rows. */
  readonly sql: string
  /** @param rows values in the order of the columns */
  parameterOf(rows: readonly (readonly unknown[])[]): string
}

/** Makes the insert for few rows: one round trip, where `copy` takes several. */
export function insertOfRecords(table: string, columns: readonly string[]): InsertOfRecords {
  const names = columns.map((name) => `"${name}"`).join(', ')
  return {
    sql: `insert into ${table} (${names})
     select ${names}
     from json_populate_recordset(null::${table}, $1::json)`,
    parameterOf: (rows) =>
      JSON.stringify(rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])))),
  }
}
