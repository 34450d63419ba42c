import type { IndicatorDescription } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { valueText } from '../../components/indicator-text.ts'
import { useIndicatorText } from '../../components/indicators.ts'
import type { Formatter } from '../../text/format.ts'
import { useText } from '../../text/TextProvider.tsx'

/** What an indicator means, in words: what is counted, of what, which way is better, and where that is laid down. */
export function Definition({ indicator }: { readonly indicator: IndicatorDescription }): ReactNode {
  const format = useText()
  const { textOf } = useIndicatorText()
  const { t } = format
  const { id, direction, target, source } = indicator
  const lines = [
    ['numerator', textOf(id, 'numerator')],
    ['denominator', textOf(id, 'denominator')],
    ['direction', t(`analysis.directions.${direction}`)],
    ['target', target === undefined ? undefined : valueText(format, indicator, target)],
    ['source', sourceText(format, source)],
  ] as const
  return (
    <section className="panel definition" aria-labelledby="definition-title">
      <h2 id="definition-title" className="visually-hidden">
        {t('analysis.definition.title')}
      </h2>
      {textOf(id, 'definition') && <p>{textOf(id, 'definition')}</p>}
      <dl>
        {lines.map(
          ([name, text]) =>
            text && (
              <div key={name}>
                <dt>{t(`analysis.definition.${name}`)}</dt>
                <dd>{text}</dd>
              </div>
            ),
        )}
      </dl>
    </section>
  )
}

/** The article or standard by its name; what has none here is told as it stands. */
function sourceText({ t, has }: Formatter, source: string | undefined): string | undefined {
  return source !== undefined && has(`indicators.sources.${source}`) ? t(`indicators.sources.${source}`) : source
}
