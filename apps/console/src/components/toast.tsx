import { App } from 'antd'
import { type ReactNode, useCallback } from 'react'
import { useText } from '../text/TextProvider.tsx'

/** How long an act can be taken back from the message that tells of it. */
const undoForS = 10

/** Says that something is done, and offers to take it back. Needs the texts of `work`. */
export function useDone(): (text: ReactNode, undo?: () => void) => void {
  const { message } = App.useApp()
  const { t } = useText()
  return useCallback(
    (text, undo) => {
      if (!undo) return void message.success(text)
      const key = `undo-${Date.now()}`
      const takeBack = (): void => {
        message.destroy(key)
        undo()
      }
      const content = (
        <span className="toast" role="status">
          {text}{' '}
          <button type="button" className="link-button" onClick={takeBack}>
            {t('work.undo')}
          </button>
        </span>
      )
      message.open({ key, type: 'success', content, duration: undoForS })
    },
    [message, t],
  )
}
