import { identityRoutes } from '@zhengfeng/contract'
import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActionError, TextField } from '../../components/fields.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { SignInFrame } from './SignInFrame.tsx'

const empty = { token: '', login: '', name: '', password: '', again: '' }

/** The first start: makes the first security administrator. */
export default function SetupPage(): ReactNode {
  const { t } = useText()
  const [values, setValues] = useState(empty)
  const setUp = useAction(identityRoutes.setup, [identityRoutes.session])
  const { again, ...body } = values
  const differs = again !== '' && again !== values.password
  const field = (name: keyof typeof empty) => ({
    label: t(`console.setup.${name}`),
    value: values[name],
    onChange: (value: string) => setValues((before) => ({ ...before, [name]: value })),
    required: true,
  })
  return (
    <SignInFrame title={t('console.setup.title')}>
      <p className="muted">{t('console.setup.explanation')}</p>
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          if (again === values.password) setUp.mutate({ body })
        }}
      >
        <TextField {...field('token')} hint={t('console.setup.tokenHint')} autoComplete="off" spellCheck={false} />
        <TextField {...field('login')} autoComplete="username" autoCapitalize="none" spellCheck={false} />
        <TextField {...field('name')} autoComplete="name" />
        <TextField
          {...field('password')}
          hint={t('console.password.rule')}
          type="password"
          autoComplete="new-password"
        />
        <TextField
          {...field('again')}
          type="password"
          autoComplete="new-password"
          error={differs ? t('console.password.differs') : undefined}
        />
        <ActionError error={setUp.error} />
        <Button type="primary" htmlType="submit" block loading={setUp.isPending}>
          {t('console.setup.submit')}
        </Button>
      </form>
    </SignInFrame>
  )
}
