import type { Waiting } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { Status } from '../../components/Status.tsx'
import { useText } from '../../text/TextProvider.tsx'
import { useMessage } from '../../text/use-message.ts'

/** Why an open case waits, in sentences that each rest on what is logged. */
export function WaitingPanel(props: { readonly waiting: Waiting; readonly asOf: string }): ReactNode {
  const { t, instant, duration } = useText()
  const { waiting } = props
  const { department, actor, clock, stopKind } = waiting
  const known = department !== '' || actor !== ''
  return (
    <section className="panel waiting" aria-labelledby="waiting-title">
      <h2 id="waiting-title">{t('work.case.waiting.title')}</h2>
      <ul className="sentences">
        <li className="waiting-first">
          <Status kind={waiting.waitsFor === 'office' ? 'warn' : 'waiting'}>
            {t(`tables.waitsFor.${waiting.waitsFor}`)}
          </Status>
        </li>
        <li>{t(`work.case.waiting.${known ? 'holder' : 'holderUnknown'}`, { department, actor })}</li>
        <li>
          {t('work.case.waiting.since', {
            since: instant(waiting.since),
            activity: waiting.activity,
            time: duration(waiting.sinceMs),
          })}
        </li>
        <li>{t(`work.case.waiting.clock.${clock}`, { kind: stopKind ? t(`tables.stopKinds.${stopKind}`) : '–' })}</li>
        <Usual waiting={waiting} />
      </ul>
      <Remedies {...props} />
    </section>
  )
}

function Usual({ waiting }: { readonly waiting: Waiting }): ReactNode {
  const { t, duration, count } = useText()
  const { usual } = waiting
  if (!usual) return <li className="muted">{t('work.case.waiting.unusualUnknown')}</li>
  const values = {
    median: duration(usual.medianMs),
    p90: duration(usual.p90Ms),
    basis: t(`tables.usualBasis.${usual.basis}`),
    count: count(usual.cases),
  }
  return (
    <li>
      {t('work.case.waiting.usual', values)}{' '}
      {waiting.sinceMs > usual.p90Ms && <strong>{t('work.case.waiting.longer')}</strong>}
    </li>
  )
}

function Remedies({ waiting, asOf }: { readonly waiting: Waiting; readonly asOf: string }): ReactNode {
  const { t, instant } = useText()
  const message = useMessage()
  if (waiting.remedies.length === 0) return null
  return (
    <>
      <h3>{t('work.case.waiting.remedies')}</h3>
      <ol className="remedies">
        {waiting.remedies.map((remedy) => (
          <li key={remedy.key}>
            {remedy.from <= asOf ? (
              <Status kind="warn">{t('work.case.waiting.inForce')}</Status>
            ) : (
              <Status kind="waiting">{t('work.case.waiting.from', { at: instant(remedy.from) })}</Status>
            )}
            <span>{message('tables.remedies', remedy)}</span>
          </li>
        ))}
      </ol>
    </>
  )
}
