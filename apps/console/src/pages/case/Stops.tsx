import type { CaseDetail } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'

type Detail = z.infer<typeof CaseDetail>

/** When the official clock stood still, or would have, and what allowed it. */
export function Stops({ stops }: { readonly stops: Detail['stops'] }): ReactNode {
  const { t, instant } = useText()
  return (
    <section className="panel" aria-labelledby="stops-title">
      <h2 id="stops-title">{t('work.case.stops.title')}</h2>
      {stops.length === 0 && <p className="muted">{t('work.case.stops.none')}</p>}
      <ul className="marks">
        {stops.map((stop) => (
          <li key={`${stop.from} ${stop.kind}`}>
            <strong>{t(`tables.stopKinds.${stop.kind}`)}</strong>
            <span className="numeric">
              {instant(stop.from)} – {stop.to ? instant(stop.to) : t('work.case.stops.lasting')}
            </span>
            <Documented documented={stop.documented} />
            <span className="muted">
              {t('work.case.stops.clock')}: {t(`work.case.stops.${stop.stopsClock ? 'yes' : 'no'}`)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function Documented({ documented }: { readonly documented: boolean | undefined }): ReactNode {
  const { t } = useText()
  const [kind, key] =
    documented === undefined
      ? (['neutral', 'docUnknown'] as const)
      : documented
        ? (['good', 'docYes'] as const)
        : (['warn', 'docNo'] as const)
  return (
    <Status kind={kind}>
      {t('work.case.stops.documented')}: {t(`work.case.stops.${key}`)}
    </Status>
  )
}

export function Ratings({ ratings }: { readonly ratings: Detail['ratings'] }): ReactNode {
  const { t, instant } = useText()
  return (
    <section className="panel" aria-labelledby="ratings-title">
      <h2 id="ratings-title">{t('work.case.ratings.title')}</h2>
      {ratings.length === 0 && <p className="muted">{t('work.case.ratings.none')}</p>}
      <ul className="marks">
        {ratings.map(({ at, level, byDefault }) => (
          <li key={`${at} ${level}`}>
            <Status kind={byDefault ? 'neutral' : level <= 2 ? 'bad' : level === 3 ? 'warn' : 'good'}>
              {t(`work.case.ratings.levels.${level}`)}
            </Status>
            <span className="muted numeric">{instant(at)}</span>
            {byDefault && <span className="muted">{t('work.case.ratings.byDefault')}</span>}
          </li>
        ))}
      </ul>
    </section>
  )
}
