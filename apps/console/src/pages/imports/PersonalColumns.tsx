import type { ImportPlan, ImportPreview } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'
import type { Reading } from './PreviewFigures.tsx'

/** Which columns tell who people are: they are stored sealed and can be erased. */
export function PersonalColumns(props: {
  readonly preview: ImportPreview
  readonly reading: Reading
  readonly plan: ImportPlan
  readonly onChange: (plan: ImportPlan) => void
}): ReactNode {
  const { t } = useText()
  const { preview, reading, plan, onChange } = props
  const found = new Map(reading.personalColumns.map((column) => [column.name, column]))
  const names = Array.from(
    new Set([...found.keys(), ...plan.personalColumns, ...preview.columns.map(({ name }) => name)]),
  )
  const toggle = (name: string, on: boolean): void =>
    onChange({
      ...plan,
      personalColumns: on ? [...plan.personalColumns, name] : plan.personalColumns.filter((it) => it !== name),
    })
  const check = (name: string): ReactNode => {
    const column = found.get(name)
    return (
      <label key={name}>
        <input
          type="checkbox"
          checked={plan.personalColumns.includes(name)}
          onChange={({ target }) => toggle(name, target.checked)}
        />
        {name}
        {column && (
          <span className="muted">
            {t(`admin.imports.plan.because.${column.because}`)} {column.example}
          </span>
        )}
      </label>
    )
  }
  const likely = names.filter((name) => found.has(name) || plan.personalColumns.includes(name))
  return (
    <div>
      <h3>{t('admin.imports.plan.personal')}</h3>
      <p className="muted">{t('admin.imports.plan.personalHint')}</p>
      {likely.length === 0 && <p>{t('admin.imports.plan.noPersonal')}</p>}
      <fieldset className="checks">
        <legend className="visually-hidden">{t('admin.imports.plan.personal')}</legend>
        {likely.map(check)}
      </fieldset>
      <details>
        <summary>{t('admin.imports.plan.otherColumns')}</summary>
        <fieldset className="checks">
          <legend className="visually-hidden">{t('admin.imports.plan.otherColumns')}</legend>
          {names.filter((name) => !likely.includes(name)).map(check)}
        </fieldset>
      </details>
    </div>
  )
}
