import { type IssuedToken, sourcesRoutes, type TokenScope, tokenScopes } from '@zhengfeng/contract'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActDialog } from '../../components/ActDialog.tsx'
import { Choice } from '../../components/Choice.tsx'
import { TextField } from '../../components/fields.tsx'
import { useServerClock } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'

const validDays = ['30', '90', '365', '1095'] as const
const dayMs = 86_400_000

/** Asks what a token is for, how much it may send, and until when. */
export function NewToken(props: {
  readonly source: string
  readonly onIssued: (token: IssuedToken) => void
  readonly onClose: () => void
}): ReactNode {
  const { t } = useText()
  const readClock = useServerClock()
  const [name, setName] = useState('')
  const [scopes, setScopes] = useState<readonly TokenScope[]>(['events.write'])
  const [quota, setQuota] = useState('600000')
  const [days, setDays] = useState<(typeof validDays)[number]>('365')
  const create = useAction(sourcesRoutes.createToken, [sourcesRoutes.tokens, sourcesRoutes.read])
  const quotaPerMinute = Number(quota)
  const quotaWrong = !Number.isInteger(quotaPerMinute) || quotaPerMinute < 1 || quotaPerMinute > 10_000_000
  const submit = (): void => {
    // The server's clock may be that of a sandbox; a token lasts in true time where the two are close, so the later one is taken.
    const expiresAt = new Date(Math.max(readClock(), Date.now()) + Number(days) * dayMs).toISOString()
    create.mutate(
      { params: { id: props.source }, body: { name, scopes: [...scopes], quotaPerMinute, expiresAt } },
      { onSuccess: props.onIssued },
    )
  }
  return (
    <ActDialog
      title={t('admin.tokens.add')}
      explanation={t('admin.tokens.addExplanation')}
      submitLabel={t('admin.tokens.issue')}
      incomplete={name.trim() === '' || scopes.length === 0 || quotaWrong}
      pending={create.isPending}
      error={create.error}
      onSubmit={submit}
      onClose={props.onClose}
    >
      <TextField label={t('imports.tokens.columns.name')} value={name} onChange={setName} maxLength={200} required />
      <fieldset className="checks">
        <legend className="muted">{t('imports.tokens.columns.scopes')}</legend>
        {tokenScopes.map((scope) => (
          <label key={scope}>
            <input
              type="checkbox"
              checked={scopes.includes(scope)}
              onChange={({ target }) =>
                setScopes(target.checked ? [...scopes, scope] : scopes.filter((it) => it !== scope))
              }
            />
            {t(`admin.tokens.scopes.${scope.replace('.', '')}`)}
          </label>
        ))}
      </fieldset>
      <TextField
        label={t('imports.tokens.columns.quotaPerMinute')}
        value={quota}
        onChange={setQuota}
        inputMode="numeric"
        error={quotaWrong ? t('admin.tokens.quotaRule') : undefined}
      />
      <Choice
        label={t('admin.tokens.valid')}
        value={days}
        options={validDays.map((value) => ({ value, label: t('admin.tokens.days', { count: Number(value) }) }))}
        onChange={setDays}
      />
    </ActDialog>
  )
}
