import { useQueryClient } from '@tanstack/react-query'
import { identityRoutes } from '@zhengfeng/contract'
import { useCallback } from 'react'
import { call } from '../api/call.ts'

/** Ends the session. Nothing that was asked for stays in the page. */
export function useSignOut(): () => void {
  const client = useQueryClient()
  return useCallback(() => {
    void call(identityRoutes.signOut, {}).then(async () => {
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== identityRoutes.session.path })
      await client.invalidateQueries({ queryKey: [identityRoutes.session.path] })
    })
  }, [client])
}
