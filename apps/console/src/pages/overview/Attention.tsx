import { type Answer, attentionRoutes, type OverviewQuery } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import { useAnswer } from '../../api/queries.ts'
import { type Catalogue, useIndicatorText } from '../../components/indicators.ts'
import { useText } from '../../text/TextProvider.tsx'
import { reasonText } from '../ranking/reason-text.ts'
import { unitKey, useUnitLink, useUnitName } from '../ranking/unit.ts'

type Named = Answer<typeof attentionRoutes.attention>['items'][number]

/** Whom the rankings name among the last, and why; nothing until that is known, and nothing where it is nobody. */
export function Attention(props: {
  readonly query: z.input<typeof OverviewQuery>
  readonly catalogue: Catalogue
}): ReactNode {
  const { t } = useText()
  const { data, isPlaceholderData } = useAnswer(
    attentionRoutes.attention,
    { query: props.query },
    { refetchEveryMs: 60_000 },
  )
  // Of the slice before, it would accuse of what this one does not show.
  if (!data || isPlaceholderData || data.items.length === 0) return null
  return (
    <section className="panel" aria-labelledby="attention-title">
      <h2 id="attention-title">{t('analysis.overview.attention')}</h2>
      <p className="muted">{t('analysis.overview.attentionBasis')}</p>
      <ul className="attention">
        {data.items.map((named) => (
          <NamedUnit key={unitKey(named.unit)} named={named} catalogue={props.catalogue} />
        ))}
      </ul>
    </section>
  )
}

function NamedUnit({ named, catalogue }: { readonly named: Named; readonly catalogue: Catalogue }): ReactNode {
  const format = useText()
  const nameOf = useUnitName()
  const { nameOf: indicatorName } = useIndicatorText()
  const link = useUnitLink(named.indicator)
  const indicator = catalogue.find(named.indicator)
  return (
    <li>
      <Link to={link(named.unit)}>{nameOf(named.unit)}</Link>
      <span>{indicatorName(named.indicator)}</span>
      {indicator &&
        named.unit.reasons.map((reason) => (
          <span key={JSON.stringify(reason)}>{reasonText(format, indicator, reason)}</span>
        ))}
    </li>
  )
}
