import { type Import, importsRoutes, sourcesRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import { useAction, useAnswer } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { CheckUpFigures } from '../sources/CheckUpFigures.tsx'

/** What an import brought, where to look at it, and how to take it back. */
export function ImportDone(props: { readonly import: Import }): ReactNode {
  const { t, count, instant } = useText()
  const may = useMay()
  const it = props.import
  return (
    <>
      <section className="panel stack" aria-labelledby="done-title">
        <h2 id="done-title">{t('admin.imports.done.title')}</h2>
        <dl className="facts">
          <Fact name={t('imports.columns.cases')} value={count(it.cases)} />
          <Fact name={t('admin.imports.done.events')} value={count(it.events)} />
          <Fact name={t('admin.imports.done.repeated')} value={count(it.repeated)} />
          <Fact name={t('imports.columns.source')} value={it.sourceName ?? '–'} />
          <Fact name={t('imports.columns.endedAt')} value={instant(it.endedAt)} />
        </dl>
        {it.source && (
          <div className="row">
            {may('report.export') && (
              <Link className="control button-link" to={`/sources/${it.source}/check-up`}>
                {t('admin.imports.done.checkUp')}
              </Link>
            )}
            <IndicatorsLink source={it.source} />
            {may('source.read') && <Link to={`/sources/${it.source}`}>{t('admin.imports.done.source')}</Link>}
            {may('case.read') && <Link to={`/cases?source=${it.source}`}>{t('admin.imports.done.cases')}</Link>}
          </div>
        )}
        <UndoImport id={it.id} />
      </section>
      {it.source && may('report.export') && <CheckUpFigures source={it.source} />}
    </>
  )
}

/** Leads to the indicators of the days that the source tells of. */
function IndicatorsLink({ source }: { readonly source: string }): ReactNode {
  const { t } = useText()
  const may = useMay()
  const status = useAnswer(sourcesRoutes.checkUp, { params: { id: source } }, { enabled: may('report.export') })
  const details = useAnswer(sourcesRoutes.read, { params: { id: source } }, { enabled: may('source.read') })
  if (!may('indicator.read')) return null
  const figures = status.data?.figures
  const search = new URLSearchParams()
  const division = details.data?.observedUntil[0]?.division ?? details.data?.division
  if (division) search.set('division', division)
  if (figures?.from && figures.to) {
    search.set('period', 'custom')
    search.set('from', figures.from.slice(0, 10))
    search.set('to', figures.to.slice(0, 10))
  }
  return <Link to={`/indicators?${search}`}>{t('admin.imports.done.indicators')}</Link>
}

function UndoImport({ id }: { readonly id: string }): ReactNode {
  const { t } = useText()
  const [asking, setAsking] = useState(false)
  const undo = useAction(importsRoutes.undo, [importsRoutes.read, importsRoutes.list])
  return (
    <div className="row">
      <Button danger onClick={() => setAsking(true)}>
        {t('admin.imports.undo')}
      </Button>
      <span className="muted">{t('admin.imports.undoHint')}</span>
      {asking && (
        <ActDialog
          title={t('admin.imports.undoTitle')}
          explanation={t('admin.imports.undoDetail')}
          submitLabel={t('admin.imports.undo')}
          danger
          pending={undo.isPending}
          error={undo.error}
          onSubmit={() => undo.mutate({ params: { id } }, { onSuccess: () => setAsking(false) })}
          onClose={() => setAsking(false)}
        />
      )}
    </div>
  )
}

function Fact(props: { readonly name: string; readonly value: string }): ReactNode {
  return (
    <div>
      <dt>{props.name}</dt>
      <dd className="numeric">{props.value}</dd>
    </div>
  )
}
