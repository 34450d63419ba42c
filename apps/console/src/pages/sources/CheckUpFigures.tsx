import { type CheckUpStatus, sourcesRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { useAction, useAnswer } from '../../api/queries.ts'
import { ActionError } from '../../components/fields.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import '../imports/imports.css'

type CheckUp = z.infer<typeof CheckUpStatus>

/** The key figures of a source’s check-up; makes one where there is none. */
export function CheckUpFigures({ source }: { readonly source: string }): ReactNode {
  const { t } = useText()
  const query = useAnswer(sourcesRoutes.checkUp, { params: { id: source } }, { refetchEveryMs: 2_000 })
  const make = useAction(sourcesRoutes.makeCheckUp, [sourcesRoutes.checkUp])
  return (
    <section className="panel stack" aria-labelledby="check-up-title">
      <div className="row">
        <h2 id="check-up-title">{t('admin.checkUp.title')}</h2>
        <span className="row-end" />
        <Answered query={query}>
          {(status) =>
            needsMaking(status) && (
              <Button loading={make.isPending} onClick={() => make.mutate({ params: { id: source } })}>
                {t(status.state === 'none' ? 'admin.checkUp.make' : 'admin.checkUp.makeAgain')}
              </Button>
            )
          }
        </Answered>
      </div>
      <ActionError error={make.error} />
      {query.data && <Content status={query.data} />}
    </section>
  )
}

function needsMaking({ state, stale }: CheckUp): boolean {
  return state === 'none' || state === 'failed' || (state === 'ready' && stale)
}

function Content({ status }: { readonly status: CheckUp }): ReactNode {
  const { t, instant } = useText()
  const { state, figures } = status
  return (
    <>
      {state === 'none' && <p className="muted">{t('admin.checkUp.none')}</p>}
      {(state === 'waiting' || state === 'running') && (
        <>
          <Status kind="waiting">{t(`admin.checkUp.${state}`)}</Status>
          <progress aria-label={t(`admin.checkUp.${state}`)} />
        </>
      )}
      {state === 'failed' && <p className="notice notice-bad">{status.failure?.text ?? t('admin.checkUp.failed')}</p>}
      {status.stale && <p className="notice notice-warn">{t('admin.checkUp.stale')}</p>}
      {figures && <Figures figures={figures} />}
      {status.generatedAt && (
        <p className="muted">{t('admin.checkUp.generatedAt', { at: instant(status.generatedAt) })}</p>
      )}
    </>
  )
}

function Figures({ figures }: { readonly figures: NonNullable<CheckUp['figures']> }): ReactNode {
  const { t, count, day, duration, share } = useText()
  const judged = (part: { readonly judged: number; readonly overdue: number } | undefined): string =>
    part && part.judged > 0
      ? t('admin.imports.figures.overdueOf', {
          overdue: count(part.overdue),
          judged: count(part.judged),
          share: share(part.overdue / part.judged),
        })
      : t('admin.imports.figures.noLimit')
  const facts: readonly (readonly [string, string])[] = [
    ['cases', count(figures.cases)],
    ['events', count(figures.events)],
    ['period', `${day(figures.from)} – ${day(figures.to)}`],
    ['livedMedian', duration(figures.livedMedianMs)],
    ['livedP90', duration(figures.livedP90Ms)],
    ['statutory', judged(figures.statutory)],
    ['promised', judged(figures.promised)],
  ]
  const found = figures.findings.filter(({ findings }) => findings > 0)
  return (
    <>
      <dl className="figure-row">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`admin.imports.figures.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {found.length > 0 && (
        <dl className="facts">
          {found.map(({ detector, findings }) => (
            <div key={detector}>
              <dt>{t(`detectors.names.${detector}`)}</dt>
              <dd className="numeric">{count(findings)}</dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}
