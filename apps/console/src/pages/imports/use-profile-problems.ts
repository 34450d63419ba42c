import { useQuery } from '@tanstack/react-query'
import type { ProfileProblem, Route } from '@zhengfeng/contract'
import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { call } from '../../api/call.ts'

type Problem = z.infer<typeof ProfileProblem>

/** Asks the server what is wrong with the text of a profile, after a pause in typing. */
export function useProfileProblems(
  where: { readonly route: Route; readonly params?: { readonly id: string } },
  text: string,
): { readonly found: readonly Problem[]; readonly checking: boolean } {
  const rested = useRested(text, 500)
  const { data, isFetching } = useQuery({
    queryKey: [where.route.path, where.params, rested],
    queryFn: ({ signal }) =>
      call(where.route, {
        ...(where.params && { params: where.params }),
        body: { profileText: rested },
        signal,
      } as never) as Promise<unknown> as Promise<{ readonly problems: readonly Problem[] }>,
    placeholderData: (before) => before,
  })
  return { found: data?.problems ?? [], checking: isFetching || rested !== text }
}

function useRested<Value>(value: Value, afterMs: number): Value {
  const [rested, setRested] = useState(value)
  useEffect(() => {
    const timer = setTimeout(() => setRested(value), afterMs)
    return () => clearTimeout(timer)
  }, [value, afterMs])
  return rested
}
