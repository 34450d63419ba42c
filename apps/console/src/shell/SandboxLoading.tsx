import { sandboxRoutes } from '@zhengfeng/contract'
import type { ReactNode } from 'react'
import { useAnswer } from '../api/queries.ts'
import { useText } from '../text/TextProvider.tsx'

/** How far the sandbox province is loaded, while the server answers nothing else; its children where that is not so. */
export function SandboxLoading({ children }: { readonly children: ReactNode }): ReactNode {
  const { t, share } = useText()
  const { data } = useAnswer(sandboxRoutes.status, {}, { refetchEveryMs: 1_000, retryEveryMs: 2_000 })
  if (data?.state === 'failed') return <p role="alert">{t('console.sandbox.failed')}</p>
  if (data?.state !== 'loading') return children
  const { doneShare = 0, cases = 0 } = data.loading ?? {}
  const told = t('console.sandbox.loading', { share: share(doneShare), cases })
  return (
    <div className="stack" role="status">
      <p>{told}</p>
      <progress value={doneShare} aria-label={told} />
    </div>
  )
}
