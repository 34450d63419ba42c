import { identityRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActionError, TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** The second step of signing in. */
export function SecondFactorForm({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { t } = useText()
  const [code, setCode] = useState('')
  const confirm = useAction(identityRoutes.secondFactor, [identityRoutes.session])
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        confirm.mutate({ body: { code } })
      }}
    >
      <TextField
        label={t('console.signIn.secondFactor.code')}
        hint={t('console.signIn.secondFactor.hint')}
        value={code}
        onChange={setCode}
        autoComplete="one-time-code"
        inputMode="numeric"
        spellCheck={false}
        autoFocus
        required
        minLength={6}
      />
      <ActionError error={confirm.error} />
      <Button type="primary" htmlType="submit" block loading={confirm.isPending}>
        {t('console.signIn.submit')}
      </Button>
      <button type="button" className="link-button" onClick={onBack}>
        {t('console.signIn.secondFactor.back')}
      </button>
    </form>
  )
}
