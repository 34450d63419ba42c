import { identityRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActionError, TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** Changes one's own password. */
export function PasswordChangeForm(props: { readonly onDone?: () => void }): ReactNode {
  const { t } = useText()
  const [current, setCurrent] = useState('')
  const [next, setNext] = useState('')
  const [again, setAgain] = useState('')
  const change = useAction(identityRoutes.changePassword, [identityRoutes.session, identityRoutes.sessions])
  const differs = again !== '' && again !== next
  const onSuccess = (): void => {
    for (const set of [setCurrent, setNext, setAgain]) set('')
    props.onDone?.()
  }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        if (next === again) change.mutate({ body: { current, next } }, { onSuccess })
      }}
    >
      <TextField
        label={t('console.password.current')}
        type="password"
        value={current}
        onChange={setCurrent}
        autoComplete="current-password"
        required
      />
      <TextField
        label={t('console.password.next')}
        hint={t('console.password.rule')}
        type="password"
        value={next}
        onChange={setNext}
        autoComplete="new-password"
        required
      />
      <TextField
        label={t('console.password.again')}
        type="password"
        value={again}
        onChange={setAgain}
        autoComplete="new-password"
        error={differs ? t('console.password.differs') : undefined}
        required
      />
      <ActionError error={change.error} />
      {change.isSuccess && (
        <p className="notice notice-good" role="status">
          {t('console.password.done')}
        </p>
      )}
      <Button type="primary" htmlType="submit" loading={change.isPending}>
        {t('console.password.submit')}
      </Button>
    </form>
  )
}
