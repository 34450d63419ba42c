import { indicatorsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link, useParams } from 'react-router'
import { usePages } from '../../api/queries.ts'
import { Choice } from '../../components/Choice.tsx'
import { DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { useCatalogue, useIndicatorText } from '../../components/indicators.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SliceBar } from '../../components/SliceBar.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { useSlice, useSliceLink } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import { useCaseColumns } from './use-case-columns.tsx'

const names = ['part'] as const

/** The cases behind a figure: those that its numerator or its denominator counts. */
export default function IndicatorCasesPage(): ReactNode {
  const { t } = useText()
  const { id = '' } = useParams()
  const { nameOf, textOf } = useIndicatorText()
  const indicator = useCatalogue()?.find(id)
  const slice = useSlice()
  const link = useSliceLink()
  const [chosen, choose] = useUrlQuery(names)
  const parts = indicator?.drillsTo ?? []
  const part = parts.find((it) => it === chosen.part) ?? parts[0] ?? 'numerator'
  const query = { ...slice.query, part }
  const pages = usePages(indicatorsRoutes.cases, { params: { id }, query }, { enabled: indicator !== undefined })
  const columns = useCaseColumns()
  const title = t('analysis.cases.title', { indicator: nameOf(id) })
  return (
    <div className="page">
      <PageHeader title={title} description={textOf(id, part) ?? textOf(id, 'definition')}>
        <Link to={link('/indicators', { indicator: id })}>{t('analysis.cases.back')}</Link>
      </PageHeader>
      <SliceBar slice={slice} narrowing>
        {parts.length > 1 && (
          <Choice
            label={t('analysis.cases.part')}
            labelHidden
            value={part}
            options={parts.map((value) => ({ value, label: t(`analysis.drill.${value}`) }))}
            onChange={(value) => choose({ part: value })}
          />
        )}
      </SliceBar>
      <section className="panel">
        <DataTable
          name="indicator-cases"
          title={t(`analysis.drill.${part}`)}
          columns={columns}
          rows={pagedRows(pages)}
          rowKey={({ division, caseNo }) => `${division}/${caseNo}`}
          rowLink={({ division, caseNo }) => `/cases/${encodeURIComponent(division)}/${encodeURIComponent(caseNo)}`}
          actions={<ExportMenu route={indicatorsRoutes.casesExport} params={{ id }} query={query} />}
        />
      </section>
    </div>
  )
}
