import {
  keepPreviousData,
  MutationCache,
  QueryCache,
  QueryClient,
  type UseInfiniteQueryResult,
  type UseMutationResult,
  type UseQueryResult,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query'
import type { Answer, CallOptions, Route } from '@zhengfeng/contract'
import { call, isProblem, problemOf, UnreachableError } from './call.ts'

/** Answers kept by key. `onSessionChange` is called when the server does not know the session as we do. */
export function createQueryClient(onSessionChange: () => void): QueryClient {
  const onError = (error: Error): void => {
    if (isProblem(error, 'signInNeeded', 'passwordMustChange', 'secondFactorNeeded')) onSessionChange()
  }
  return new QueryClient({
    queryCache: new QueryCache({ onError }),
    mutationCache: new MutationCache({ onError }),
    defaultOptions: {
      queries: { staleTime: 15_000, gcTime: 300_000, retry: shouldRetry, refetchOnWindowFocus: false },
    },
  })
}

/** Refusals are final; a server out of reach or starting is asked again. */
function shouldRetry(failures: number, error: Error): boolean {
  const status = problemOf(error)?.status
  const transient = error instanceof UnreachableError || status === 502 || status === 503 || status === 504
  return transient && failures < 3
}

export interface QueryOptions {
  /** False: do not ask yet. */
  readonly enabled?: boolean
  readonly refetchEveryMs?: number
  /** Lists only: ask again when the window is looked at again. */
  readonly refetchOnFocus?: boolean
  /** How often to ask after a failure, where that is to be more often. */
  readonly retryEveryMs?: number
}

/** Asks a route and keeps the answer; the answer before stays until the new one is there. */
export function useAnswer<const R extends Route>(
  route: R,
  input: Omit<CallOptions<R>, 'signal' | 'headers'>,
  options: QueryOptions = {},
): UseQueryResult<Answer<R>> {
  return useQuery({
    queryKey: [route.path, input],
    queryFn: ({ signal }) => call(route, { ...input, signal } as unknown as CallOptions<R>),
    placeholderData: keepPreviousData,
    enabled: options.enabled ?? true,
    refetchInterval: ({ state }) => (state.error && options.retryEveryMs) || options.refetchEveryMs || false,
  }) as UseQueryResult<Answer<R>>
}

/** A list that pages by key: what a route with `Paging` answers. */
export interface Page<Item> {
  readonly items: readonly Item[]
  readonly next?: string | undefined
}

type ItemOf<R extends Route> = Answer<R> extends { readonly items: readonly (infer Item)[] } ? Item : never

/** Pages through a list by key. */
export function usePages<const R extends Route>(
  route: R,
  input: { readonly query: object; readonly params?: object },
  options: QueryOptions = {},
): UseInfiniteQueryResult<readonly Page<ItemOf<R>>[]> {
  return useInfiniteQuery({
    queryKey: [route.path, 'pages', input],
    queryFn: async ({ pageParam, signal }) => {
      const query = pageParam === undefined ? input.query : { ...input.query, cursor: pageParam }
      return (await call(route, { ...input, query, signal } as unknown as CallOptions<R>)) as Page<ItemOf<R>>
    },
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next,
    select: (data) => data.pages,
    enabled: options.enabled ?? true,
    // Who comes back to a list sees what it is now; while it is read it stays as it is, see `useNews`.
    refetchOnWindowFocus: options.refetchOnFocus ?? false,
    ...(options.refetchEveryMs && { refetchInterval: options.refetchEveryMs }),
  }) as UseInfiniteQueryResult<readonly Page<ItemOf<R>>[]>
}

/** Calls a route that changes something; afterwards the answers of the routes in `stale` are asked again. */
export function useAction<const R extends Route>(
  route: R,
  stale: readonly Route[] = [],
): UseMutationResult<Answer<R>, Error, CallOptions<R>> {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (input: CallOptions<R>) => call(route, input),
    onSuccess: async () => {
      await Promise.all(stale.map(({ path }) => client.invalidateQueries({ queryKey: [path] })))
    },
  })
}
