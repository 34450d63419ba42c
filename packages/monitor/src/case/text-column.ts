import type { StringColumn } from '@zhengfeng/eventlog'
import type { AttributeValue } from './trace.ts'

/**
 * A column of texts, one row per entry of `rows`.
 *
 * @param read the value of a row, `undefined` where it has none
 * @param words that the dictionary begins with
 */
export function textColumn<Row>(
  rows: readonly Row[],
  read: (row: Row, index: number) => AttributeValue | undefined,
  words: readonly string[] = [],
): StringColumn {
  const codes = new Int32Array(rows.length)
  const values = [...words]
  const codeOf = new Map<AttributeValue, number>(values.map((word, code) => [word, code]))
  for (let i = 0; i < rows.length; i++) {
    const value = read(rows[i]!, i)
    let code = value === undefined ? -1 : codeOf.get(value)
    if (code === undefined) {
      code = textCode(String(value), { values, codeOf })
      codeOf.set(value!, code)
    }
    codes[i] = code
  }
  return { kind: 'string', codes, values }
}

/** Numbers and texts that read the same share a code. */
function textCode(text: string, into: { values: string[]; codeOf: Map<AttributeValue, number> }): number {
  const known = into.codeOf.get(text)
  if (known !== undefined) return known
  into.codeOf.set(text, into.values.length)
  return into.values.push(text) - 1
}
