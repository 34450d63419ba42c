import type { ImportPreview } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'

/** The first rows as they stand in the files. */
export function FirstRows({ preview }: { readonly preview: ImportPreview }): ReactNode {
  const { t } = useText()
  const { columns, rows } = preview
  if (rows.length === 0) return null
  return (
    <section className="panel">
      <details>
        <summary>{t('admin.imports.rows', { count: rows.length })}</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
        <section className="rows-scroll" aria-label={t('admin.imports.rows', { count: rows.length })} tabIndex={0}>
          <table>
            <thead>
              <tr>
                {columns.map(({ name }) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row, index) => (
                <tr key={index}>
                  {row.map((value, at) => (
                    <td key={columns[at]?.name ?? at}>{value}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      </details>
    </section>
  )
}
