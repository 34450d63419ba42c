import { ScoreBar } from '../../charts/ScoreBar.tsx'
import type { Column } from '../../components/DataTable.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'
import type { IndexData, IndexUnit } from './IndexPage.tsx'

/** The columns of the index: its value and that of each dimension, as number and bar. */
export function useIndexColumns(index: IndexData, onChoose: (division: string) => void): readonly Column<IndexUnit>[] {
  const { t, number } = useText()
  const { nameOf } = useDivisions()
  const score = (value: number | undefined) => (
    <>
      {value === undefined ? t('analysis.index.missing') : number(value)}
      <ScoreBar score={value} />
    </>
  )
  return [
    {
      key: 'name',
      title: t('analysis.columns.unit'),
      primary: true,
      sort: 'name',
      render: ({ division }) => (
        <button type="button" className="link-button" onClick={() => onChoose(division)}>
          {nameOf(division)}
        </button>
      ),
    },
    {
      key: 'value',
      title: t('analysis.index.value'),
      numeric: true,
      sort: 'value',
      render: ({ value }) => <strong>{score(value)}</strong>,
    },
    ...(index.units[0]?.dimensions ?? []).map(
      ({ dimension, weight }): Column<IndexUnit> => ({
        key: dimension,
        title: t('analysis.index.weighted', {
          dimension: t(`analysis.index.dimensions.${dimension}`),
          weight: number(weight, 0),
        }),
        numeric: true,
        sort: dimension,
        render: ({ dimensions }) => score(dimensions.find((it) => it.dimension === dimension)?.score),
      }),
    ),
  ]
}
