import type { ReactNode } from 'react'
import { figureText } from '../../components/indicator-text.ts'
import { type Catalogue, useIndicatorText } from '../../components/indicators.ts'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'
import type { OverviewData } from '../overview/use-live-overview.ts'

/** The parts of the service, one line each. */
export function WallUnits(props: {
  readonly units: readonly OverviewData['children'][number][]
  readonly catalogue: Catalogue
}): ReactNode {
  const format = useText()
  const { t, count } = format
  const { nameOf } = useDivisions()
  const { nameOf: indicatorName } = useIndicatorText()
  const shown = (props.units[0]?.figures ?? []).flatMap(({ indicator }) => props.catalogue.find(indicator) ?? [])
  return (
    <table className="wall-units">
      <caption className="visually-hidden">{t('analysis.overview.divisions')}</caption>
      <thead>
        <tr>
          <th scope="col">{t('analysis.columns.unit')}</th>
          <th scope="col">{t('analysis.overview.counts.open')}</th>
          <th scope="col">{t('analysis.overview.counts.overdueOpen')}</th>
          {shown.map(({ id }) => (
            <th key={id} scope="col">
              {indicatorName(id)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {props.units.map((unit) => (
          <tr key={`${unit.division} ${unit.department ?? ''}`}>
            <th scope="row">{unit.department ?? nameOf(unit.division)}</th>
            <td>{count(unit.open)}</td>
            <td>{count(unit.overdueOpen)}</td>
            {shown.map((indicator) => (
              <td key={indicator.id}>
                {figureText(
                  format,
                  indicator,
                  unit.figures.find((it) => it.indicator === indicator.id),
                )}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
