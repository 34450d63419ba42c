import { PauseOutlined, PlayCircleOutlined } from '@ant-design/icons'
import type { FeedEvent } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import type { z } from 'zod'
import { useDivisions } from '../../shell/divisions.ts'
import { useText } from '../../text/TextProvider.tsx'

type Feed = readonly z.infer<typeof FeedEvent>[]

/** What happens just now. It can be held still for reading. */
export function LatestEvents(props: { readonly events: Feed }): ReactNode {
  const { t } = useText()
  const [held, setHeld] = useState<Feed>()
  return (
    <section className="panel latest" aria-labelledby="latest-title">
      <div className="row panel-head">
        <h2 id="latest-title">{t('analysis.overview.latest')}</h2>
        <button
          type="button"
          className="plain-button row-end"
          aria-pressed={held !== undefined}
          onClick={() => setHeld(held ? undefined : props.events)}
        >
          {held ? <PlayCircleOutlined /> : <PauseOutlined />}
          {t(held ? 'analysis.overview.resume' : 'analysis.overview.pause')}
        </button>
      </div>
      {props.events.length === 0 && <p className="muted">{t('analysis.overview.noEvents')}</p>}
      <ol className="latest-list">
        {(held ?? props.events).map((event) => (
          <Line key={`${event.division} ${event.seq}`} event={event} />
        ))}
      </ol>
    </section>
  )
}

function Line({ event }: { readonly event: Feed[number] }): ReactNode {
  const { clock } = useText()
  const { nameOf } = useDivisions()
  const { division, caseNo } = event
  return (
    <li>
      <time className="muted numeric" dateTime={event.recordedAt}>
        {clock(event.recordedAt)}
      </time>
      <span>
        <strong>{event.activity}</strong> {event.item}
        <br />
        <Link to={`/cases/${encodeURIComponent(division)}/${encodeURIComponent(caseNo)}`}>{caseNo}</Link>{' '}
        <span className="muted">
          {nameOf(division)} {event.department}
        </span>
      </span>
    </li>
  )
}
