import { identityRoutes } from '@zhengfeng/contract'
import { Button, QRCode } from 'antd'
import { type ReactNode, useState } from 'react'
import { useAction } from '../../api/queries.ts'
import { ActionError, TextField } from '../../components/fields.tsx'
import { useMe } from '../../shell/session.tsx'
import { useText } from '../../text/TextProvider.tsx'

/** Turns the second factor on and off. */
export function SecondFactorPanel(): ReactNode {
  const { t } = useText()
  const { secondFactor, recoveryCodesLeft } = useMe()
  const [codes, setCodes] = useState<readonly string[]>()
  const on = secondFactor === 'on'
  return (
    <section className="panel stack">
      <h2>{t('console.secondFactor.title')}</h2>
      <p>{t(`console.secondFactor.states.${secondFactor}`)}</p>
      {on && recoveryCodesLeft !== undefined && (
        <p className="muted">{t('console.secondFactor.codesLeft', { count: recoveryCodesLeft })}</p>
      )}
      {codes && <RecoveryCodes codes={codes} />}
      {on ? <Change onCodes={setCodes} /> : <Enrol onCodes={setCodes} />}
    </section>
  )
}

function RecoveryCodes({ codes }: { readonly codes: readonly string[] }): ReactNode {
  const { t } = useText()
  return (
    <div className="notice" role="status">
      <p>{t('console.secondFactor.keepCodes')}</p>
      <ul className="codes">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
    </div>
  )
}

type OnCodes = { readonly onCodes: (codes: readonly string[]) => void }

function Enrol({ onCodes }: OnCodes): ReactNode {
  const { t } = useText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const enrol = useAction(identityRoutes.enrolSecondFactor)
  const confirm = useAction(identityRoutes.confirmSecondFactor, [identityRoutes.session])
  if (!enrol.data)
    return (
      <form
        className="stack"
        onSubmit={(event) => {
          event.preventDefault()
          enrol.mutate({ body: { password } })
        }}
      >
        <PasswordOfNow value={password} onChange={setPassword} />
        <ActionError error={enrol.error} />
        <Button htmlType="submit" loading={enrol.isPending}>
          {t('console.secondFactor.start')}
        </Button>
      </form>
    )
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        confirm.mutate({ body: { code } }, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) })
      }}
    >
      <p>{t('console.secondFactor.scan')}</p>
      <div className="qr">
        <QRCode value={enrol.data.uri} type="svg" color="#000" bgColor="#fff" />
      </div>
      <p>
        {t('console.secondFactor.typeIn')} <code>{enrol.data.secret}</code>
      </p>
      <CodeOfNow value={code} onChange={setCode} />
      <ActionError error={confirm.error} />
      <Button type="primary" htmlType="submit" loading={confirm.isPending}>
        {t('console.secondFactor.confirm')}
      </Button>
    </form>
  )
}

function Change({ onCodes }: OnCodes): ReactNode {
  const { t } = useText()
  const [password, setPassword] = useState('')
  const [code, setCode] = useState('')
  const renew = useAction(identityRoutes.renewRecoveryCodes, [identityRoutes.session])
  const remove = useAction(identityRoutes.removeSecondFactor, [identityRoutes.session])
  const body = { password, code }
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        renew.mutate({ body }, { onSuccess: ({ recoveryCodes }) => onCodes(recoveryCodes) })
      }}
    >
      <PasswordOfNow value={password} onChange={setPassword} />
      <CodeOfNow value={code} onChange={setCode} />
      <ActionError error={renew.error ?? remove.error} />
      <div className="row">
        <Button htmlType="submit" loading={renew.isPending}>
          {t('console.secondFactor.renew')}
        </Button>
        <Button danger disabled={!password || !code} loading={remove.isPending} onClick={() => remove.mutate({ body })}>
          {t('console.secondFactor.remove')}
        </Button>
      </div>
    </form>
  )
}

interface FieldOf {
  readonly value: string
  readonly onChange: (value: string) => void
}

function PasswordOfNow(props: FieldOf): ReactNode {
  const { t } = useText()
  return (
    <TextField
      {...props}
      label={t('console.password.current')}
      type="password"
      autoComplete="current-password"
      required
    />
  )
}

function CodeOfNow(props: FieldOf): ReactNode {
  const { t } = useText()
  return (
    <TextField
      {...props}
      label={t('console.signIn.secondFactor.code')}
      autoComplete="one-time-code"
      inputMode="numeric"
      required
    />
  )
}
