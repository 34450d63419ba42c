import { CloudSyncOutlined } from '@ant-design/icons'
import { type ReactNode, useSyncExternalStore } from 'react'
import { isProblem, UnreachableError } from '../api/call.ts'
import { useText } from '../text/TextProvider.tsx'
import { useSessionAnswer } from './session.tsx'

/** Says that the figures in view may be old: the network is down, or the server cannot be reached. */
export function ConnectionBanner(): ReactNode {
  const { t } = useText()
  const online = useOnline()
  const { error, failureReason } = useSessionAnswer()
  const unreachable = [error, failureReason].some(
    (it) => it instanceof UnreachableError || isProblem(it, 'starting', 'storageUnavailable'),
  )
  if (online && !unreachable) return null
  return (
    <p className="banner" role="status">
      <CloudSyncOutlined />
      {t(online ? 'console.connection.unreachable' : 'console.connection.offline')}
    </p>
  )
}

function useOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      addEventListener('online', listener)
      addEventListener('offline', listener)
      return () => {
        removeEventListener('online', listener)
        removeEventListener('offline', listener)
      }
    },
    () => navigator.onLine,
  )
}
