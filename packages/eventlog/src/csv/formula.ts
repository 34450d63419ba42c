/**
 * What makes a spreadsheet take a cell for a formula: `=`, `+`, `-`, `@` in both widths, and tab, line feed and carriage return, after
 * which it looks for one (OWASP, “CSV injection”). Apostrophes before it are counted in, so that the escape can be taken back.
 */
const formulaStart = /^'*[=+\-@\t\r\n＝＋－＠]/

const plainNumber = /^[+-]?(\d+([.,]\d+)?|[.,]\d+)([eE][+-]?\d+)?%?$/

/**
 * Puts an apostrophe before a text that a spreadsheet would take for a formula, so that opening an export runs nothing. Plain
 * numbers, such as −5, stay as they are.
 *
 * @example
 * neutraliseFormula('=SUM(A1)') // → "'=SUM(A1)"
 * neutraliseFormula('-5.2') // → '-5.2'
 */
export function neutraliseFormula(text: string): string {
  return formulaStart.test(text) && !plainNumber.test(text) ? `'${text}` : text
}

/**
 * Takes the apostrophe away that `neutraliseFormula` put before a text.
 *
 * @example
 * restoreFormula("'=1+1") // → '=1+1'
 */
export function restoreFormula(text: string): string {
  return text.startsWith("'") && formulaStart.test(text) ? text.slice(1) : text
}
