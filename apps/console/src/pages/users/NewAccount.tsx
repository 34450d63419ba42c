import { type Account, accountsRoutes, type Grant } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { Choice } from '../../components/Choice.tsx'
import { TextField } from '../../components/fields.tsx'
import { useSession } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { GrantsEditor } from './GrantsEditor.tsx'
import { rolesInConflict } from './separation.ts'
import '../imports/imports.css'

const ways = ['password', 'oidc'] as const

/** Asks who is to sign in, and as what. */
export function NewAccount(props: {
  readonly onMade: (account: Account, password: string | undefined) => void
  readonly onClose: () => void
}): ReactNode {
  const { t } = useText()
  const { oidc } = useSession()
  const [login, setLogin] = useState('')
  const [name, setName] = useState('')
  const [signsInWith, setWay] = useState<(typeof ways)[number]>('password')
  const [grants, setGrants] = useState<readonly Grant[]>([])
  const create = useAction(accountsRoutes.create, [accountsRoutes.list])
  const loginWrong = login !== '' && !/^[a-z0-9][a-z0-9._@-]{1,63}$/.test(login.trim().toLowerCase())
  const submit = (): void =>
    create.mutate(
      { body: { login, name, signsInWith, grants: [...grants] } },
      { onSuccess: ({ account, initialPassword }) => props.onMade(account, initialPassword) },
    )
  return (
    <ActDialog
      title={t('admin.users.add')}
      explanation={t('admin.users.addExplanation')}
      submitLabel={t('admin.users.create')}
      incomplete={login === '' || loginWrong || name.trim() === '' || rolesInConflict(grants).length > 0}
      pending={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <TextField
        label={t('admin.users.login')}
        value={login}
        onChange={setLogin}
        autoComplete="off"
        required
        error={loginWrong ? t('admin.users.loginRule') : undefined}
      />
      <TextField
        label={t('admin.users.name')}
        value={name}
        onChange={setName}
        maxLength={100}
        autoComplete="off"
        required
      />
      {oidc && (
        <Choice
          label={t('admin.users.signsInWith')}
          value={signsInWith}
          options={ways.map((value) => ({ value, label: t(`admin.users.ways.${value}`) }))}
          onChange={setWay}
        />
      )}
      <GrantsEditor grants={grants} onChange={setGrants} />
    </ActDialog>
  )
}
