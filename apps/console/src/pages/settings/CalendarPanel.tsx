import { LeftOutlined, RightOutlined } from '@ant-design/icons'
import { CalendarSetting, type Setting } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import type { z } from 'zod'
import { useToday } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { addMonths, hoursInOrder, markDay, markOf, nextMark, weeksOf } from './calendar-days.ts'
import { type Draft, SettingPanel } from './SettingPanel.tsx'

type Calendar = z.infer<typeof CalendarSetting>

/** Days off and make-up working days, month by month, and the hours of a working day. */
export function CalendarPanel({ setting }: { readonly setting: Setting }): ReactNode {
  const { t } = useText()
  return (
    <SettingPanel
      setting={setting}
      schema={CalendarSetting}
      problem={({ hours }) => (hoursInOrder(hours) ? undefined : t('admin.settings.calendar.hoursRule'))}
    >
      {(draft) => (
        <div className="columns">
          <Month draft={draft} />
          <div className="stack">
            <Hours draft={draft} />
            <Marked draft={draft} />
          </div>
        </div>
      )}
    </SettingPanel>
  )
}

function Month({ draft }: { readonly draft: Draft<Calendar> }): ReactNode {
  const { t, language } = useText()
  const today = useToday()
  const [month, setMonth] = useState(today.slice(0, 7))
  const title = new Intl.DateTimeFormat(language, { year: 'numeric', month: 'long', timeZone: 'UTC' }).format(
    new Date(`${month}-01T00:00:00Z`),
  )
  const weekday = new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' })
  return (
    <div>
      <div className="row">
        <Button
          icon={<LeftOutlined />}
          aria-label={t('admin.settings.calendar.before')}
          onClick={() => setMonth(addMonths(month, -1))}
        />
        <strong aria-live="polite">{title}</strong>
        <Button
          icon={<RightOutlined />}
          aria-label={t('admin.settings.calendar.after')}
          onClick={() => setMonth(addMonths(month, 1))}
        />
      </div>
      <table className="month">
        <caption className="visually-hidden">{title}</caption>
        <thead>
          <tr>
            {/* 1 January 2024 was a Monday. */}
            {[1, 2, 3, 4, 5, 6, 7].map((day) => (
              <th key={day} scope="col">
                {weekday.format(new Date(Date.UTC(2024, 0, day)))}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(month).map((week) => (
            <tr key={week.find((day) => day)}>
              {week.map((day, at) => (
                <td key={at}>{day && <DayButton day={day} weekend={at > 4} draft={draft} />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <p className="muted">{t('admin.settings.calendar.hint')}</p>
    </div>
  )
}

function DayButton(props: {
  readonly day: string
  readonly weekend: boolean
  readonly draft: Draft<Calendar>
}): ReactNode {
  const { t } = useText()
  const { day, weekend, draft } = props
  const mark = markOf(draft.value, day)
  const sign = {
    usual: '',
    closed: t('admin.settings.calendar.signs.closed'),
    open: t('admin.settings.calendar.signs.open'),
  }
  return (
    <button
      type="button"
      className={`day day-${mark}${weekend ? ' is-weekend' : ''}`}
      disabled={draft.readOnly}
      onClick={() => draft.set(markDay(draft.value, day, nextMark(mark)))}
    >
      <span>{Number(day.slice(8))}</span>
      <span className="visually-hidden">{t(`admin.settings.calendar.marks.${mark}`)}</span>
      <span className="day-sign" aria-hidden="true">
        {sign[mark]}
      </span>
    </button>
  )
}

function Hours({ draft }: { readonly draft: Draft<Calendar> }): ReactNode {
  const { t } = useText()
  const { value, set, readOnly } = draft
  const { hours } = value
  const change = (next: readonly (readonly [string, string])[]): void =>
    set({ ...value, hours: next.map(([from, to]) => [from, to]) })
  return (
    <fieldset className="grants">
      <legend>{t('admin.settings.calendar.hours')}</legend>
      {hours.length === 0 && <p className="muted">{t('admin.settings.calendar.noHours')}</p>}
      {hours.map(([from, to], at) => (
        <div className="row" key={at}>
          <input
            className="control"
            type="time"
            aria-label={t('admin.settings.calendar.from', { at: at + 1 })}
            value={from}
            disabled={readOnly}
            onChange={({ target }) => change(hours.with(at, [target.value, to]))}
          />
          –
          <input
            className="control"
            type="time"
            aria-label={t('admin.settings.calendar.to', { at: at + 1 })}
            value={to}
            disabled={readOnly}
            onChange={({ target }) => change(hours.with(at, [from, target.value]))}
          />
          {!readOnly && (
            <Button size="small" onClick={() => change(hours.filter((_, index) => index !== at))}>
              {t('admin.remove')}
            </Button>
          )}
        </div>
      ))}
      {!readOnly && hours.length < 6 && (
        <Button
          size="small"
          onClick={() =>
            change(
              hours.length === 0
                ? [
                    ['09:00', '12:00'],
                    ['13:30', '17:30'],
                  ]
                : [...hours, ['18:00', '19:00']],
            )
          }
        >
          {t('admin.settings.calendar.addHours')}
        </Button>
      )}
    </fieldset>
  )
}

function Marked({ draft }: { readonly draft: Draft<Calendar> }): ReactNode {
  const { t } = useText()
  return (
    <dl className="facts">
      {(['closed', 'open'] as const).map((mark) => (
        <div key={mark}>
          <dt>{t(`admin.settings.calendar.lists.${mark}`)}</dt>
          <dd className="numeric">{draft.value[mark].join('  ') || t('admin.settings.none')}</dd>
        </div>
      ))}
    </dl>
  )
}
