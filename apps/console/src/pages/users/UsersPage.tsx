import { PlusOutlined } from '@ant-design/icons'
import { type Account, accountsRoutes, roleNames } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { usePages } from '../../api/queries.ts'
import { type Column, DataTable } from '../../components/DataTable.tsx'
import { ExportMenu } from '../../components/ExportMenu.tsx'
import { type Filter, FilterBar } from '../../components/FilterBar.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { ShownOnce } from '../../components/ShownOnce.tsx'
import { Status } from '../../components/Status.tsx'
import { pagedRows } from '../../components/table-rows.ts'
import { useUrlQuery } from '../../components/url-query.ts'
import { useMay, useMe, useServerClock } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { AccountStatus } from './AccountStatus.tsx'
import { useGrantText } from './grant-text.ts'
import { NewAccount } from './NewAccount.tsx'

const names = ['text', 'role', 'state'] as const

/** Who may sign in, and as what. */
export default function UsersPage(): ReactNode {
  const { t, list } = useText()
  const may = useMay()
  const { administratorsMissing = [] } = useMe()
  const [filter, change] = useUrlQuery(names)
  const [adding, setAdding] = useState(false)
  const [made, setMade] = useState<{ readonly account: Account; readonly password: string }>()
  const query = filter as { text?: string; role?: Account['grants'][number]['role']; state?: Account['state'] }
  const pages = usePages(accountsRoutes.list, { query })
  const filters: readonly Filter<(typeof names)[number]>[] = [
    { kind: 'text', name: 'text', label: t('admin.users.text') },
    {
      kind: 'choice',
      name: 'role',
      label: t('admin.users.role'),
      options: roleNames.map((value) => ({ value, label: t(`console.roles.${value}`) })),
    },
    {
      kind: 'choice',
      name: 'state',
      label: t('admin.state'),
      options: (['active', 'disabled'] as const).map((value) => ({ value, label: t(`admin.users.states.${value}`) })),
    },
  ]
  return (
    <div className="page">
      <PageHeader title={t('console.pages.users')} description={t('admin.users.separation')}>
        {may('account.manage') && (
          <Button type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
            {t('admin.users.add')}
          </Button>
        )}
      </PageHeader>
      {administratorsMissing.length > 0 && (
        <p className="notice notice-warn" role="status">
          {t('admin.users.missing', { roles: list(administratorsMissing.map((role) => t(`console.roles.${role}`))) })}
        </p>
      )}
      <section className="panel">
        <DataTable
          name="accounts"
          title={t('admin.users.list')}
          columns={useColumns()}
          rows={pagedRows(pages)}
          rowKey={({ id }) => id}
          rowLink={({ id }) => `/users/${id}`}
          filters={<FilterBar filters={filters} values={filter} onChange={change} />}
          actions={<ExportMenu route={accountsRoutes.export} query={query} />}
        />
      </section>
      {adding && (
        <NewAccount
          onMade={(account, password) => {
            setAdding(false)
            if (password) setMade({ account, password })
          }}
          onClose={() => setAdding(false)}
        />
      )}
      {made && (
        <ShownOnce
          title={t('admin.users.made', { login: made.account.login })}
          label={t('admin.users.password')}
          secret={made.password}
          explanation={t('admin.users.passwordOnce')}
          onClose={() => setMade(undefined)}
        />
      )}
    </div>
  )
}

function useColumns(): readonly Column<Account>[] {
  const { t, instant } = useText()
  const grantText = useGrantText()
  const readClock = useServerClock()
  return [
    { key: 'login', title: t('admin.users.login'), primary: true, render: ({ login }) => login },
    { key: 'name', title: t('admin.users.name'), render: ({ name }) => name },
    {
      key: 'grants',
      title: t('admin.users.grants'),
      render: ({ grants }) => (grants.length === 0 ? t('admin.users.noGrants') : grants.map(grantText).join('；')),
    },
    { key: 'state', title: t('admin.state'), render: (it) => <AccountStatus account={it} nowMs={readClock()} /> },
    {
      key: 'secondFactor',
      title: t('admin.users.secondFactor'),
      render: ({ secondFactor, signsInWith }) =>
        signsInWith === 'oidc' ? (
          t('admin.users.external')
        ) : (
          <Status kind={secondFactor ? 'good' : 'neutral'}>{t(secondFactor ? 'admin.on' : 'admin.off')}</Status>
        ),
    },
    {
      key: 'lastSignInAt',
      title: t('admin.users.lastSignInAt'),
      nowrap: true,
      render: ({ lastSignInAt }) => (lastSignInAt ? instant(lastSignInAt) : t('admin.users.never')),
    },
    {
      key: 'createdAt',
      title: t('imports.sources.columns.createdAt'),
      hidden: true,
      render: ({ createdAt, createdBy }) => `${instant(createdAt)} ${createdBy}`,
    },
  ]
}
