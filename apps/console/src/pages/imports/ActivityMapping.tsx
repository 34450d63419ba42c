import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'
import { canonicalSteps } from './canonical-steps.ts'
import type { Reading } from './PreviewFigures.tsx'
import { setStep } from './profile-text.ts'

/** Which of the source's activities is which step of handling a case. */
export function ActivityMapping(props: {
  readonly activities: Reading['activities']
  readonly stepOf: ReadonlyMap<string, string>
  readonly text: string
  readonly onChange: (text: string) => void
}): ReactNode {
  const { t, count } = useText()
  const { activities, stepOf, text, onChange } = props
  const unmapped = activities.filter(({ name }) => !stepOf.has(name)).length
  return (
    <>
      <h3 id="steps-title">{t('admin.imports.profile.activities')}</h3>
      <p className="muted">{t('admin.imports.profile.activitiesHint', { count: unmapped })}</p>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <ul className="step-list" aria-labelledby="steps-title" tabIndex={0}>
        {activities.map(({ name, events }) => (
          <li key={name}>
            <span>{name}</span>
            <span className="muted numeric">
              {t('admin.imports.units.events', { count: events, text: count(events) })}
            </span>
            <select
              className="control"
              aria-label={t('admin.imports.profile.stepOf', { name })}
              value={stepOf.get(name) ?? ''}
              onChange={({ target }) => onChange(setStep(text, name, target.value || undefined))}
            >
              <option value="">{t('admin.imports.profile.noStep')}</option>
              {canonicalSteps.map((step) => (
                <option key={step} value={step}>
                  {t(`tables.steps.${step}`)}
                </option>
              ))}
            </select>
          </li>
        ))}
      </ul>
    </>
  )
}
