/** One column of a record: a number as it is, a text quoted. */
export type RecordValue = string | number

/**
 * Writes rows as PostgreSQL's text for an array of records, for `unnest($1::table[])`: one parameter instead of one for each column, and
 * read by the server without JSON.
 *
 * @param rows values in the order of the table's columns
 */
export function recordArray(rows: readonly (readonly RecordValue[])[]): string {
  let text = '{'
  for (let i = 0; i < rows.length; i++) text += `${i === 0 ? '' : ','}"(${recordText(rows[i]!)})"`
  return `${text}}`
}

function recordText(values: readonly RecordValue[]): string {
  let text = ''
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (i > 0) text += ','
    text += typeof value === 'number' ? value : quoted(value)
  }
  return text
}

/** Quoted for the record, and each quote and backslash of that quoted again for the array. */
function quoted(value: string): string {
  return special.test(value) ? `\\"${value.replace(/["\\]/g, '\\\\\\$&')}\\"` : `\\"${value}\\"`
}

const special = /["\\]/
