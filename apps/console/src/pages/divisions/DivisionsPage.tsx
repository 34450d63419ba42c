import { PlusOutlined } from '@ant-design/icons'
import { type Division, divisionsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAnswer } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { FilterBar } from '../../components/FilterBar.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { StatePanel } from '../../components/StatePanel.tsx'
import { useUrlQuery } from '../../components/url-query.ts'
import { type Divisions, useDivisions } from '../../shell/divisions.ts'
import { useMay } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { type DivisionAct, DivisionDialog } from './DivisionDialog.tsx'
import { DivisionImportPanel } from './DivisionImportPanel.tsx'

const names = ['parent', 'text'] as const
const mostFound = 500

/** The tree of divisions, level by level; those who manage the system change it. */
export default function DivisionsPage(): ReactNode {
  const { t } = useText()
  const mayManage = useMay()('system.manage')
  const answer = useAnswer(divisionsRoutes.list, {})
  const divisions = useDivisions()
  const [{ parent, text }, change] = useUrlQuery(names)
  const [act, setAct] = useState<DivisionAct>()
  const listed = text ? search(divisions, text) : (divisions.below.get(parent) ?? [])
  return (
    <div className="page">
      <PageHeader title={t('console.pages.divisions')} description={t('admin.divisions.description')}>
        {mayManage && (
          <Button
            type="primary"
            icon={<PlusOutlined />}
            onClick={() => setAct({ kind: 'create', ...(parent && { parent }) })}
          >
            {t('admin.divisions.add')}
          </Button>
        )}
      </PageHeader>
      <section className="panel stack">
        <Way divisions={divisions} at={parent} onGo={(code) => change({ parent: code, text: undefined })} />
        <DataTable
          name="divisions"
          title={t('admin.divisions.list')}
          columns={useColumns(divisions, {
            onOpen: (code) => change({ parent: code, text: undefined }),
            onAct: mayManage ? setAct : undefined,
          })}
          rows={{ rows: answer.data && listed, error: answer.error, retry: () => void answer.refetch() }}
          rowKey={({ code }) => code}
          filters={
            <FilterBar
              filters={[{ kind: 'text', name: 'text', label: t('console.slice.searchDivision') }]}
              values={text ? { text } : {}}
              onChange={change}
            />
          }
          empty={
            <StatePanel kind="empty" title={t('admin.divisions.empty')} detail={t('admin.divisions.emptyDetail')} />
          }
        />
      </section>
      {mayManage && <DivisionImportPanel />}
      {act && <DivisionDialog act={act} divisions={divisions} onClose={() => setAct(undefined)} />}
    </div>
  )
}

function search({ items }: Divisions, text: string): readonly Division[] {
  return items.filter(({ name, code }) => name.includes(text) || code.startsWith(text)).slice(0, mostFound)
}

function Way(props: {
  readonly divisions: Divisions
  readonly at: string | undefined
  readonly onGo: (code: string | undefined) => void
}): ReactNode {
  const { t } = useText()
  const { byCode } = props.divisions
  const steps: Division[] = []
  for (let step = byCode.get(props.at ?? ''); step; step = byCode.get(step.parent ?? '')) steps.unshift(step)
  return (
    <nav aria-label={t('console.slice.way')} className="row">
      <button type="button" className="link-button" onClick={() => props.onGo(undefined)}>
        {t('console.slice.top')}
      </button>
      {steps.map(({ code, name }) => (
        <button key={code} type="button" className="link-button" onClick={() => props.onGo(code)}>
          {`› ${name}`}
        </button>
      ))}
    </nav>
  )
}

function useColumns(
  { below, nameOf }: Divisions,
  on: { readonly onOpen: (code: string) => void; readonly onAct: ((act: DivisionAct) => void) | undefined },
): readonly Column<Division>[] {
  const { t, count } = useText()
  const belowOf = (code: string): number => below.get(code)?.length ?? 0
  return [
    {
      key: 'name',
      title: t('admin.divisions.name'),
      primary: true,
      render: ({ code, name }) =>
        belowOf(code) > 0 ? (
          <button type="button" className="link-button" onClick={() => on.onOpen(code)}>
            {name}
          </button>
        ) : (
          name
        ),
    },
    { key: 'code', title: t('admin.divisions.code'), render: ({ code }) => <code>{code}</code> },
    { key: 'parent', title: t('admin.divisions.parent'), render: ({ parent }) => (parent ? nameOf(parent) : '–') },
    { key: 'level', title: t('admin.divisions.level'), numeric: true, render: ({ level }) => count(level) },
    { key: 'below', title: t('admin.divisions.below'), numeric: true, render: ({ code }) => count(belowOf(code)) },
    {
      key: 'acts',
      title: t('admin.acts'),
      render: (division) =>
        on.onAct && (
          <span className="row">
            {(['rename', 'move'] as const).map((kind) => (
              <Button key={kind} size="small" onClick={() => on.onAct?.({ kind, division })}>
                {t(`admin.divisions.acts.${kind}`)}
              </Button>
            ))}
          </span>
        ),
    },
  ]
}
