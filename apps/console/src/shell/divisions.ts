import { type Division, divisionsRoutes } from '@zhengfeng/contract'
import { useMemo } from 'react'
import { useAnswer } from '../api/queries.ts'

export interface Divisions {
  /** Parents before children. */
  readonly items: readonly Division[]
  readonly byCode: ReadonlyMap<string, Division>
  readonly below: ReadonlyMap<string | undefined, readonly Division[]>
  /** The name of a division; its code while it is not known. */
  readonly nameOf: (code: string) => string
}

/** The divisions that the person may see. */
export function useDivisions(): Divisions {
  const { data } = useAnswer(divisionsRoutes.list, {})
  return useMemo(() => divisionsOf(data?.items ?? []), [data])
}

export function divisionsOf(items: readonly Division[]): Divisions {
  const byCode = new Map(items.map((division) => [division.code, division]))
  const below = new Map<string | undefined, Division[]>()
  for (const division of items) {
    const siblings = below.get(division.parent)
    if (siblings) siblings.push(division)
    else below.set(division.parent, [division])
  }
  return { items, byCode, below, nameOf: (code) => byCode.get(code)?.name ?? code }
}
