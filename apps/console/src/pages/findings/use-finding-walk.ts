import { useEffect, useRef } from 'react'
import { usePageKeys } from '../../shell/page-keys.ts'
import { useText } from '../../text/TextProvider.tsx'

/** Walks a list by `j` and `k`, and selects by `x`. A finding that left the list, because it was judged, keeps its place until one goes on. */
export function useFindingWalk(walk: {
  readonly keys: readonly string[]
  readonly at: string | undefined
  readonly onOpen: (key: string) => void
  readonly onSelect: ((key: string) => void) | undefined
}): void {
  const { t } = useText()
  const { keys, at, onOpen, onSelect } = walk
  const place = useRef(0)
  // Keys may come faster than pages are drawn: where one stands is known at once.
  const cursor = useRef(at)
  useEffect(() => {
    cursor.current = at
  }, [at])
  const index = at === undefined ? -1 : keys.indexOf(at)
  useEffect(() => {
    if (index >= 0) place.current = index
  }, [index])
  const indexNow = (): number => (cursor.current === undefined ? -1 : keys.indexOf(cursor.current))
  const next = (): void => open(indexNow() >= 0 ? indexNow() + 1 : cursor.current === undefined ? 0 : place.current)
  const previous = (): void => open((indexNow() >= 0 ? indexNow() : place.current) - 1)
  const open = (to: number): void => {
    const key = keys[Math.max(0, Math.min(keys.length - 1, to))]
    if (key === undefined) return
    cursor.current = key
    onOpen(key)
    document.querySelector(`[data-finding="${CSS.escape(key)}"]`)?.scrollIntoView({ block: 'nearest' })
  }
  const select = (): void => {
    if (cursor.current !== undefined && indexNow() >= 0) onSelect?.(cursor.current)
  }
  usePageKeys([
    { key: 'j', label: t('work.findings.keys.next'), run: next },
    { key: 'k', label: t('work.findings.keys.previous'), run: previous },
    ...(onSelect ? [{ key: 'x', label: t('work.findings.keys.select'), run: select }] : []),
  ])
}
