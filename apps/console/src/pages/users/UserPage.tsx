import { type Account, accountsRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useParams } from 'react-router'
import { useAction, useAnswer } from '../../api/queries.ts'
import { ActionError } from '../../components/fields.tsx'
import { PageHeader } from '../../components/PageHeader.tsx'
import { Answered } from '../../components/StatePanel.tsx'
import { useDone } from '../../components/toast.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useMay, useMe, useServerClock } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { AccountActs } from './AccountActs.tsx'
import { AccountStatus } from './AccountStatus.tsx'
import { GrantsEditor } from './GrantsEditor.tsx'
import { useGrantText } from './grant-text.ts'
import { rolesInConflict } from './separation.ts'
import '../imports/imports.css'

/** One account: whether it can sign in, and what it may do. */
export default function UserPage(): ReactNode {
  const { t } = useText()
  const { id = '' } = useParams()
  const may = useMay()
  const me = useMe()
  const query = useAnswer(accountsRoutes.get, { params: { id } })
  const own = me.id === id
  const mayManage = may('account.manage') && !own
  return (
    <div className="page">
      <PageHeader title={query.data?.name ?? t('console.pages.user')}>
        {query.data && mayManage && <AccountActs account={query.data} />}
      </PageHeader>
      {own && <p className="notice">{t('admin.users.own')}</p>}
      <Answered query={query}>
        {(account) => (
          <div className="columns">
            <Facts account={account} />
            <Grants key={JSON.stringify(account.grants)} account={account} mayManage={mayManage} />
          </div>
        )}
      </Answered>
    </div>
  )
}

function Facts({ account }: { readonly account: Account }): ReactNode {
  const { t, instant } = useText()
  const { nameOf } = useDivisions()
  const readClock = useServerClock()
  const facts: readonly (readonly [string, ReactNode])[] = [
    [t('admin.users.login'), account.login],
    [t('admin.users.name'), account.name],
    [t('admin.users.division'), account.division ? nameOf(account.division) : '–'],
    [t('admin.state'), <AccountStatus key="state" account={account} nowMs={readClock()} />],
    [t('admin.users.signsInWith'), t(`admin.users.ways.${account.signsInWith}`)],
    [t('admin.users.secondFactor'), t(account.secondFactor ? 'admin.on' : 'admin.off')],
    [t('admin.users.lastSignInAt'), account.lastSignInAt ? instant(account.lastSignInAt) : t('admin.users.never')],
    [t('imports.sources.columns.createdAt'), `${instant(account.createdAt)} ${account.createdBy}`],
  ]
  return (
    <section className="panel" aria-labelledby="account-title">
      <h2 id="account-title">{t('admin.users.account')}</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}

function Grants({ account, mayManage }: { readonly account: Account; readonly mayManage: boolean }): ReactNode {
  const { t } = useText()
  const grantText = useGrantText()
  const done = useDone()
  const [grants, setGrants] = useState(account.grants as readonly Account['grants'][number][])
  const set = useAction(accountsRoutes.setGrants, [accountsRoutes.get, accountsRoutes.list])
  const changed = JSON.stringify(grants) !== JSON.stringify(account.grants)
  const save = (): void =>
    set.mutate(
      { params: { id: account.id }, body: { grants: [...grants] } },
      { onSuccess: () => done(t('admin.users.grantsSaved')) },
    )
  if (!mayManage)
    return (
      <section className="panel">
        <h2>{t('admin.users.grants')}</h2>
        {account.grants.length === 0 ? (
          <p className="muted">{t('admin.users.noGrants')}</p>
        ) : (
          <ul>
            {account.grants.map((grant) => (
              <li key={grantText(grant)}>{grantText(grant)}</li>
            ))}
          </ul>
        )}
      </section>
    )
  return (
    <section className="panel stack" aria-label={t('admin.users.grants')}>
      <GrantsEditor grants={grants} onChange={setGrants} />
      <p className="muted">{t('admin.users.separation')}</p>
      <ActionError error={set.error} />
      <div className="row">
        <Button
          type="primary"
          disabled={!changed || rolesInConflict(grants).length > 0}
          loading={set.isPending}
          onClick={save}
        >
          {t('admin.save')}
        </Button>
        <span className="muted">{changed && t('admin.users.grantsHint')}</span>
      </div>
    </section>
  )
}
