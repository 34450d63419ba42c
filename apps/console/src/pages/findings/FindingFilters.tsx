import { type Answer, type findingsRoutes, subjectKinds } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Choice, type Option } from '../../components/Choice.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { type Filter, FilterBar } from '../../components/FilterBar.tsx'
import { MoreFilters } from '../../components/MoreFilters.tsx'
import { useText } from '../../text/TextProvider.tsx'
import type { ChangeQuery, FindingQuery, FindingQueryName } from './finding-query.ts'

type Facets = Answer<typeof findingsRoutes.facets>

const orders = ['newest', 'oldest', 'changed'] as const
const further = ['subject', 'item', 'department', 'caseNo', 'from', 'to'] as const

/** Narrows the inbox; each choice says how many findings it holds. */
export function FindingFilters(props: {
  readonly query: FindingQuery
  readonly facets: Facets | undefined
  readonly onChange: ChangeQuery
}): ReactNode {
  const { t } = useText()
  const { query, onChange } = props
  const { first, rest } = useFilters(props)
  const narrowed = further.filter((name) => query[name] !== undefined)
  return (
    <div className="inbox-filters no-print">
      <DivisionPicker value={query.division} onChange={(division) => onChange({ division })} />
      <FilterBar filters={first} values={query} onChange={onChange} />
      <Choice
        label={t('work.findings.filters.order')}
        value={orders.find((order) => order === query.order) ?? 'newest'}
        options={orders.map((value) => ({ value, label: t(`work.findings.orders.${value}`) }))}
        onChange={(order) => onChange({ order: order === 'newest' ? undefined : order })}
      />
      <MoreFilters count={narrowed.length}>
        <FilterBar filters={rest} values={query} onChange={onChange} />
      </MoreFilters>
    </div>
  )
}

function useFilters({ query, facets }: Parameters<typeof FindingFilters>[0]): {
  readonly first: readonly Filter<FindingQueryName>[]
  readonly rest: readonly Filter<FindingQueryName>[]
} {
  const { t, count } = useText()
  const label = (name: string): string => t(`work.findings.filters.${name}`)
  const counted = (facet: Facets['detector'] | undefined, chosen: string | undefined, prefix?: string): Option[] => {
    const known = facet ?? []
    const all = chosen && !known.some(({ value }) => value === chosen) ? [{ value: chosen, count: 0 }, ...known] : known
    return all
      .filter(({ value }) => value !== '')
      .map(({ value, count: n }) => ({
        value,
        label: t('work.findings.option', { name: prefix ? t(`${prefix}.${value}`) : value, count: count(n) }),
      }))
  }
  const assignees = (['me', 'nobody'] as const).map((value) => ({
    value,
    label: t(`work.findings.assignees.${value}`),
  }))
  const subjects = subjectKinds.map((value) => ({
    value,
    count: facets?.subject.find((it) => it.value === value)?.count ?? 0,
  }))
  return {
    first: [
      {
        kind: 'choice',
        name: 'detector',
        label: label('detector'),
        options: counted(facets?.detector, query.detector, 'detectors.names'),
      },
      { kind: 'choice', name: 'assignee', label: label('assignee'), options: assignees },
      { kind: 'text', name: 'text', label: label('text'), placeholder: label('textHint') },
    ],
    rest: [
      {
        kind: 'choice',
        name: 'subject',
        label: label('subject'),
        options: counted(subjects, query.subject, 'work.findingTable.subjects'),
      },
      { kind: 'choice', name: 'item', label: label('item'), options: counted(facets?.item, query.item) },
      {
        kind: 'choice',
        name: 'department',
        label: label('department'),
        options: counted(facets?.department, query.department),
      },
      { kind: 'text', name: 'caseNo', label: t('work.cases.number') },
      { kind: 'day', name: 'from', label: label('from') },
      { kind: 'day', name: 'to', label: label('to') },
    ],
  }
}
