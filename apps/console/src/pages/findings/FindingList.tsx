import type { FindingSummary } from '@zhengfeng/contract'
import type { MouseEvent, ReactNode } from 'react'
import { Link } from 'react-router'
import { ErrorState, Loading, StatePanel } from '../../components/StatePanel.tsx'
import { TableMore } from '../../components/TableMore.tsx'
import type { TableRows } from '../../components/table-rows.ts'
import { useServerClock } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { FindingStatus } from './FindingStatus.tsx'
import { findingKey, findingLink } from './finding-link.ts'
import { strengthText } from './strength-text.ts'

interface ListProps {
  readonly rows: TableRows<FindingSummary>
  readonly total: number | undefined
  /** The one that is read beside the list. */
  readonly at: string | undefined
  readonly selected: ReadonlySet<string>
  readonly onSelect: ((key: string) => void) | undefined
  readonly onOpen: (key: string) => void
}

/** Findings, a few lines each. */
export function FindingList(props: ListProps): ReactNode {
  const { t, count } = useText()
  const { rows, error, retry, more, updating } = props.rows
  return (
    <section className="panel inbox-list" aria-labelledby="list-title" aria-busy={updating || (!rows && !error)}>
      <h2 id="list-title" className="visually-hidden">
        {t('work.findings.list')}
      </h2>
      {error ? (
        <ErrorState error={error} {...(retry && { onRetry: retry })} />
      ) : !rows ? (
        <Loading rows={10} />
      ) : rows.length === 0 ? (
        <StatePanel kind="empty" title={t('work.findings.empty')} detail={t('work.findings.emptyDetail')} />
      ) : (
        <>
          <p className="muted inbox-count numeric">
            {t('work.findings.soFar', { count: rows.length, total: count(Math.max(rows.length, props.total ?? 0)) })}
          </p>
          <ul className={updating ? 'finding-list is-updating' : 'finding-list'}>
            {rows.map((finding) => (
              <Entry key={findingKey(finding)} {...props} finding={finding} />
            ))}
          </ul>
          <TableMore count={rows.length} more={more} />
        </>
      )}
    </section>
  )
}

function Entry(props: ListProps & { readonly finding: FindingSummary }): ReactNode {
  const { t } = useText()
  const { finding, at, selected, onSelect, onOpen } = props
  const key = findingKey(finding)
  const { kind, name } = finding.subject
  const subject = t(`detectors.subjects.${kind}`, { name: kind === 'office' ? finding.divisionName : name })
  const title = `${t(`detectors.names.${finding.detector}`)} · ${subject}`
  const openBeside = (event: MouseEvent): void => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return
    event.preventDefault()
    onOpen(key)
  }
  return (
    <li data-finding={key} className={key === at ? 'is-read' : undefined}>
      {onSelect && (
        <input
          type="checkbox"
          aria-label={t('work.findings.select', { name: title })}
          checked={selected.has(key)}
          onChange={() => onSelect(key)}
        />
      )}
      <div>
        <Link to={findingLink(finding)} aria-current={key === at ? 'true' : undefined} onClick={openBeside}>
          {title}
        </Link>
        <p className="finding-brief">{finding.explanation.text}</p>
        <Notes finding={finding} />
      </div>
    </li>
  )
}

function Notes({ finding }: { readonly finding: FindingSummary }): ReactNode {
  const format = useText()
  const readClock = useServerClock()
  const { t, ago } = format
  const { strength, assignee, comments, cases } = finding
  return (
    <p className="row muted numeric finding-notes">
      <FindingStatus state={finding.state} />
      <span>{finding.divisionName}</span>
      <span>{`${t(`detectors.measures.${strength.measure}`)} ${strengthText(format, finding, strength.value)}`}</span>
      {cases > 1 && <span>{t('work.findings.cases', { count: cases })}</span>}
      {assignee && <span>{t('work.findings.assigned', { name: assignee.name })}</span>}
      {comments > 0 && <span>{t('work.findings.comments', { count: comments })}</span>}
      <span>{t('work.findings.found', { ago: ago(finding.foundAt, readClock()) })}</span>
    </p>
  )
}
