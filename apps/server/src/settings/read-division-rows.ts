import { previewCsv, SourceError } from '@zhengfeng/eventlog'
import { ProblemError } from '../http/problem-error.ts'
import type { DivisionRow } from './plan-divisions.ts'

const columnNames = {
  code: ['code', '代码', '区划代码', '行政区划代码', 'division'],
  name: ['name', '名称', '区划名称', '行政区划名称', '单位名称'],
  parent: ['parent', '上级', '上级代码', '上级区划代码'],
} as const

/** A list longer than this is none of divisions. */
export const mostRows = 9_999

/**
 * Reads a list of divisions: CSV with a header, in UTF-8, GB18030 or UTF-16.
 *
 * @throws ProblemError `invalid` where there is no column of codes or of names, or the text is no table; `tooLarge`
 */
export function readDivisionRows(bytes: Uint8Array): readonly DivisionRow[] {
  const columns = columnsOf(bytes)
  const find = (role: keyof typeof columnNames): readonly string[] | undefined =>
    columns.find(({ name }) => (columnNames[role] as readonly string[]).includes(name.trim().toLowerCase()))?.texts
  const codes = find('code')
  const names = find('name')
  if (!codes || !names)
    throw new ProblemError('invalid', {
      reason: 'divisionColumns',
      columns: columns
        .map(({ name }) => name)
        .join(', ')
        .slice(0, 200),
    })
  if (codes.length > mostRows) throw new ProblemError('tooLarge', { reason: 'divisionRows', most: mostRows })
  const parents = find('parent')
  return codes.map((code, row) => {
    const parent = parents?.[row]?.trim()
    return { line: row + 2, code: code.trim(), name: names[row]!.trim(), ...(parent && { parent }) }
  })
}

function columnsOf(bytes: Uint8Array): readonly { readonly name: string; readonly texts: readonly string[] }[] {
  // A preview leaves a last line out that may be cut; ours is whole.
  const whole = bytes.at(-1) === 10 ? bytes : Buffer.concat([bytes, Buffer.from('\n')])
  try {
    return previewCsv(whole, { source: 'divisions.csv' }).columns
  } catch (error) {
    if (error instanceof SourceError) throw new ProblemError('malformed', { reason: 'divisionTable' }, { cause: error })
    throw error
  }
}
