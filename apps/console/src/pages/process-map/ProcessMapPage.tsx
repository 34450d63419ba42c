import { casesRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { Choice } from '../../components/Choice.tsx'
import { NameField } from '../../components/NameField.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SliceBar } from '../../components/SliceBar.tsx'
import { Answered, StatePanel } from '../../components/StatePanel.tsx'
import { useUrlQuery } from '../../components/url-query.ts'
import { ViewsMenu } from '../../components/ViewsMenu.tsx'
import { useSlice } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import { ProcessMapResult } from './ProcessMapResult.tsx'
import './process-map.css'
import '../../charts/charts.css'

const names = ['activities', 'edges', 'show'] as const
const shows = ['count', 'duration'] as const
const steps = ['0.5', '0.7', '0.8', '0.9', '0.95', '0.99', '1'] as const

/** How cases really run: what follows what, how often, and how long that takes. */
export default function ProcessMapPage(): ReactNode {
  const { t } = useText()
  const slice = useSlice()
  const [chosen, choose] = useUrlQuery(names)
  const show = shows.find((it) => it === chosen.show) ?? 'count'
  const activities = stepOf(chosen.activities, '1')
  const edges = stepOf(chosen.edges, '0.9')
  const query = { ...slice.query, activityShare: Number(activities), edgeShare: Number(edges) }
  const answer = useAnswer(casesRoutes.processMap, { query })
  return (
    <div className="page">
      <PageHeader title={t('console.pages.processMap')} description={t('analysis.process.explanation')}>
        <ViewsMenu page="processMap" />
      </PageHeader>
      <SliceBar slice={slice} narrowing />
      <div className="process-choice no-print">
        <NameField
          label={t('console.slice.fields.item')}
          by="item"
          slice={slice.query}
          value={slice.choice.item}
          onChange={(item) => slice.change({ item })}
        />
        <Detail
          label={t('analysis.process.activities')}
          value={activities}
          onChange={(value) => choose({ activities: value })}
        />
        <Detail label={t('analysis.process.edges')} value={edges} onChange={(value) => choose({ edges: value })} />
        <Choice
          label={t('analysis.process.show')}
          value={show}
          options={shows.map((value) => ({ value, label: t(`analysis.process.shows.${value}`) }))}
          onChange={(value) => choose({ show: value })}
        />
      </div>
      <Answered query={answer}>
        {(map) => (map.cases === 0 ? <StatePanel kind="empty" /> : <ProcessMapResult map={map} show={show} />)}
      </Answered>
    </div>
  )
}

function stepOf(text: string | undefined, usual: (typeof steps)[number]): (typeof steps)[number] {
  return steps.find((it) => it === text) ?? usual
}

/** How much of what happens is drawn: from the common only to everything. */
function Detail(props: {
  readonly label: string
  readonly value: (typeof steps)[number]
  readonly onChange: (value: string) => void
}): ReactNode {
  const { share } = useText()
  const said = share(Number(props.value))
  return (
    <label className="field">
      <span>{props.label}</span>
      <span className="row nowrap">
        <input
          type="range"
          min={0}
          max={steps.length - 1}
          value={steps.indexOf(props.value)}
          aria-valuetext={said}
          onChange={({ target }) => props.onChange(steps[Number(target.value)] ?? '1')}
        />
        <output className="numeric">{said}</output>
      </span>
    </label>
  )
}
