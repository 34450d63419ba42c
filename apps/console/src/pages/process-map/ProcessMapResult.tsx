import type { ProcessMap } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { ProcessGraph } from '../../charts/ProcessGraph.tsx'
import { type Column, DataTable, type Sorting } from '../../components/DataTable.tsx'
import { sortRows } from '../../components/sort-rows.ts'
import { useText } from '../../text/TextProvider.tsx'

type Edge = ProcessMap['edges'][number]
type Activity = ProcessMap['activities'][number]

/** The drawing, and the same in two tables. */
export function ProcessMapResult(props: { readonly map: ProcessMap; readonly show: 'count' | 'duration' }): ReactNode {
  const { t, count } = useText()
  const { map } = props
  return (
    <>
      <section className="panel">
        <p className="muted">
          {t(map.sampled ? 'analysis.process.sampled' : 'analysis.process.from', {
            cases: count(map.cases),
            all: count(map.casesInSlice),
          })}
        </p>
        <Drawing {...props} />
      </section>
      <div className="columns process-tables">
        <section className="panel">
          <Edges map={map} />
        </section>
        <section className="panel">
          <Activities map={map} />
        </section>
      </div>
    </>
  )
}

function Drawing({ map, show }: { readonly map: ProcessMap; readonly show: 'count' | 'duration' }): ReactNode {
  const { t, count, duration } = useText()
  const nameOf = useActivityName(map)
  const shown = map.activities.filter((activity) => activity.shown)
  const mostCases = Math.max(1, ...shown.map(({ count }) => count))
  const size = (edge: Edge): number => (show === 'count' ? edge.count : edge.medianMs)
  const largest = Math.max(1, ...map.edges.map(size))
  return (
    <div className="process-frame">
      <ProcessGraph
        label={t('analysis.process.drawing', { activities: shown.length, edges: map.edges.length })}
        nodes={shown.map((activity) => ({
          id: activity.activity,
          name: nameOf(activity.activity),
          caption: t('analysis.process.times', { count: count(activity.count) }),
          strength: activity.count / mostCases,
        }))}
        edges={map.edges.map((edge) => ({
          ...edge,
          weight: edge.count,
          caption: show === 'count' ? count(edge.count) : duration(edge.medianMs),
          strength: size(edge) / largest,
        }))}
      />
    </div>
  )
}

function Edges({ map }: { readonly map: ProcessMap }): ReactNode {
  const { t, count, duration } = useText()
  const nameOf = useActivityName(map)
  const { edges } = map
  const [sorting, setSorting] = useState<Sorting>({ by: 'count', order: 'desc' })
  const columns: readonly Column<Edge>[] = [
    {
      key: 'step',
      title: t('analysis.process.columns.step'),
      primary: true,
      sort: 'from',
      render: ({ from, to }) => t('analysis.process.step', { from: nameOf(from), to: nameOf(to) }),
    },
    {
      key: 'count',
      title: t('analysis.process.columns.count'),
      numeric: true,
      sort: 'count',
      render: (it) => count(it.count),
    },
    {
      key: 'medianMs',
      title: t('analysis.process.columns.median'),
      numeric: true,
      sort: 'medianMs',
      render: (it) => duration(it.medianMs),
    },
    {
      key: 'p90Ms',
      title: t('analysis.process.columns.p90'),
      numeric: true,
      sort: 'p90Ms',
      render: (it) => duration(it.p90Ms),
    },
  ]
  return (
    <DataTable
      name="process-edges"
      title={t('analysis.process.edgeTable')}
      columns={columns}
      rows={{ rows: sortRows(edges, sorting, (edge, by) => edge[by as 'from' | 'count' | 'medianMs' | 'p90Ms']) }}
      rowKey={({ from, to }) => `${from}\n${to}`}
      sorting={sorting}
      onSort={setSorting}
    />
  )
}

function Activities({ map }: { readonly map: ProcessMap }): ReactNode {
  const { t, count } = useText()
  const nameOf = useActivityName(map)
  const { activities } = map
  const [sorting, setSorting] = useState<Sorting>({ by: 'count', order: 'desc' })
  const number = (key: 'count' | 'cases' | 'starts' | 'ends'): Column<Activity> => ({
    key,
    title: t(`analysis.process.columns.${key}`),
    numeric: true,
    sort: key,
    render: (it) => count(it[key]),
  })
  const columns: readonly Column<Activity>[] = [
    {
      key: 'activity',
      title: t('analysis.process.columns.activity'),
      primary: true,
      render: ({ activity, shown }) => {
        const name = nameOf(activity)
        return shown ? name : t('analysis.process.hidden', { activity: name })
      },
    },
    number('count'),
    number('cases'),
    number('starts'),
    number('ends'),
  ]
  return (
    <DataTable
      name="process-activities"
      title={t('analysis.process.activityTable')}
      columns={columns}
      rows={{
        rows: sortRows(activities, sorting, (activity, by) => activity[by as 'count' | 'cases' | 'starts' | 'ends']),
      }}
      rowKey={({ activity }) => activity}
      sorting={sorting}
      onSort={setSorting}
    />
  )
}

/** What people call an activity: steps that every source has go by their names, others by what their source calls them. */
function useActivityName(map: ProcessMap): (activity: string) => string {
  const { t } = useText()
  const stepOf = new Map(map.activities.map(({ activity, step }) => [activity, step]))
  return (activity) => {
    const step = stepOf.get(activity)
    return step ? t(`tables.steps.${step}`) : activity
  }
}
