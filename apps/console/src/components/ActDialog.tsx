import { Button } from 'antd'
import { type FormEvent, type ReactNode, useState } from 'react'
import { isProblem } from '../api/call.ts'
import { useText } from '../text/TextProvider.tsx'
import { Dialog } from './Dialog.tsx'
import { ActionError } from './fields.tsx'
import { TextArea } from './TextArea.tsx'

export interface ActDialogProps {
  readonly title: string
  /** What the act does, and whether it can be taken back. */
  readonly explanation?: string | undefined
  readonly submitLabel: string
  /** Whether a text is asked for, and how many characters it has at least; absent: none is. */
  readonly text?: { readonly label: string; readonly least: number; readonly most?: number } | undefined
  /** What was chosen besides is not enough yet. */
  readonly incomplete?: boolean
  readonly danger?: boolean
  readonly pending: boolean
  readonly error: unknown
  readonly onSubmit: (text: string | undefined) => void
  readonly onClose: () => void
  readonly children?: ReactNode
}

/** A window that asks once more before an act, and for its text. Needs the texts of `work`. */
export function ActDialog(props: ActDialogProps): ReactNode {
  const { t } = useText()
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const text = typed.trim()
  const tooShort = props.text !== undefined && text.length < props.text.least
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    setTried(true)
    if (!tooShort && !props.incomplete) props.onSubmit(text || undefined)
  }
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form className="stack" onSubmit={submit}>
        {props.explanation && <p>{props.explanation}</p>}
        {props.children}
        {props.text && (
          <TextArea
            label={props.text.label}
            value={typed}
            onChange={setTyped}
            error={tried && tooShort ? t('work.act.needed') : undefined}
            maxLength={props.text.most ?? 2000}
          />
        )}
        <Refusal error={props.error} />
        <div className="row">
          <Button htmlType="submit" type="primary" danger={props.danger ?? false} loading={props.pending}>
            {props.submitLabel}
          </Button>
          <Button onClick={props.onClose}>{t('work.act.cancel')}</Button>
        </div>
      </form>
    </Dialog>
  )
}

/** A conflict says that the page is up to date now: the person decides again. */
function Refusal({ error }: { readonly error: unknown }): ReactNode {
  const { t } = useText()
  if (!isProblem(error, 'conflict')) return <ActionError error={error} />
  return (
    <p className="notice notice-warn" role="alert">
      {t('work.conflict')}
    </p>
  )
}
