import type { FindingView } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import '../../charts/charts.css'
import { IntervalMark } from '../../charts/IntervalMark.tsx'
import { intervalScale } from '../../charts/interval-scale.ts'
import { useText } from '../../text/TextProvider.tsx'
import { probabilityText, strengthText } from './strength-text.ts'

/** How strong a finding is: the measure, how far chance leaves it open, what is usual, and how large the sample was. */
export function FindingStrength({ finding }: { readonly finding: FindingView }): ReactNode {
  const format = useText()
  const { t, count, day } = format
  const { strength, sampleSize, sampleMinimum } = finding
  const { value, interval, usual } = strength
  const text = (it: number | undefined): string => strengthText(format, finding, it)
  return (
    <section>
      <h3>{t('work.findings.strength.title')}</h3>
      <p className="row strength">
        <span>{t(`detectors.measures.${strength.measure}`)}</span>
        <strong className="strength-value numeric">{text(value)}</strong>
        {interval && <span>{t('work.interval', { low: text(interval[0]), high: text(interval[1]) })}</span>}
        {usual !== undefined && <span>{t('work.findings.strength.usual', { value: text(usual) })}</span>}
      </p>
      {(interval || usual !== undefined) && (
        <IntervalMark
          scale={intervalScale([value, usual ?? value, ...(interval ?? [])])}
          value={value}
          interval={interval}
          overall={usual}
          tone="bad"
        />
      )}
      <p className="muted row numeric">
        {sampleMinimum > 1 && (
          <span>{t('work.findings.strength.sample', { size: count(sampleSize), minimum: count(sampleMinimum) })}</span>
        )}
        {strength.qValue !== undefined && (
          <span>{t('work.findings.strength.qValue', { q: probabilityText(format, strength.qValue) })}</span>
        )}
        {strength.qValue === undefined && strength.pValue !== undefined && (
          <span>{t('work.findings.strength.pValue', { p: probabilityText(format, strength.pValue) })}</span>
        )}
        <span>{t('work.findings.strength.course', { from: day(finding.from), to: day(finding.to) })}</span>
      </p>
      <Parameters finding={finding} />
    </section>
  )
}

function Parameters({ finding }: { readonly finding: FindingView }): ReactNode {
  const { t, has, number } = useText()
  const entries = Object.entries(finding.parameters)
  if (entries.length === 0) return null
  const named = (name: string): string => {
    const key = `detectors.parameters.${finding.detector}.${name}`
    return has(key) ? t(key) : name
  }
  return (
    <details>
      <summary>{t('work.findings.parameters')}</summary>
      <dl className="facts">
        {entries.map(([name, value]) => (
          <div key={name}>
            <dt>{named(name)}</dt>
            <dd className="numeric">{number(value, 3)}</dd>
          </div>
        ))}
      </dl>
    </details>
  )
}
