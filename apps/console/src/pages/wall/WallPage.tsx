import { type ReactNode, useEffect, useState } from 'react'
import { Link } from 'react-router'
import { type Catalogue, useCatalogue } from '../../components/indicators.ts'
import { Answered } from '../../components/StatePanel.tsx'
import { useUrlQuery } from '../../components/url-query.ts'
import { useDivisions } from '../../shell/divisions.ts'
import { useServerClock } from '../../shell/session.tsx'
import { useSlice, useSliceLink } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'
import type { OverviewData } from '../overview/use-live-overview.ts'
import { useLiveOverview } from '../overview/use-live-overview.ts'
import { useRotation } from './use-rotation.ts'
import { WallFigures } from './WallFigures.tsx'
import { WallUnits } from './WallUnits.tsx'
import './wall.css'

const names = ['seconds'] as const

/** For a hall: large figures that take turns, nothing about people or single cases, nothing that stands still for days. */
export default function WallPage(): ReactNode {
  const { t } = useText()
  const slice = useSlice()
  const { division, from, to } = slice.query
  const { answer, state } = useLiveOverview({ division, from, to })
  const catalogue = useCatalogue()
  const { nameOf } = useDivisions()
  const place = division === undefined ? t('analysis.wall.all') : nameOf(division)
  return (
    <main className="wall">
      <title>{t('console.documentTitle', { page: t('console.pages.wall') })}</title>
      <Drift>
        <header className="wall-head">
          <h1>{t('analysis.wall.title', { place })}</h1>
          <span className="wall-period">{t(`console.slice.periods.${slice.choice.period}`)}</span>
          <Clock />
        </header>
        <Answered query={answer}>
          {(overview) => catalogue && <Slides overview={overview} catalogue={catalogue} />}
        </Answered>
        {state === 'reconnecting' && <p className="wall-note">{t('console.connection.unreachable')}</p>}
      </Drift>
    </main>
  )
}

function Slides({
  overview,
  catalogue,
}: {
  readonly overview: OverviewData
  readonly catalogue: Catalogue
}): ReactNode {
  const { t } = useText()
  const link = useSliceLink()
  const [{ seconds }] = useUrlQuery(names)
  const slides = slidesOf(overview, catalogue)
  const { at, paused, next, togglePause } = useRotation(slides.length, Math.max(5, Number(seconds) || 15))
  return (
    <>
      <div className="wall-slide">{slides[at]}</div>
      <footer className="wall-foot">
        <span>{t('analysis.wall.page', { at: at + 1, count: slides.length })}</span>
        <button type="button" className="plain-button" aria-pressed={paused} onClick={togglePause}>
          {t(paused ? 'analysis.overview.resume' : 'analysis.overview.pause')}
        </button>
        <button type="button" className="plain-button" onClick={next}>
          {t('analysis.wall.next')}
        </button>
        <Link to={link('/')}>{t('analysis.wall.leave')}</Link>
      </footer>
    </>
  )
}

const figuresOnASlide = 6
const unitsOnASlide = 9

function slidesOf(overview: OverviewData, catalogue: Catalogue): readonly ReactNode[] {
  const told = overview.headline.filter(
    ({ state, indicator }) => state === 'told' && catalogue.find(indicator)?.grain !== 'stock',
  )
  return [
    ...chunks(told, figuresOnASlide).map((figures) => (
      <WallFigures key={figures[0]?.indicator} figures={figures} counts={overview.counts} catalogue={catalogue} />
    )),
    ...chunks(overview.children, unitsOnASlide).map((units) => (
      <WallUnits key={`${units[0]?.division} ${units[0]?.department}`} units={units} catalogue={catalogue} />
    )),
  ]
}

function chunks<Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] {
  const count = Math.ceil(items.length / size)
  return Array.from({ length: count }, (_, index) => items.slice(index * size, (index + 1) * size))
}

/** Moves everything by a few pixels every minute, so that no screen burns in. */
function Drift({ children }: { readonly children: ReactNode }): ReactNode {
  const [step, setStep] = useState(0)
  useEffect(() => {
    const timer = setInterval(() => setStep((before) => (before + 1) % 16), 60_000)
    return () => clearInterval(timer)
  }, [])
  const x = (step % 4) * 6 - 9
  const y = Math.floor(step / 4) * 6 - 9
  return (
    <div className="wall-drift" style={{ transform: `translate(${x}px, ${y}px)` }}>
      {children}
    </div>
  )
}

function Clock(): ReactNode {
  const { instant } = useText()
  const readClock = useServerClock()
  const [now, setNow] = useState(readClock)
  useEffect(() => {
    const timer = setInterval(() => setNow(readClock()), 1000)
    return () => clearInterval(timer)
  }, [readClock])
  return <span className="wall-clock numeric">{instant(new Date(now).toISOString())}</span>
}
