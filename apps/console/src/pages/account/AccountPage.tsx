import type { ReactNode } from 'react'
import { PageHeader } from '../../components/PageHeader.tsx'
import { useDivisions } from '../../shell/divisions.ts'
import { useMe } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { OwnSessions } from './OwnSessions.tsx'
import { PasswordChangeForm } from './PasswordChangeForm.tsx'
import { SecondFactorPanel } from './SecondFactorPanel.tsx'

/** One's own account: rights, password, second factor, sessions. */
export default function AccountPage(): ReactNode {
  const { t } = useText()
  const { secondFactor } = useMe()
  return (
    <div className="page">
      <PageHeader title={t('console.pages.account')} />
      <div className="columns">
        <Rights />
        {secondFactor !== 'external' && (
          <>
            <section className="panel">
              <h2>{t('console.password.title')}</h2>
              <PasswordChangeForm />
            </section>
            <SecondFactorPanel />
          </>
        )}
      </div>
      <OwnSessions />
    </div>
  )
}

/** What one may do, and where. */
function Rights(): ReactNode {
  const { t } = useText()
  const me = useMe()
  const { nameOf } = useDivisions()
  return (
    <section className="panel">
      <h2>{t('console.account.rights')}</h2>
      <dl className="facts">
        <div>
          <dt>{t('console.signIn.login')}</dt>
          <dd>{me.login}</dd>
        </div>
        <div>
          <dt>{t('console.setup.name')}</dt>
          <dd>{me.name}</dd>
        </div>
        {me.grants.map(({ role, division, department }) => (
          <div key={`${role} ${division} ${department}`}>
            <dt>{t(`console.roles.${role}`)}</dt>
            <dd>
              {division ? nameOf(division) : t('console.account.everywhere')}
              {department && ` · ${department}`}
              <br />
              <span className="muted">{t(`console.roleTasks.${role}`)}</span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
