import { type Answer, warningLevels, warningStates, type warningsRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import type { Option } from '../../components/Choice.tsx'
import { DivisionPicker } from '../../components/DivisionPicker.tsx'
import { type Filter, FilterBar } from '../../components/FilterBar.tsx'
import { MoreFilters } from '../../components/MoreFilters.tsx'
import { useText } from '../../text/TextProvider.tsx'
import type { ChangeQuery, WarningQuery, WarningQueryName } from './warning-query.ts'

type Facets = Answer<typeof warningsRoutes.facets>
type Facet = Facets['rule']

/** Needed now and then. */
const further = ['rule', 'item', 'department', 'from', 'to', 'escalated'] as const

/** Narrows the list of cards; each choice says how many cards it holds. */
export function WarningFilters(props: {
  readonly query: WarningQuery
  readonly facets: Facets | undefined
  readonly onChange: ChangeQuery
}): ReactNode {
  const { query, onChange } = props
  const filters = useFilters(props)
  const rest = filters.filter(({ name }) => further.some((it) => it === name))
  return (
    <div className="card-filters no-print">
      <DivisionPicker value={query.division} onChange={(division) => onChange({ division })} />
      <FilterBar filters={filters.filter((filter) => !rest.includes(filter))} values={query} onChange={onChange} />
      <MoreFilters count={rest.filter(({ name }) => query[name] !== undefined).length}>
        <FilterBar filters={rest} values={query} onChange={onChange} />
      </MoreFilters>
    </div>
  )
}

function useFilters({ query, facets }: Parameters<typeof WarningFilters>[0]): readonly Filter<WarningQueryName>[] {
  const { t, has, count } = useText()
  const label = (name: string): string => t(`work.warnings.filters.${name}`)
  const options = (facet: Facet | undefined, values: readonly string[], nameOf: (value: string) => string): Option[] =>
    values.map((value) => ({
      value,
      label: t('work.findings.option', {
        name: nameOf(value),
        count: count(facet?.find((it) => it.value === value)?.count ?? 0),
      }),
    }))
  const ruleName = (rule: string): string => (has(`warnings.rules.${rule}`) ? t(`warnings.rules.${rule}`) : rule)
  const known = (facet: Facet | undefined, chosen: string | undefined): readonly string[] =>
    Array.from(new Set([...(facet ?? []).map(({ value }) => value), chosen ?? ''])).filter((value) => value !== '')
  const level = options(facets?.level, warningLevels, (value) => t(`warnings.levels.${value}`))
  const state = options(facets?.state, warningStates, (value) =>
    t(`work.warningTable.states.${value === 'open' ? 'openOrReminds' : value}`),
  )
  const rule = options(facets?.rule, known(facets?.rule, query.rule), ruleName)
  const item = options(facets?.item, known(facets?.item, query.item), (value) => value)
  const department = options(facets?.department, known(facets?.department, query.department), (value) => value)
  return [
    { kind: 'choice', name: 'level', label: label('level'), options: level },
    { kind: 'choice', name: 'state', label: label('state'), options: state },
    { kind: 'choice', name: 'rule', label: label('rule'), options: rule },
    { kind: 'choice', name: 'item', label: label('item'), options: item },
    { kind: 'choice', name: 'department', label: label('department'), options: department },
    { kind: 'text', name: 'text', label: label('text'), placeholder: label('textHint') },
    { kind: 'day', name: 'from', label: label('from') },
    { kind: 'day', name: 'to', label: label('to') },
    { kind: 'flag', name: 'replyLate', label: label('replyLate') },
    { kind: 'flag', name: 'escalated', label: label('escalated') },
  ]
}
