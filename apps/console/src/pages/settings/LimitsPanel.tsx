import { LimitsSetting, type Setting } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { NameField } from '../../components/NameField.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { type Draft, SettingPanel } from './SettingPanel.tsx'

type Limits = z.infer<typeof LimitsSetting>
type ItemLimits = Limits['byItem'][string]
type Limit = NonNullable<ItemLimits['statutory']>

const units = ['workingDay', 'calendarDay', 'hour', 'minute', 'month'] as const
const kinds = ['statutory', 'promised'] as const

/** The limits of service items; they stand over those of the profiles. */
export function LimitsPanel({ setting }: { readonly setting: Setting }): ReactNode {
  return (
    <SettingPanel setting={setting} schema={LimitsSetting}>
      {(draft) => <Items draft={draft} />}
    </SettingPanel>
  )
}

function Items({ draft }: { readonly draft: Draft<Limits> }): ReactNode {
  const { t } = useText()
  const { value, set, readOnly } = draft
  const [adding, setAdding] = useState<string>()
  const items = Object.entries(value.byItem)
  const setItem = (item: string, limits: ItemLimits | undefined): void => {
    const { [item]: _, ...others } = value.byItem
    // The place of an item stays while it is edited.
    set({
      byItem:
        limits && item in value.byItem
          ? { ...value.byItem, [item]: limits }
          : { ...others, ...(limits && { [item]: limits }) },
    })
  }
  return (
    <>
      {items.length === 0 && <p className="muted">{t('admin.settings.limits.none')}</p>}
      <ul className="office-list">
        {items.map(([item, limits]) => (
          <li key={item}>
            <strong className="office-name">{item}</strong>
            {kinds.map((kind) => (
              <LimitField
                key={kind}
                label={t(`admin.settings.limits.${kind}`)}
                limit={limits[kind]}
                readOnly={readOnly}
                onChange={(limit) => setItem(item, withLimit(limits, kind, limit))}
              />
            ))}
            {!readOnly && (
              <Button
                autoInsertSpace={false}
                aria-label={t('admin.settings.limits.remove', { item })}
                onClick={() => setItem(item, undefined)}
              >
                {t('admin.remove')}
              </Button>
            )}
          </li>
        ))}
      </ul>
      {!readOnly && (
        <div className="filter-bar">
          <NameField label={t('admin.settings.limits.item')} by="item" slice={{}} value={adding} onChange={setAdding} />
          <Button
            disabled={!adding || adding in value.byItem}
            onClick={() => {
              if (adding) setItem(adding, { statutory: { amount: 20, unit: 'workingDay' } })
              setAdding(undefined)
            }}
          >
            {t('admin.settings.limits.add')}
          </Button>
        </div>
      )}
    </>
  )
}

function withLimit(limits: ItemLimits, kind: (typeof kinds)[number], limit: Limit | undefined): ItemLimits {
  const { [kind]: _, ...others } = limits
  return limit ? { ...others, [kind]: limit } : others
}

export function LimitField(props: {
  readonly label: string
  readonly limit: Limit | undefined
  readonly readOnly: boolean
  readonly onChange: (limit: Limit | undefined) => void
}): ReactNode {
  const { t } = useText()
  const { label, limit, readOnly, onChange } = props
  const [typed, setTyped] = useState(limit ? String(limit.amount) : '')
  const amount = Number(typed)
  const wrong = typed.trim() !== '' && !(amount > 0 && amount <= 10_000)
  return (
    <fieldset className="limit">
      <legend>{label}</legend>
      <input
        className="control"
        inputMode="decimal"
        aria-label={t('admin.settings.limits.amount', { label })}
        aria-invalid={wrong}
        disabled={readOnly}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value)
          const next = Number(target.value)
          if (target.value.trim() === '') onChange(undefined)
          else if (next > 0 && next <= 10_000) onChange({ amount: next, unit: limit?.unit ?? 'workingDay' })
        }}
      />
      <select
        className="control"
        aria-label={t('admin.settings.limits.unit', { label })}
        disabled={readOnly || !limit}
        value={limit?.unit ?? 'workingDay'}
        onChange={({ target }) => limit && onChange({ ...limit, unit: target.value as Limit['unit'] })}
      >
        {units.map((unit) => (
          <option key={unit} value={unit}>
            {t(`admin.settings.units.${unit}`)}
          </option>
        ))}
      </select>
      {wrong && <span className="field-error">{t('admin.settings.limits.rule')}</span>}
    </fieldset>
  )
}
