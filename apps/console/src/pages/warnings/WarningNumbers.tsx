import { warningLevels, warningStates, warningsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useAnswer } from '../../api/queries.ts'
import { useText } from '../../text/TextProvider.tsx'
import { WarningLevel } from './WarningLevel.tsx'

type Level = (typeof warningLevels)[number]

/** How many cards there are of each level in each state; each number leads to them. */
export function WarningNumbers({ division }: { readonly division: string | undefined }): ReactNode {
  const { t } = useText()
  return (
    <section className="panel" aria-labelledby="numbers-title">
      <h2 id="numbers-title">{t('work.warnings.numbers')}</h2>
      <div className="card-numbers">
        {warningLevels.map((level) => (
          <LevelNumbers key={level} level={level} division={division} />
        ))}
      </div>
    </section>
  )
}

function LevelNumbers({
  level,
  division,
}: {
  readonly level: Level
  readonly division: string | undefined
}): ReactNode {
  const { t, count } = useText()
  const query = { level, ...(division && { division }) }
  const { data } = useAnswer(warningsRoutes.facets, { query })
  const numberOf = (state: string): number | undefined =>
    data && (data.state.find(({ value }) => value === state)?.count ?? 0)
  return (
    <ul className="card-counts" aria-label={t(`warnings.levels.${level}`)}>
      <li>
        <WarningLevel level={level} />
      </li>
      {warningStates.map((state) => (
        <li key={state}>
          <Link to={`/warnings?${new URLSearchParams({ ...query, state })}`}>
            <span className="card-number numeric">{count(numberOf(state))}</span>
            {t(`work.warningTable.states.${state === 'open' ? 'openOrReminds' : state}`)}
          </Link>
        </li>
      ))}
    </ul>
  )
}
