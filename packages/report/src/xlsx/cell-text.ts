import { neutraliseFormula } from '@zhengfeng/eventlog'

/** What a cell can hold. */
const longestText = 32_767

/**
 * Makes a text fit for a cell of a workbook: nothing that would be run as a formula, no characters that XML forbids, no more than a
 * cell can hold.
 *
 * @param text any text
 */
export function cellText(text: string): string {
  const safe = neutraliseFormula(text).replace(forbidden, '\uFFFD')
  return safe.length > longestText ? `${safe.slice(0, longestText - 1).replace(/[\uD800-\uDBFF]$/, '')}…` : safe
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the purpose
const forbidden = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uD800-\uDFFF\uFFFE\uFFFF]/gu
