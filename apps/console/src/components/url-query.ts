import { useCallback, useMemo } from 'react'
import { useSearchParams } from 'react-router'

export type UrlValues<Name extends string> = Readonly<Partial<Record<Name, string>>>

/** Reads some names of an address’s query; empty values are none. */
export function readQuery<Name extends string>(search: URLSearchParams, names: readonly Name[]): UrlValues<Name> {
  const found = names.flatMap((name) => {
    const value = search.get(name)
    return value ? [[name, value] as const] : []
  })
  return Object.fromEntries(found) as UrlValues<Name>
}

/** Writes a change into a copy of an address’s query; `undefined` and empty values take a name out. */
export function changeQuery(
  search: URLSearchParams,
  change: Readonly<Record<string, string | undefined>>,
): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const [name, value] of Object.entries(change)) {
    if (value) next.set(name, value)
    else next.delete(name)
  }
  return next
}

/**
 * State that lives in the address, so that it can be linked to, goes back with the back button, and is there after a reload.
 *
 * @param names what of the query is read; pass a constant
 */
export function useUrlQuery<Name extends string>(
  names: readonly Name[],
): readonly [UrlValues<Name>, (change: { readonly [K in Name]?: string | undefined }) => void] {
  const [search, setSearch] = useSearchParams()
  const values = useMemo(() => readQuery(search, names), [search, names])
  const change = useCallback(
    (change: { readonly [K in Name]?: string | undefined }) =>
      setSearch((before) => changeQuery(before, change), { preventScrollReset: true }),
    [setSearch],
  )
  return [values, change]
}
