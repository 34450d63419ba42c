import type { ReactNode } from 'react'
import type { StreamState } from '../../api/events.ts'
import { useCatalogue } from '../../components/indicators.ts'
import { PageHeader } from '../../components/PageHeader.tsx'
import { SliceBar } from '../../components/SliceBar.tsx'
import { Answered, Loading, StatePanel } from '../../components/StatePanel.tsx'
import { Status } from '../../components/Status.tsx'
import { ViewsMenu } from '../../components/ViewsMenu.tsx'
import { useSlice } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import { Attention } from './Attention.tsx'
import { Counts } from './Counts.tsx'
import { DivisionStrip } from './DivisionStrip.tsx'
import { Headline } from './Headline.tsx'
import { LatestEvents } from './LatestEvents.tsx'
import { type OverviewData, useLiveOverview } from './use-live-overview.ts'
import './overview.css'

/** The service as it is now; figures follow the events as they come in. */
export default function OverviewPage(): ReactNode {
  const { t, second } = useText()
  const slice = useSlice()
  const { division, from, to } = slice.query
  const query = { division, from, to }
  const { answer, state } = useLiveOverview(query)
  const catalogue = useCatalogue()
  return (
    <div className="page">
      <PageHeader title={t('console.pages.overview')}>
        {answer.data && (
          <LiveState state={state} text={t('analysis.overview.asOf', { at: second(answer.data.computedAt) })} />
        )}
        <ViewsMenu page="overview" />
      </PageHeader>
      <SliceBar slice={slice} />
      <Answered query={answer}>
        {(overview) =>
          catalogue ? (
            <>
              {isBare(overview) && (
                <StatePanel kind="empty" title={t('analysis.overview.bare')} detail={t('analysis.overview.bareHow')} />
              )}
              <Counts counts={overview.counts} />
              <Headline figures={overview.headline} catalogue={catalogue} workingDays={overview.workingDays} />
              <div className="overview-lower">
                <div className="stack">
                  <Attention query={query} catalogue={catalogue} />
                  <DivisionStrip
                    overview={overview}
                    catalogue={catalogue}
                    query={query}
                    onChoose={(code) => slice.change({ division: code })}
                  />
                </div>
                {overview.latest && <LatestEvents events={overview.latest} />}
              </div>
            </>
          ) : (
            <Loading />
          )
        }
      </Answered>
    </div>
  )
}

/** Whether there is nothing to tell of: a new installation, or a slice without cases. */
function isBare({ counts, headline }: OverviewData): boolean {
  return counts.open === 0 && headline.every(({ state, value }) => state !== 'told' || value === 0)
}

function LiveState({ state, text }: { readonly state: StreamState; readonly text: string }): ReactNode {
  const { t } = useText()
  return (
    <span className="row numeric">
      <Status kind={state === 'open' ? 'good' : 'waiting'}>{t(`analysis.live.${state}`)}</Status>
      <span className="muted">{text}</span>
    </span>
  )
}
