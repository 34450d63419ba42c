import type { ImportPreview } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useText } from '../../text/TextProvider.tsx'

export type Reading = NonNullable<ImportPreview['reading']>

/** What the files would come to: the same figures as after the import. */
export function PreviewFigures({ reading: { figures } }: { readonly reading: Reading }): ReactNode {
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
    ['openCases', count(figures.openCases)],
    ['events', count(figures.events)],
    ['period', `${day(figures.from)} – ${day(figures.to)}`],
    ['livedMedian', duration(figures.livedMedianMs)],
    ['statutory', judged(figures.statutory)],
    ['promised', judged(figures.promised)],
  ]
  return (
    <section className="panel" aria-labelledby="figures-title">
      <h2 id="figures-title">{t('admin.imports.figures.title')}</h2>
      <dl className="figure-row">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`admin.imports.figures.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
