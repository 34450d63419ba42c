import type { Slice } from '@zhengfeng/contract'
import { useCallback, useEffect, useMemo } from 'react'
import { useSearchParams } from 'react-router'
import { readStored, writeStored } from './browser-storage.ts'
import { type Period, periodDays, periods } from './period.ts'
import { useToday } from './session.tsx'

/** Which part of the service a page looks at, as its address tells. */
export interface SliceChoice {
  readonly division?: string
  readonly period: Period
  /** Days, with `period` “custom” only. */
  readonly from?: string
  readonly to?: string
  readonly compare?: 'previous' | 'lastYear'
  readonly item?: string
  readonly department?: string
  readonly channel?: string
  readonly applicantGroup?: string
}

const names = [
  'division',
  'period',
  'from',
  'to',
  'compare',
  'item',
  'department',
  'channel',
  'applicantGroup',
] as const
const storageKey = 'zhengfeng.slice'
const dayPattern = /^\d{4}-\d{2}-\d{2}$/

/** Reads the choice from an address; what makes no sense in it is left out. */
export function readSlice(search: URLSearchParams): SliceChoice {
  const given = Object.fromEntries(names.map((name) => [name, search.get(name) || undefined]))
  const { from, to, compare } = given
  const custom = given.period === 'custom' && isDay(from) && isDay(to) && from <= to
  const period = custom ? 'custom' : (periods.find((it) => it !== 'custom' && it === given.period) ?? '30d')
  return {
    ...pick(given, ['division', 'item', 'department', 'channel', 'applicantGroup']),
    period,
    ...(custom && { from, to }),
    ...((compare === 'previous' || compare === 'lastYear') && { compare }),
  }
}

/** Writes the choice into a copy of an address’s query; all else in it stays. */
export function writeSlice(search: URLSearchParams, choice: SliceChoice): URLSearchParams {
  const next = new URLSearchParams(search)
  for (const name of names) {
    const value = choice[name]
    if (value === undefined || value === '') next.delete(name)
    else next.set(name, value)
  }
  return next
}

/** The slice as routes of the API take it. */
export function sliceQuery(choice: SliceChoice, today: string): Slice {
  const days = choice.period === 'custom' ? pick(choice, ['from', 'to']) : periodDays(choice.period, today)
  return { ...pick(choice, ['division', 'item', 'department', 'channel', 'applicantGroup']), ...days }
}

export interface SliceInUse {
  readonly choice: SliceChoice
  /** For calls of the API. */
  readonly query: Slice
  readonly change: (change: { readonly [K in keyof SliceChoice]?: SliceChoice[K] | undefined }) => void
}

/** The slice of the page in view. An address without one takes the last that was chosen, and then tells it. */
export function useSlice(): SliceInUse {
  const [search, setSearch] = useSearchParams()
  const today = useToday()
  const told = search.has('period')
  const choice = useMemo(() => (told ? readSlice(search) : rememberedSlice(search)), [told, search])
  useEffect(() => {
    if (told) writeStored(storageKey, writeSlice(new URLSearchParams(), choice).toString())
    else setSearch((before) => writeSlice(before, choice), { replace: true, preventScrollReset: true })
  }, [told, choice, setSearch])
  const change = useCallback<SliceInUse['change']>(
    (change) =>
      setSearch((before) => writeSlice(before, { ...choice, ...change } as SliceChoice), { preventScrollReset: true }),
    [choice, setSearch],
  )
  const query = useMemo(() => sliceQuery(choice, today), [choice, today])
  return { choice, query, change }
}

/** Makes links to pages that shall look at the same slice. */
export function useSliceLink(): (path: string, more?: Readonly<Record<string, string>>) => string {
  const [search] = useSearchParams()
  return (path, more = {}) => {
    const choice = search.has('period') ? readSlice(search) : rememberedSlice(new URLSearchParams())
    const query = writeSlice(new URLSearchParams(), choice)
    for (const [name, value] of Object.entries(more)) query.set(name, value)
    return `${path}?${query}`
  }
}

/** What the address tells, and for the rest what was chosen last. */
function rememberedSlice(search: URLSearchParams): SliceChoice {
  const remembered = readSlice(new URLSearchParams(readStored(storageKey) ?? ''))
  const told = readSlice(search)
  return { ...remembered, ...pick(told, ['division', 'item', 'department', 'channel', 'applicantGroup', 'compare']) }
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && dayPattern.test(text) && !Number.isNaN(Date.parse(text))
}

function pick<Value extends object, Name extends string>(
  value: Value,
  wanted: readonly Name[],
): { readonly [K in Name & keyof Value]?: NonNullable<Value[K]> } {
  const entries = Object.entries(value).filter(([name, it]) => wanted.includes(name as Name) && it !== undefined)
  return Object.fromEntries(entries) as { [K in Name & keyof Value]?: NonNullable<Value[K]> }
}
