import type { Overview } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { valueText } from '../../components/indicator-text.ts'
import { type Catalogue, useIndicatorText } from '../../components/indicators.ts'
import { Status } from '../../components/Status.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useSliceLink } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import { findAttention } from './attention.ts'

/** Which parts are worse than the whole, and in what. */
export function Attention(props: { readonly overview: Overview; readonly catalogue: Catalogue }): ReactNode {
  const format = useText()
  const { nameOf: divisionName } = useDivisions()
  const { nameOf } = useIndicatorText()
  const link = useSliceLink()
  const found = findAttention(props.overview, props.catalogue)
  const { t } = format
  return (
    <section className="panel" aria-labelledby="attention-title">
      <h2 id="attention-title">{t('analysis.overview.attention')}</h2>
      {found.length === 0 && (
        <p>
          <Status kind="good">{t('analysis.overview.noAttention')}</Status>
        </p>
      )}
      <ul className="attention">
        {found.map(({ child, indicator, value, overall, interval }) => (
          <li key={`${child.division} ${child.department ?? ''}`}>
            <Link to={link('/indicators', childQuery(child, indicator.id))}>
              {child.department ?? divisionName(child.division)}
            </Link>
            <span>
              {t('analysis.overview.worse', {
                indicator: nameOf(indicator.id),
                value: valueText(format, indicator, value),
                overall: valueText(format, indicator, overall),
                low: valueText(format, indicator, interval[0]),
                high: valueText(format, indicator, interval[1]),
              })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function childQuery(child: Overview['children'][number], indicator: string): Readonly<Record<string, string>> {
  return { indicator, by: 'item', division: child.division, ...(child.department && { department: child.department }) }
}
