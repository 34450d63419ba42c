import { CloseOutlined } from '@ant-design/icons'
import { type ReactNode, useEffect, useRef } from 'react'
import { useText } from '../text/TextProvider.tsx'

/** A window over the page, by the browser's own `<dialog>`: it holds the focus, and Escape closes it. */
export function Dialog(props: {
  readonly title: string
  readonly onClose: () => void
  readonly children: ReactNode
  readonly className?: string
  /** The title is for screen readers only. */
  readonly bare?: boolean
}): ReactNode {
  const { t } = useText()
  const element = useRef<HTMLDialogElement>(null)
  useEffect(() => {
    if (!element.current?.open) element.current?.showModal()
  }, [])
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: Escape closes a dialog by itself
    <dialog
      ref={element}
      className={`dialog ${props.className ?? ''}`}
      aria-label={props.title}
      onClose={props.onClose}
      onClick={({ target, currentTarget }) => target === currentTarget && props.onClose()}
    >
      {!props.bare && (
        <div className="dialog-head">
          <h2>{props.title}</h2>
          <button type="button" className="plain-button" aria-label={t('console.close')} onClick={props.onClose}>
            <CloseOutlined />
          </button>
        </div>
      )}
      {props.children}
    </dialog>
  )
}
