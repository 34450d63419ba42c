import type { IndicatorDescription, Overview } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Sparkline } from '../../charts/Sparkline.tsx'
import { Change } from '../../components/Change.tsx'
import { baseText, figureText, keepsTarget, valueText } from '../../components/indicator-text.ts'
import { type Catalogue, useIndicatorText } from '../../components/indicators.ts'
import { Status } from '../../components/Status.tsx'
import { useSliceLink } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'

type HeadlineFigure = Overview['headline'][number]

/** The figures of the period: what, of how many, against target and the period before. */
export function Headline(props: {
  readonly figures: readonly HeadlineFigure[]
  readonly catalogue: Catalogue
  readonly workingDays: Overview['workingDays']
}): ReactNode {
  const { t } = useText()
  return (
    <section aria-label={t('analysis.overview.headline')}>
      {props.workingDays && <p className="muted">{t('analysis.overview.workingDays', props.workingDays)}</p>}
      <ul className="headline">
        {props.figures.map((figure) => {
          const indicator = props.catalogue.find(figure.indicator)
          // What stands open now is told above.
          return (
            indicator &&
            indicator.grain !== 'stock' && <Card key={figure.indicator} figure={figure} indicator={indicator} />
          )
        })}
      </ul>
    </section>
  )
}

function Card(props: { readonly figure: HeadlineFigure; readonly indicator: IndicatorDescription }): ReactNode {
  const format = useText()
  const { nameOf, textOf } = useIndicatorText()
  const link = useSliceLink()
  const { figure, indicator } = props
  return (
    <li className="panel headline-card">
      <h2 title={textOf(indicator.id, 'definition')}>
        <Link to={link('/indicators', { indicator: indicator.id, by: 'day' })}>{nameOf(indicator.id)}</Link>
      </h2>
      <p className={figure.state === 'told' ? 'headline-value numeric' : 'headline-untold'}>
        {figureText(format, indicator, figure)}
      </p>
      <p className="muted numeric">{baseText(format, indicator.unit, figure) ?? '\u00a0'}</p>
      <p className="row headline-notes">
        <Change indicator={indicator} now={figure.value} before={figure.previous} />
        <Target {...props} />
      </p>
      <Sparkline
        values={figure.days.map(({ value }) => value)}
        target={figure.target}
        label={format.t('analysis.overview.course', { count: figure.days.length })}
      />
    </li>
  )
}

function Target({
  figure,
  indicator,
}: {
  readonly figure: HeadlineFigure
  readonly indicator: IndicatorDescription
}): ReactNode {
  const format = useText()
  const kept = keepsTarget(indicator.direction, figure.value, figure.target)
  if (kept === undefined) return null
  const target = valueText(format, indicator, figure.target)
  return (
    <Status kind={kept ? 'good' : 'bad'}>
      {format.t(`analysis.figure.target.${kept ? 'kept' : 'missed'}`, { target })}
    </Status>
  )
}
