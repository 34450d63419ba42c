import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { ScoreBar } from '../../charts/ScoreBar.tsx'
import { figureText } from '../../components/indicator-text.ts'
import { type Catalogue, useIndicatorText } from '../../components/indicators.ts'
import { useDivisions } from '../../shell/divisions.ts'
import { useSliceLink } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import type { IndexUnit } from './IndexPage.tsx'

/** What the index of one unit is made of: every part with its value, its score and its weight. */
export function IndexParts(props: { readonly unit: IndexUnit; readonly catalogue: Catalogue }): ReactNode {
  const { t, number } = useText()
  const { nameOf } = useDivisions()
  const { unit } = props
  return (
    <section className="panel" aria-labelledby="parts-title" aria-live="polite">
      <h2 id="parts-title">{t('analysis.index.parts', { unit: nameOf(unit.division) })}</h2>
      {unit.value === undefined && <p className="notice notice-warn">{t('analysis.index.incomparable')}</p>}
      {unit.dimensions.map((dimension) => (
        <div key={dimension.dimension} className="index-dimension">
          <h3 className="row">
            {t('analysis.index.weighted', {
              dimension: t(`analysis.index.dimensions.${dimension.dimension}`),
              weight: number(dimension.weight, 0),
            })}
            <span className="row-end numeric">
              {dimension.score === undefined ? t('analysis.index.missing') : number(dimension.score)}
            </span>
          </h3>
          {dimension.toldWeight < 100 && (
            <p className="muted">{t('analysis.index.toldWeight', { share: number(dimension.toldWeight, 0) })}</p>
          )}
          <ul>
            {dimension.parts.map((part) => (
              <Part key={part.indicator} part={part} division={unit.division} catalogue={props.catalogue} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Part(props: {
  readonly part: IndexUnit['dimensions'][number]['parts'][number]
  readonly division: string
  readonly catalogue: Catalogue
}): ReactNode {
  const format = useText()
  const { nameOf } = useIndicatorText()
  const link = useSliceLink()
  const { t, number, count } = format
  const { indicator: id, state, value, score, sample, weight } = props.part
  const indicator = props.catalogue.find(id)
  return (
    <li className="index-part">
      <Link to={link('/indicators', { indicator: id, by: 'item', division: props.division })}>{nameOf(id)}</Link>
      <span className="numeric">{score === undefined ? t('analysis.index.missing') : number(score)}</span>
      <span className="muted numeric">
        {[
          indicator && figureText(format, indicator, { indicator: id, state, value }),
          t('console.figure.from', { denominator: count(sample) }),
          t('analysis.index.weight', { weight: number(weight, 0) }),
        ]
          .filter(Boolean)
          .join(' · ')}
      </span>
      <ScoreBar score={score} />
    </li>
  )
}
