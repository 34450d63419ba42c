import type { Overview } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Link } from 'react-router'
import { useMay } from '../../shell/session.tsx'
import { useSliceLink } from '../../shell/slice.ts'
import { useText } from '../../text/TextProvider.tsx'

const counts = [
  { name: 'open', path: '/cases', query: { open: 'true', sort: 'openSince', order: 'asc' }, permission: 'case.read' },
  {
    name: 'overdueOpen',
    path: '/cases',
    query: { overdue: 'true', sort: 'openDue', order: 'asc' },
    permission: 'case.read',
  },
  {
    name: 'nearDueOpen',
    path: '/cases',
    query: { nearDue: 'true', sort: 'openDue', order: 'asc' },
    permission: 'case.read',
  },
  { name: 'warningsYellow', path: '/warnings', query: { level: 'yellow' }, permission: 'warning.read' },
  { name: 'warningsRed', path: '/warnings', query: { level: 'red' }, permission: 'warning.read' },
  { name: 'findingsAwaiting', path: '/findings', query: { state: 'suspected' }, permission: 'finding.read' },
] as const

const alarming: Readonly<Record<string, string>> = {
  overdueOpen: 'count-bad',
  warningsRed: 'count-bad',
  nearDueOpen: 'count-warn',
  warningsYellow: 'count-warn',
}

/** What stands open now, whatever the period; each number leads to what it counts. */
export function Counts(props: { readonly counts: Overview['counts'] }): ReactNode {
  const { t, count } = useText()
  const may = useMay()
  const division = useDivisionOfSlice()
  return (
    <section className="panel" aria-labelledby="counts-title">
      <h2 id="counts-title">{t('analysis.overview.now')}</h2>
      <ul className="counts">
        {counts.map(({ name, path, query, permission }) => {
          const value = props.counts[name]
          const text = (
            <>
              <span className="count-name">{t(`analysis.overview.counts.${name}`)}</span>
              <span className="count-value numeric">{count(value)}</span>
            </>
          )
          return (
            <li key={name} className={value > 0 ? alarming[name] : undefined}>
              {may(permission) ? (
                <Link to={`${path}?${new URLSearchParams({ ...query, ...division })}`}>{text}</Link>
              ) : (
                <div>{text}</div>
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** The division looked at, for lists that look at the whole time. */
function useDivisionOfSlice(): Readonly<Record<string, string>> {
  const link = useSliceLink()
  const division = new URL(link('/'), 'http://console').searchParams.get('division')
  return division ? { division } : {}
}
