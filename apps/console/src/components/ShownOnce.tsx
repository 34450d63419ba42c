import { Button } from 'antd'
import { type ReactNode, useState } from 'react'
import { useText } from '../text/TextProvider.tsx'
import { Dialog } from './Dialog.tsx'
import '../pages/sources/sources.css'

/** A secret that the server tells once: shown until the person says that it is kept. Needs the texts of `admin`. */
export function ShownOnce(props: {
  readonly title: string
  readonly label: string
  readonly secret: string
  readonly explanation?: string
  /** How to use it, to be copied as well. */
  readonly example?: string
  readonly exampleLabel?: string
  readonly onClose: () => void
}): ReactNode {
  const { t } = useText()
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <div className="stack">
        <p className="notice notice-warn">{props.explanation ?? t('admin.secret.once')}</p>
        <Copyable label={props.label} text={props.secret} />
        {props.example && <Copyable label={props.exampleLabel ?? ''} text={props.example} block />}
        <div className="row">
          <Button type="primary" onClick={props.onClose}>
            {t('admin.secret.kept')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Copyable(props: { readonly label: string; readonly text: string; readonly block?: boolean }): ReactNode {
  const { t } = useText()
  const [state, setState] = useState<'idle' | 'copied' | 'byHand'>('idle')
  const copy = (): void => {
    // Without a secure connection browsers do not let pages copy.
    const copying = navigator.clipboard?.writeText(props.text) ?? Promise.reject(new Error('no clipboard'))
    copying.then(
      () => setState('copied'),
      () => setState('byHand'),
    )
  }
  const Tag = props.block ? 'pre' : 'code'
  return (
    <div>
      <div className="row">
        <span className="muted">{props.label}</span>
        <Button
          size="small"
          autoInsertSpace={false}
          onClick={copy}
          aria-label={t('admin.secret.copyWhat', { what: props.label })}
        >
          {t('admin.secret.copy')}
        </Button>
        <span role="status">{state !== 'idle' && t(`admin.secret.${state}`)}</span>
      </div>
      <Tag className="secret">{props.text}</Tag>
    </div>
  )
}
