import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useText } from '../../text/TextProvider.tsx'
import { QualityText } from '../findings/QualityText.tsx'
import type { Detector } from './DetectorsPage.tsx'
import { ThresholdForm } from './ThresholdForm.tsx'

/** One detector: what it is, what it needs, how often it is right, and its thresholds. */
export function DetectorPanel(props: {
  readonly detector: Detector
  readonly all: readonly Detector[]
  readonly version: number
}): ReactNode {
  const { t, list } = useText()
  const { detector } = props
  return (
    <section className="panel stack" id="detector" aria-labelledby="detector-title">
      <div>
        <div className="row">
          <h2 id="detector-title">{t(`detectors.names.${detector.name}`)}</h2>
          <Link className="row-end" to={`/findings?state=all&detector=${detector.name}`}>
            {t('work.detectors.findings')}
          </Link>
        </div>
        <p>{t(`detectors.descriptions.${detector.name}`)}</p>
        <p className="muted">{t(`work.detectors.${detector.alone ? 'alone' : 'notAlone'}`)}</p>
        {detector.requires.length > 0 && (
          <p className="muted">
            {t('work.detectors.requires')}: {list(detector.requires.map((it) => t(`detectors.requirements.${it}`)))}
          </p>
        )}
      </div>
      <div className="columns">
        <div>
          <h3>{t('work.findings.quality.title')}</h3>
          <QualityText quality={detector.quality} />
        </div>
        <ThresholdForm {...props} />
      </div>
    </section>
  )
}
