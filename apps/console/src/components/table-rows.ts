import type { Page } from '../api/queries.ts'

/** The rows of a table and how it stands with them. */
export interface TableRows<Row> {
  readonly rows: readonly Row[] | undefined
  readonly error?: unknown
  readonly retry?: () => void
  /** True while other rows than those shown are on their way. */
  readonly updating?: boolean
  /** Absent: these are all. */
  readonly more?: { readonly load: () => void; readonly loading: boolean; readonly error?: unknown }
}

interface ListQuery<Row> {
  readonly data: { readonly items: readonly Row[] } | undefined
  readonly error: unknown
  readonly isPlaceholderData?: boolean
  readonly refetch: () => unknown
}

/** Rows from an answer that tells them all. */
export function rowsOf<Row>(query: ListQuery<Row>): TableRows<Row> {
  return {
    rows: query.data?.items,
    error: query.error,
    retry: () => void query.refetch(),
    updating: query.isPlaceholderData ?? false,
  }
}

interface PagesQuery<Row> {
  readonly data: readonly Page<Row>[] | undefined
  readonly error: unknown
  readonly refetch: () => unknown
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly isFetchNextPageError: boolean
  readonly isPlaceholderData?: boolean
  readonly fetchNextPage: () => unknown
}

/** Rows from a list that pages by key. */
export function pagedRows<Row>(query: PagesQuery<Row>): TableRows<Row> {
  return {
    rows: query.data?.flatMap(({ items }) => items),
    error: query.isFetchNextPageError ? undefined : query.error,
    retry: () => void query.refetch(),
    updating: query.isPlaceholderData ?? false,
    ...(query.hasNextPage && {
      more: {
        load: () => void query.fetchNextPage(),
        loading: query.isFetchingNextPage,
        error: query.isFetchNextPageError ? query.error : undefined,
      },
    }),
  }
}
