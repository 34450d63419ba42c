import type { ReactNode } from 'react'
import { Change } from '../../components/Change.tsx'
import { baseText, figureText, keepsTarget, valueText } from '../../components/indicator-text.ts'
import { type Catalogue, useIndicatorText } from '../../components/indicators.ts'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import type { OverviewData } from '../overview/use-live-overview.ts'

/** The main figures, readable from the far end of a hall. */
export function WallFigures(props: {
  readonly figures: readonly OverviewData['headline'][number][]
  readonly counts: OverviewData['counts']
  readonly catalogue: Catalogue
}): ReactNode {
  const { t, count } = useText()
  return (
    <>
      <ul className="wall-figures">
        {props.figures.map((figure) => (
          <Card key={figure.indicator} figure={figure} catalogue={props.catalogue} />
        ))}
      </ul>
      <p className="wall-counts numeric">
        {(['open', 'nearDueOpen', 'overdueOpen'] as const).map((name) => (
          <span key={name}>
            {t(`analysis.overview.counts.${name}`)} <strong>{count(props.counts[name])}</strong>
          </span>
        ))}
      </p>
    </>
  )
}

function Card(props: { readonly figure: OverviewData['headline'][number]; readonly catalogue: Catalogue }): ReactNode {
  const format = useText()
  const { nameOf } = useIndicatorText()
  const { figure } = props
  const indicator = props.catalogue.find(figure.indicator)
  if (!indicator) return null
  const kept = keepsTarget(indicator.direction, figure.value, figure.target)
  return (
    <li>
      <h2>{nameOf(indicator.id)}</h2>
      <p className="wall-value numeric">{figureText(format, indicator, figure)}</p>
      <p className="wall-small">
        <Change indicator={indicator} now={figure.value} before={figure.previous} />
        {kept !== undefined && (
          <Status kind={kept ? 'good' : 'bad'}>
            {format.t(`analysis.figure.target.${kept ? 'kept' : 'missed'}`, {
              target: valueText(format, indicator, figure.target),
            })}
          </Status>
        )}
      </p>
      <p className="wall-small muted">{baseText(format, indicator.unit, figure)}</p>
    </li>
  )
}
