import type { IndicatorDescription } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { mostNamed } from './most-named.ts'
import type { RankingAnswer } from './RankingResult.tsx'
import { reasonText } from './reason-text.ts'
import { unitKey, useUnitLink, useUnitName } from './unit.ts'

/** The last tenth: only who is worse than all with confidence is named, and why. */
export function LastTenth(props: {
  readonly indicator: IndicatorDescription
  readonly ranking: RankingAnswer
}): ReactNode {
  const format = useText()
  const { t } = format
  const nameOf = useUnitName()
  const link = useUnitLink(props.ranking.indicator)
  const ranked = props.ranking.units.filter(({ state }) => state === 'ranked' || state === 'bottom').length
  const last = props.ranking.units.filter(({ state }) => state === 'bottom')
  return (
    <section className="panel" aria-labelledby="last-tenth-title">
      <h2 id="last-tenth-title">{t('analysis.ranking.last.title')}</h2>
      {last.length === 0 && (
        <p>
          <Status kind="good">{t('analysis.ranking.last.none')}</Status>
        </p>
      )}
      {ranked > 0 && (
        <p className="muted">{t('analysis.ranking.last.explanation', { count: ranked, most: mostNamed(ranked) })}</p>
      )}
      <ul className="last-tenth">
        {last.map((unit) => (
          <li key={unitKey(unit)}>
            <Link to={link(unit)}>{nameOf(unit)}</Link>
            <ul>
              {unit.reasons.map((reason) => (
                <li key={JSON.stringify(reason)}>{reasonText(format, props.indicator, reason)}</li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </section>
  )
}
