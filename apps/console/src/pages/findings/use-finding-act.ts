import { type UseMutationResult, useMutation, useQueryClient } from '@tanstack/react-query'
import { type DismissalReason, type FindingView, findingsRoutes } from '@zhengfeng/contract'
import type { z } from 'zod'
import { call, isProblem } from '../../api/call.ts'
import { useDone } from '../../components/toast.tsx'
import { useText } from '../../text/TextProvider.tsx'

export interface FindingRef {
  readonly division: string
  readonly id: string
  readonly version: number
}

export type FindingAct =
  | { readonly kind: 'confirm'; readonly text?: string | undefined }
  | { readonly kind: 'dismiss'; readonly reason: z.infer<typeof DismissalReason>; readonly text?: string | undefined }
  | { readonly kind: 'reopen'; readonly text: string }
  | { readonly kind: 'assign'; readonly assignee?: string | undefined }
  | { readonly kind: 'comment'; readonly text: string }
  | { readonly kind: 'undo' }

interface Doing {
  readonly finding: FindingRef
  readonly act: FindingAct
}

/** Acts on a finding; what shows findings is asked anew. A message says that it is done and offers to take it back. */
export function useFindingAct(): UseMutationResult<FindingView, Error, Doing> {
  const client = useQueryClient()
  const { t } = useText()
  const done = useDone()
  const refresh = useRefreshFindings()
  return useMutation({
    mutationFn: ({ finding, act }: Doing) => sendAct(finding, act),
    onSuccess: (view, { finding, act }) => {
      client.setQueryData([findingsRoutes.read.path, readInput(view)], view)
      // The act is done: nobody waits for the lists.
      void refresh()
      if (act.kind === 'undo') return done(t('work.undone'))
      const undo = (): void =>
        void sendAct({ ...finding, version: view.version }, { kind: 'undo' })
          .then(
            () => done(t('work.undone')),
            () => undefined,
          )
          .finally(refresh)
      done(t(`work.findings.done.${act.kind}`), undo)
    },
    onError: async (error) => {
      // Somebody acted since: what is in view is made up to date, and the person decides again.
      if (isProblem(error, 'conflict')) await refresh()
    },
  })
}

/** How the answer to reading a finding is kept (`useAnswer`). */
export function readInput({ division, id }: { readonly division: string; readonly id: string }): {
  readonly params: { readonly division: string; readonly id: string }
} {
  return { params: { division, id } }
}

/** Asks all anew that shows findings. */
export function useRefreshFindings(): () => Promise<void> {
  const client = useQueryClient()
  return async () => {
    const { list, facets, read, detectors } = findingsRoutes
    await Promise.all([list, facets, read, detectors].map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
  }
}

/** Sends one act. */
export function sendAct({ division, id, version }: FindingRef, act: FindingAct): Promise<FindingView> {
  const params = { division, id }
  switch (act.kind) {
    case 'confirm':
      return call(findingsRoutes.confirm, { params, body: { version, ...textOf(act) } })
    case 'dismiss':
      return call(findingsRoutes.dismiss, { params, body: { version, reason: act.reason, ...textOf(act) } })
    case 'reopen':
      return call(findingsRoutes.reopen, { params, body: { version, text: act.text } })
    case 'assign':
      return call(findingsRoutes.assign, { params, body: { version, ...(act.assignee && { assignee: act.assignee }) } })
    case 'comment':
      return call(findingsRoutes.comment, { params, body: { text: act.text } })
    case 'undo':
      return call(findingsRoutes.undo, { params, body: { version } })
  }
}

function textOf({ text }: { readonly text?: string | undefined }): { readonly text?: string } {
  return text ? { text } : {}
}
