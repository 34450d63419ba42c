import { CloseOutlined, FilterOutlined } from '@ant-design/icons'
import { type ReactNode, useState } from 'react'
import { type Period, periods } from '../shell/period.ts'
import type { SliceInUse } from '../shell/slice.ts'
import { useText } from '../text/TextProvider.tsx'
import { Choice } from './Choice.tsx'
import { DivisionPicker } from './DivisionPicker.tsx'
import { NameField } from './NameField.tsx'

const filters = ['item', 'department', 'channel', 'applicantGroup'] as const

/** Chooses which part of the service the page looks at. */
export function SliceBar(props: {
  readonly slice: SliceInUse
  /** What the page can do with; `period` and `division` always. */
  readonly compare?: boolean
  readonly narrowing?: boolean
  readonly children?: ReactNode
}): ReactNode {
  const { t } = useText()
  const { choice, change } = props.slice
  const narrowed = filters.filter((name) => choice[name] !== undefined)
  const [open, setOpen] = useState(narrowed.length > 0)
  return (
    <search className="slice-bar no-print" aria-label={t('console.slice.name')}>
      <div className="row">
        <DivisionPicker value={choice.division} onChange={(division) => change({ division })} />
        <PeriodFields slice={props.slice} />
        {props.compare && (
          <Choice
            label={t('console.slice.compare')}
            labelHidden
            value={choice.compare ?? ''}
            noneLabel={t('console.slice.compareNone')}
            options={(['previous', 'lastYear'] as const).map((value) => ({
              value,
              label: t(`console.slice.compares.${value}`),
            }))}
            onChange={(compare) => change({ compare: compare || undefined })}
          />
        )}
        {props.narrowing && (
          <button type="button" className="plain-button" aria-expanded={open} onClick={() => setOpen(!open)}>
            <FilterOutlined />
            {t('console.slice.narrow', { count: narrowed.length })}
          </button>
        )}
        {props.children}
      </div>
      {props.narrowing && open && <Narrowing slice={props.slice} />}
    </search>
  )
}

function Narrowing({ slice }: { readonly slice: SliceInUse }): ReactNode {
  const { t } = useText()
  const { choice, change, query } = slice
  const clear = (): void => change(Object.fromEntries(filters.map((name) => [name, undefined])))
  return (
    <div className="row slice-narrowing">
      {filters.map((name) => (
        <NameField
          key={name}
          label={t(`console.slice.fields.${name}`)}
          by={name}
          slice={query}
          value={choice[name]}
          onChange={(value) => change({ [name]: value })}
        />
      ))}
      {filters.some((name) => choice[name]) && (
        <button type="button" className="plain-button" onClick={clear}>
          <CloseOutlined />
          {t('console.filters.clear')}
        </button>
      )}
    </div>
  )
}

function PeriodFields({ slice }: { readonly slice: SliceInUse }): ReactNode {
  const { t } = useText()
  const { choice, change, query } = slice
  const choose = (period: Period): void =>
    change(
      period === 'custom' ? { period, from: query.from, to: query.to } : { period, from: undefined, to: undefined },
    )
  const changeDay = (day: 'from' | 'to', value: string): void => {
    if (value) change(ordered({ from: query.from ?? value, to: query.to ?? value, [day]: value }, day))
  }
  return (
    <>
      <Choice
        label={t('console.slice.period')}
        labelHidden
        value={choice.period}
        options={periods.map((value) => ({ value, label: t(`console.slice.periods.${value}`) }))}
        onChange={choose}
      />
      {choice.period === 'custom' && (
        <span className="row">
          {(['from', 'to'] as const).map((day) => (
            <label key={day}>
              <span className="visually-hidden">{t(`console.slice.${day}`)}</span>
              <input
                className="control"
                type="date"
                value={choice[day] ?? ''}
                onChange={({ target }) => changeDay(day, target.value)}
              />
            </label>
          ))}
        </span>
      )}
    </>
  )
}

/** The day just chosen stands; the other one gives way. */
function ordered(
  days: { readonly from: string; readonly to: string },
  chosen: 'from' | 'to',
): { readonly from: string; readonly to: string } {
  return days.from <= days.to ? days : { from: days[chosen], to: days[chosen] }
}
